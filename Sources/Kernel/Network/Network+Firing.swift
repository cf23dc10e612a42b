extension Network {
  /// Takes an event back when it is due, and says what the world does with it.
  @inlinable public mutating func fired(
    _ event: NetworkEvent, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    if case .arrived(let id, let toServer, let token) = event {
      let place = place(id, toServer: toServer)
      guard directions[place].generation == id.generation else { return .gone }
      if _fastPath(isCalm && directions[place].isPlain) {
        let message = inFlight.popFirst(&directions[place].queue)
        invariant(message?.token == token, "token \(token) has overtaken another")
        return .deliver
      }
      return arrived(place, token, now: now, random: &random, out: &out)
    }
    return firedRarely(event, now: now, random: &random, out: &out)
  }

  @usableFromInline mutating func firedRarely(
    _ event: NetworkEvent, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    switch event {
    case .handshake(let id):
      return handshakeArrived(id, now: now, random: &random, out: &out)
    case .opened(let id):
      return requestAnswered(id, isOpen: true, event: event)
    case .refused(let id), .connectTimedOut(let id):
      return requestAnswered(id, isOpen: false, event: event)
    case .accepted(let id):
      return acceptArrived(id, event: event)
    case .closed(let id, let atServer, .finished):
      guard isCurrent(id) else { return .gone }
      let place = place(id, toServer: atServer)
      return arrived(place, InFlight.finish, now: now, random: &random, out: &out)
    case .closed(let id, let atServer, _):
      return breakLearned(id, atServer: atServer, event: event)
    case .gaveUp(let id, let toServer):
      giveUpDue(id, toServer: toServer, now: now, out: &out)
      return .stalled
    case .arrived(let id, let toServer, let token):
      guard isCurrent(id) else { return .gone }
      let place = place(id, toServer: toServer)
      return arrived(place, token, now: now, random: &random, out: &out)
    }
  }

  /// A message or the end of the stream would arrive now: it does, or waits behind what is in its
  /// way.
  @usableFromInline mutating func arrived(
    _ place: Int, _ token: UInt32, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    if directions[place].waiting == 0 {
      directions[place].waiting = 1
    } else if directions[place].isResuming && headToken(place) == token {
      directions[place].isResuming = false
    } else {
      directions[place].waiting += 1
      return .stalled
    }
    invariant(headToken(place) == token, "token \(token) has overtaken another")
    if directions[place].reach == 0 { return .stalled }
    if !marks.isEmpty, let mark = marks[token] {
      return heed(mark, place, token, now: now, out: &out)
    }
    if isObstructed(place) {
      block(place, now: now, out: &out)
      return .stalled
    }
    if nodes[Int(link(place).to.index)].isFrozen && !directions[place].isReceiverGone {
      directions[place].blockedSince = .distantFuture
      noteStalled(place)
      return .stalled
    }
    return deliverHead(place, now: now, random: &random, out: &out)
  }

  /// Takes the head of a queue off and lets the one behind it follow at once.
  private mutating func deliverHead(
    _ place: Int, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    guard let message = inFlight.popFirst(&directions[place].queue) else { return .gone }
    directions[place].waiting -= 1
    directions[place].blockedSince = .distantFuture
    if directions[place].reach != .max { directions[place].reach -= 1 }
    if directions[place].waiting == 0 { noteFlowing(place) }
    let id = identity(place)
    let isToServer = place & 1 == 1
    let isFinish = message.token == InFlight.finish
    if directions[place].isReceiverGone {
      resume(place, at: now, out: &out)
      if isFinish { return .gone }
      discard(message.token)
      let back = now + latency(place ^ 1, &random)
      out.append(.init(at: back, event: .closed(id, atServer: !isToServer, reason: .reset)))
      return .gone
    }
    if isFinish {
      closeEnd(id, atServer: isToServer)
      return .deliver
    }
    resume(place, at: now, out: &out)
    return .deliver
  }

  func headToken(_ place: Int) -> UInt32 {
    let head = directions[place].queue.head
    return head == ListRef.end ? InFlight.finish : inFlight[head].token
  }

  /// Asks for the waiting head of a queue again at an instant, unless that is under way already.
  mutating func resume(_ place: Int, at instant: Instant, out: inout [NetworkEvent.Scheduled]) {
    guard directions[place].waiting > 0, directions[place].reach > 0,
      !directions[place].isResuming
    else { return }
    directions[place].isResuming = true
    let id = identity(place)
    let isToServer = place & 1 == 1
    let token = headToken(place)
    let event: NetworkEvent =
      token == InFlight.finish
      ? .closed(id, atServer: isToServer, reason: .finished)
      : .arrived(id, toServer: isToServer, token: token)
    out.append(.init(at: instant, event: event))
  }

  mutating func discard(_ token: UInt32) {
    if token == InFlight.finish { return }
    discarded.append(token)
    if !marks.isEmpty { unmark(token) }
  }

  mutating func noteStalled(_ place: Int) {
    let position = stalledPosition(place)
    if position < stalled.count && stalled[position] == Int32(place) { return }
    stalled.insert(Int32(truncatingIfNeeded: place), at: position)
  }

  mutating func noteFlowing(_ place: Int) {
    let position = stalledPosition(place)
    if position < stalled.count && stalled[position] == Int32(place) {
      stalled.remove(at: position)
    }
  }

  private func stalledPosition(_ place: Int) -> Int {
    var low = 0
    var high = stalled.count
    while low < high {
      let middle = (low + high) / 2
      if stalled[middle] < Int32(place) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
