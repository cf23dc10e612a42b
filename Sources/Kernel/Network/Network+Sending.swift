extension Network {
  /// Sends a message and returns the instant for which the world schedules its `.arrived` event.
  ///
  /// Nil means that this end cannot send, because the connection is not open here or no longer; the
  /// token is then in `discarded`. The other end's fate is not consulted: whoever writes to a
  /// socket cannot know it.
  @inlinable public mutating func send(
    on id: ConnectionID, fromServer: Bool, bytes: Int64, token: UInt32, now: Instant,
    random: inout RandomStream
  ) -> Instant? {
    invariant(token != InFlight.finish, "token \(token) stands for the end of a stream")
    let place = place(id, toServer: !fromServer)
    guard id.index >= 0, directions[place].generation == id.generation, directions[place].canSend
    else {
      discarded.append(token)
      return nil
    }
    let message = InFlight(token: token, bytes: UInt32(clamping: bytes))
    return enqueue(message, place, now: now, random: &random)
  }

  /// Puts a message behind those under way, and returns when it arrives.
  @inlinable mutating func enqueue(
    _ message: InFlight, _ place: Int, now: Instant, random: inout RandomStream
  ) -> Instant {
    var direction = directions[place]
    let number = Int(direction.profile)
    var departure = now
    if profiles[number].byteCost != 0 {
      departure = max(now, direction.busyUntil)
      departure += profiles[number].transmission(of: Int64(message.bytes))
      direction.busyUntil = departure
    }
    var arrival = departure + profiles[number].latency.sample(&random)
    if _slowPath(!profiles[number].loss.isZero) {
      arrival += retransmissionDelay(message.token, number, &random)
    }
    arrival = max(arrival, direction.lastArrival)
    direction.lastArrival = arrival
    inFlight.append(message, to: &direction.queue)
    // Written back once: each access to the array asks who owns it.
    directions[place] = direction
    return arrival
  }

  /// How much later a message arrives for the packets that it loses.
  ///
  /// Every loss waits for the retransmission timer; simplified, as fast retransmission would often
  /// be quicker. A message that would be lost for longer than a connection lasts is marked, and
  /// breaks its connection when it is due.
  @usableFromInline mutating func retransmissionDelay(
    _ token: UInt32, _ number: Int, _ random: inout RandomStream
  ) -> Duration {
    var delay = Duration.zero
    var wait = settings.retransmissionFirst
    while random.chance(profiles[number].loss) {
      delay += wait
      wait = min(wait * 2, settings.retransmissionMax)
      if delay >= settings.giveUp {
        mark(token, .lostForGood)
        return settings.giveUp
      }
    }
    return delay
  }

  /// The first retransmission at or after an instant, for bytes that were first lost at another.
  func retransmission(after now: Instant, lostAt loss: Instant) -> Instant {
    var at = loss
    var wait = settings.retransmissionFirst
    while at < now {
      at += wait
      wait = min(wait * 2, settings.retransmissionMax)
    }
    return at
  }
}
