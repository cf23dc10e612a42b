extension EventQueue {
  /// Whether the event with this name is still pending.
  @inlinable public func isScheduled(_ handle: EventHandle) -> Bool {
    handle.slot < slots.count && slots[handle.slot].order == handle.order
  }

  /// Removes a pending event and returns what it carried; nil when it has fired or was cancelled
  /// already.
  @inlinable @discardableResult
  public mutating func cancel(_ handle: EventHandle) -> Payload? {
    guard isScheduled(handle) else { return nil }
    vacate(handle.slot)
    live &-= 1
    stale &+= 1
    if _slowPath(stale > live && stale > Self.staleMin) { sweep() }
    return slots[handle.slot].payload
  }

  /// Drops the keys of all cancelled events.
  @inlinable mutating func sweep() {
    var kept = 0
    for place in frontHead..<front.count where isScheduled(front[place].handle) {
      front[kept] = front[place]
      kept &+= 1
    }
    front.truncate(to: kept)
    frontHead = 0
    for level in 0..<EventWheel.levelCount {
      var digits = wheel.occupied[level]
      while digits != 0 {
        let place = level &* 64 &+ digits.trailingZeroBitCount
        digits &= digits &- 1
        sweep(place)
      }
    }
    stale = 0
    exhaustiveInvariant(
      front.count + wheel.count == live, "\(front.count) + \(wheel.count) keys for \(live) events")
  }

  /// Moves the live keys of a bucket together, in their order, and frees the blocks that are left
  /// over.
  @inlinable mutating func sweep(_ place: Int) {
    let bucket = wheel.buckets[place]
    var source = bucket.head
    var target = bucket.head
    var kept = 0
    for index in 0..<bucket.count {
      let offset = index & (EventWheel.blockSize &- 1)
      if offset == 0 && index > 0 { source = wheel.nextBlock[Int(source)] }
      let key = wheel.keys[Int(source) &<< EventWheel.blockShift &+ offset]
      if slots[key.handle.slot].order != key.order { continue }
      let room = kept & (EventWheel.blockSize &- 1)
      if room == 0 && kept > 0 { target = wheel.nextBlock[Int(target)] }
      wheel.keys[Int(target) &<< EventWheel.blockShift &+ room] = key
      kept &+= 1
    }
    wheel.shorten(place, to: kept, last: target)
  }

  /// How many events are pending.
  @inlinable public var count: Int { live }
  /// Whether nothing is pending.
  @inlinable public var isEmpty: Bool { live == 0 }
  /// How many keys lie inside, those of cancelled events included; it stays in proportion to
  /// `count`.
  @inlinable public var storedKeyCount: Int { live + stale }
  /// How many events have been scheduled since the start.
  @inlinable public var sequence: UInt64 { nextSequence }
  /// The instant of the event that was popped last; nothing can be scheduled before it.
  @inlinable public var lastInstant: Instant { popped }

  /// The instant of the least pending event.
  ///
  /// It takes constant time except just after the front has run empty, when it searches a bucket.
  @inlinable public var nextInstant: Instant? {
    if live == 0 { return nil }
    for place in frontHead..<front.count where isScheduled(front[place].handle) {
      return Instant(nanoseconds: Int64(bitPattern: front[place].instant))
    }
    return wheel.leastInstant { isScheduled($0.handle) }
  }
}

extension EventWheel {
  /// The least instant among the keys that satisfy a predicate; buckets are searched in their
  /// order.
  @inlinable func leastInstant(where isLive: (EventKey) -> Bool) -> Instant? {
    for bucket in buckets where bucket.count > 0 {
      var least: UInt64?
      var block = bucket.head
      for index in 0..<bucket.count {
        let offset = index & (Self.blockSize - 1)
        if index > 0 && offset == 0 { block = nextBlock[Int(block)] }
        let key = keys[Int(block) << Self.blockShift + offset]
        if key.instant < least ?? .max || least == nil, isLive(key) { least = key.instant }
      }
      if let least { return Instant(nanoseconds: Int64(bitPattern: least)) }
    }
    return nil
  }
}
