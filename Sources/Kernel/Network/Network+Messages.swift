/// What a fault does to one message, named by its token.
@frozen @usableFromInline enum MessageMark: Equatable, Sendable {
  /// It waits until it is released, and everything behind it with it.
  case held(place: Int32)
  /// It arrives this much later than it would, once.
  case delayed(Duration)
  /// It never arrives, and takes its connection along.
  case dropped
  /// Every one of its packets was lost for as long as its sender tried.
  case lostForGood
}

extension Network {
  /// Holds a message that has not been delivered; what was sent behind it waits, too.
  public mutating func hold(_ token: UInt32) { mark(token, .held(place: -1)) }

  /// Lets a held message go; it is delivered now if it was due already.
  public mutating func release(
    _ token: UInt32, now: Instant, out: inout [NetworkEvent.Scheduled]
  ) {
    guard case .held(let place) = marks[token] else { return }
    unmark(token)
    if place >= 0 { resume(Int(place), at: now, out: &out) }
  }

  /// Destroys a message when it is due. TCP cannot lose one message alone, so its connection is
  /// reset.
  public mutating func drop(_ token: UInt32) { mark(token, .dropped) }

  /// Loses a message's packets once: it arrives with the first retransmission.
  public mutating func loseOnce(_ token: UInt32) {
    mark(token, .delayed(settings.retransmissionFirst))
  }

  /// Delays a message, and so everything behind it, beyond the instant at which it is due.
  public mutating func delay(_ token: UInt32, by length: Duration) {
    mark(token, .delayed(length))
  }

  @usableFromInline mutating func mark(_ token: UInt32, _ mark: MessageMark) {
    marks[token] = mark
    refreshCalm()
  }

  mutating func unmark(_ token: UInt32) {
    marks[token] = nil
    refreshCalm()
  }

  /// The marked head of a queue is due.
  mutating func heed(
    _ mark: MessageMark, _ place: Int, _ token: UInt32, now: Instant,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    switch mark {
    case .held:
      marks[token] = .held(place: Int32(truncatingIfNeeded: place))
      noteStalled(place)
    case .delayed(let length):
      unmark(token)
      noteStalled(place)
      resume(place, at: now + length, out: &out)
    case .dropped:
      unmark(token)
      reset(identity(place), now: now, out: &out)
    case .lostForGood:
      unmark(token)
      breakDirection(place, now: now, out: &out)
    }
    return .stalled
  }
}
