/// One cut of one direction between two nodes; several may lie on the same link.
@frozen @usableFromInline struct Cut: Comparable, Sendable {
  @usableFromInline let link: LinkID
  /// Whose cut it is, so that a heal undoes its own.
  @usableFromInline let key: UInt32

  @inlinable init(link: LinkID, key: UInt32) {
    self.link = link
    self.key = key
  }

  @usableFromInline static func < (left: Cut, right: Cut) -> Bool {
    left.link != right.link ? left.link < right.link : left.key < right.key
  }
}

extension Network {
  /// Cuts one direction between two nodes under a key; cuts add up, also under one key.
  public mutating func cut(from: NodeID, to: NodeID, key: UInt32 = 0) {
    let cut = Cut(link: LinkID(from: from, to: to), key: key)
    cuts.insert(cut, at: cutPosition(cut))
    refreshCalm()
  }

  /// Removes one cut of one direction under that key; true when there was one.
  @discardableResult
  public mutating func heal(
    from: NodeID, to: NodeID, key: UInt32 = 0, now: Instant,
    out: inout [NetworkEvent.Scheduled]
  ) -> Bool {
    let cut = Cut(link: LinkID(from: from, to: to), key: key)
    let position = cutPosition(cut)
    guard position < cuts.count, cuts[position] == cut else { return false }
    cuts.remove(at: position)
    healed(now: now, out: &out)
    return true
  }

  /// Removes every cut under a key.
  public mutating func heal(key: UInt32, now: Instant, out: inout [NetworkEvent.Scheduled]) {
    cuts.removeAll { $0.key == key }
    healed(now: now, out: &out)
  }

  /// Removes every cut there is.
  public mutating func healAll(now: Instant, out: inout [NetworkEvent.Scheduled]) {
    cuts.removeAll()
    healed(now: now, out: &out)
  }

  /// Whether one direction between two nodes is cut.
  public func isCut(from: NodeID, to: NodeID) -> Bool { isCut(LinkID(from: from, to: to)) }

  /// How many messages and connection requests met a cut under this key; healed ones count on.
  ///
  /// A message that two cuts held up counts for both. Zero means that the fault bit nothing.
  public func cutCount(key: UInt32 = 0) -> Int { touches[key] ?? 0 }

  func isCut(_ link: LinkID) -> Bool {
    if cuts.isEmpty { return false }
    let position = cutPosition(Cut(link: link, key: 0))
    return position < cuts.count && cuts[position].link == link
  }

  /// Whether a link is cut, and counts what met the cut.
  mutating func isCutTouched(_ link: LinkID) -> Bool {
    if cuts.isEmpty { return false }
    var position = cutPosition(Cut(link: link, key: 0))
    guard position < cuts.count, cuts[position].link == link else { return false }
    while position < cuts.count, cuts[position].link == link {
      touches[cuts[position].key, default: 0] += 1
      position += 1
    }
    return true
  }

  /// The position of the first cut that is not below this one.
  private func cutPosition(_ cut: Cut) -> Int {
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] < cut { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Lets what is no longer obstructed arrive with its next retransmission.
  mutating func healed(now: Instant, out: inout [NetworkEvent.Scheduled]) {
    refreshCalm()
    for place in stalled.map(Int.init) where !isObstructed(place) {
      guard !isHeldUp(place) else { continue }
      let loss = directions[place].blockedSince
      if loss == .distantFuture {
        resume(place, at: now, out: &out)
      } else {
        let profile = profiles[Int(directions[place].profile)]
        let at = retransmission(after: now, lostAt: loss) + profile.latency.least
        resume(place, at: at, out: &out)
      }
    }
  }

  /// Whether the head of a queue could not be delivered if it came now.
  ///
  /// When the receiving process is gone, its machine's reset must find its way back, too.
  func isObstructed(_ place: Int) -> Bool {
    let link = link(place)
    if !nodes[Int(link.to.index)].isMachineUp { return true }
    if cuts.isEmpty { return false }
    return isCut(link) || (directions[place].isReceiverGone && isCut(link.reversed))
  }

  /// Whether something other than the wire keeps the head of a queue: a mark, or a frozen process.
  func isHeldUp(_ place: Int) -> Bool {
    if !marks.isEmpty, case .held(let held) = marks[headToken(place)], held >= 0 { return true }
    return nodes[Int(link(place).to.index)].isFrozen && !directions[place].isReceiverGone
  }

  /// The head of a queue was lost: the clock of its retransmissions starts, or runs on.
  mutating func block(_ place: Int, now: Instant, out: inout [NetworkEvent.Scheduled]) {
    noteStalled(place)
    if !isCutTouched(link(place)) && directions[place].isReceiverGone {
      _ = isCutTouched(link(place).reversed)
    }
    if directions[place].reach != .max { directions[place].reach = 0 }
    guard directions[place].blockedSince == .distantFuture else { return }
    directions[place].blockedSince = now
    let event = NetworkEvent.gaveUp(identity(place), toServer: place & 1 == 1)
    out.append(.init(at: now + settings.giveUp, event: event))
  }

  /// A sender may have retransmitted for too long: its connection breaks.
  mutating func giveUpDue(
    _ id: ConnectionID, toServer: Bool, now: Instant, out: inout [NetworkEvent.Scheduled]
  ) {
    guard isCurrent(id) else { return }
    let place = place(id, toServer: toServer)
    let loss = directions[place].blockedSince
    guard directions[place].waiting > 0, loss != .distantFuture, loss + settings.giveUp <= now,
      isObstructed(place)
    else { return }
    breakDirection(place, now: now, out: &out)
  }

  /// Nothing more of a direction arrives, and its sender learns of it.
  mutating func breakDirection(_ place: Int, now: Instant, out: inout [NetworkEvent.Scheduled]) {
    directions[place].reach = 0
    let isFromServer = place & 1 == 0
    if connections[place >> 1].state(atServer: isFromServer) == .closed { return }
    let event = NetworkEvent.closed(identity(place), atServer: isFromServer, reason: .timedOut)
    out.append(.init(at: now, event: event))
  }

  mutating func refreshCalm() {
    isCalm =
      cuts.isEmpty && marks.isEmpty && nodes.allSatisfy { $0.isMachineUp && !$0.isFrozen }
  }
}
