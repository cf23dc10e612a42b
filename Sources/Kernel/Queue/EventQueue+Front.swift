extension EventQueue {
  /// Sorts a key into the front, behind all that are due no later: its sequence number is the
  /// highest.
  @inlinable mutating func insertIntoFront(_ key: EventKey) {
    if _slowPath(frontHead >= 256 && frontHead &* 2 >= front.count) {
      front.removeFirst(frontHead)
      frontHead = 0
    }
    front.append(key)
    sortLastKey()
    if _slowPath(front.count &- frontHead > Self.frontMax) { shortenFront() }
  }

  /// Moves the last key of the front to its place.
  @inlinable mutating func sortLastKey() {
    var place = front.count &- 1
    let instant = front[place].instant
    while place > frontHead && front[place &- 1].instant > instant { place &-= 1 }
    front.moveLast(to: place)
  }

  /// Fills the empty front with the least keys of the wheel; false when there are none.
  ///
  /// Reading each key's slot here, before the first is needed, lets the cache misses of a whole
  /// bucket overlap.
  @inlinable mutating func refill() -> Bool {
    while let taken = wheel.takeLeast() {
      if taken.bucket.count > Self.frontLoad && taken.level > 0 {
        wheel.spread(taken.bucket)
        continue
      }
      frontEnd = taken.end
      load(taken.bucket)
      if !front.isEmpty { return true }
    }
    return false
  }

  /// Sorts the live keys of a bucket into the empty front.
  @inlinable mutating func load(_ bucket: EventWheel.Bucket) {
    var block = bucket.head
    var left = bucket.count
    while left > 0 {
      let first = Int(block) &<< EventWheel.blockShift
      let size = min(left, EventWheel.blockSize)
      for offset in 0..<size {
        let key = wheel.keys[first &+ offset]
        if _slowPath(slots[key.handle.slot].order != key.order) {
          stale &-= 1
          continue
        }
        front.append(key)
        sortLastKey()
      }
      let next = wheel.nextBlock[Int(block)]
      wheel.freeBlock(block)
      block = next
      left &-= size
    }
  }

  /// Gives the later half of a front that has grown too long back to the wheel.
  ///
  /// A front of keys that are all due at one instant stays: every further one is appended at its
  /// end.
  @inlinable mutating func shortenFront() {
    let earliest = front[frontHead].instant
    let middle = front[frontHead + (front.count - frontHead) / 2].instant
    if front[front.count - 1].instant == earliest { return }
    let end = middle > earliest ? middle : earliest + 1
    var keep = front.count
    while keep > frontHead && front[keep - 1].instant >= end { keep -= 1 }
    let moved = Array(front[keep...])
    front.truncate(to: keep)
    frontEnd = end
    if end >= wheel.base {
      for key in moved { wheel.insert(key) }
    } else {
      // Only after a wait that ended before the next event was the base ahead of the present.
      wheel.rebuild(moved + wheel.allKeys(), base: end)
    }
  }
}
