import Kernel

/// The controller's way to one broker: a queue of requests, and one connection with one request in
/// flight.
///
/// States, from → to, because:
/// - closed → connecting: the broker appeared and there is something to send
/// - connecting → ready: the connection stands
/// - ready → busy: the oldest request was written
/// - busy → ready: it was answered, and leaves the queue
/// - connecting, ready, busy → pausing: the connection failed or the answer took too long
/// - pausing → connecting: the pause is over; the oldest request is sent again
///
/// Models ControllerChannelManager and RequestSendThread.
struct ControlChannel: Sendable {
  /// What the connection is doing.
  enum Phase: UInt8, Sendable { case closed, connecting, ready, busy, pausing }

  /// The most requests that may wait for one broker where Kafka sets no bound.
  static let queueLimit = 1 << 20
  /// The pause after a failure, from 0.9 on.
  static let pause = Duration.milliseconds(100)
  /// The pause after a failure in 0.8.
  static let pauseOfOldest = Duration.milliseconds(300)

  /// Whether the broker is registered, so that requests are taken for it.
  var isOpen = false
  /// What the connection is doing.
  var phase = Phase.closed
  /// The connection, unless closed or pausing.
  var connection = ConnectionID.none
  /// Requests in order; the first may be in flight.
  var queue = RingQueue<ControlRequest>()
  /// The time-out of a connection attempt or of an answer, or the end of a pause.
  var timer: EventHandle?
  /// The number of the request in flight.
  var correlation: Int32 = 0
}

// Working the channels.
extension Controller {
  /// Opens a channel to a broker that appeared; nothing is connected before there is something to
  /// send.
  mutating func openChannel(to broker: BrokerID, _ turn: inout Turn) {
    let place = Int(broker.value)
    while channels.count <= place { channels.append(ControlChannel()) }
    closeChannel(to: broker, &turn)
    channels[place].isOpen = true
  }

  /// Closes a channel and drops its queue, as when a broker leaves.
  mutating func closeChannel(to broker: BrokerID, _ turn: inout Turn) {
    let place = Int(broker.value)
    guard place < channels.count, channels[place].isOpen else { return }
    disconnect(place, &turn)
    channels[place] = ControlChannel()
  }

  /// Closes all channels.
  mutating func closeChannels(_ turn: inout Turn) {
    for place in channels.indices { closeChannel(to: BrokerID(Int32(place)), &turn) }
  }

  /// Whether the controller must wait because a bounded queue is full (0.8.0 and 0.8.1).
  var isBlockedByQueues: Bool {
    guard let limit = settings.controller.requestQueueMax, limit < ControlChannel.queueLimit else {
      return false
    }
    return channels.contains { $0.isOpen && $0.queue.count >= Int(limit) }
  }

  /// Puts a request at the end of a broker's queue.
  mutating func queue(_ request: ControlRequest, to broker: BrokerID, _ turn: inout Turn) {
    let place = Int(broker.value)
    guard place < channels.count, channels[place].isOpen else { return }
    invariant(
      channels[place].queue.count < ControlChannel.queueLimit,
      "more than \(ControlChannel.queueLimit) control requests wait for broker \(broker)")
    channels[place].queue.append(request)
    work(place, &turn)
  }

  /// Does what the channel's phase allows: connect, or write the oldest request.
  private mutating func work(_ place: Int, _ turn: inout Turn) {
    guard let request = channels[place].queue.first else { return }
    let broker = BrokerID(Int32(place))
    switch channels[place].phase {
    case .connecting, .busy, .pausing: break
    case .closed:
      channels[place].connection = turn.connect(to: turn.layout.node(of: broker))
      channels[place].phase = .connecting
      channels[place].timer = turn.setTimer(
        .controller(.channelTimeout(broker)), after: settings.controller.socketTimeout)
    case .ready:
      channels[place].correlation &+= 1
      turn.send(
        turn.messages.wrap(request.content), on: channels[place].connection,
        correlation: channels[place].correlation)
      channels[place].phase = .busy
      channels[place].timer = turn.setTimer(
        .controller(.channelTimeout(broker)), after: settings.requests.requestTimeout)
    }
  }

  /// Something happened on a control connection.
  mutating func channelEvent(_ event: NodeEvent, _ turn: inout Turn) {
    switch event {
    case .opened(let connection):
      guard let place = channel(of: connection) else { return }
      stopTimer(place, &turn)
      channels[place].phase = .ready
      work(place, &turn)
    case .openFailed(let connection), .closed(let connection):
      guard let place = channel(of: connection) else { return }
      pause(place, &turn)
    case .received(let connection, let message):
      guard case .cold(_, let slot) = message.body else {
        return invariant(false, "a control connection carried \(message.kind)")
      }
      let content = turn.messages.take(slot)
      guard let place = channel(of: connection), channels[place].phase == .busy,
        message.correlation == channels[place].correlation
      else { return }
      answered(place, content, &turn)
    case .started, .accepted, .timer, .command: break
    }
    advance(&turn)
  }

  /// The request in flight was answered: the next one goes, and what the answer says becomes an
  /// event.
  private mutating func answered(
    _ place: Int, _ content: MessageStore.ColdContent, _ turn: inout Turn
  ) {
    stopTimer(place, &turn)
    let request = channels[place].queue.popFirst()
    channels[place].phase = .ready
    let broker = BrokerID(Int32(place))
    switch (request, content) {
    case (.leaderAndISR, .leaderAndISRResponse(let outcomes)):
      let failed = outcomes.parts.filter { $0.error == .kafkaStorageError }.map(\.partition)
      if !failed.isEmpty { enqueue(.replicasFailed(broker, failed)) }
    case (.stopReplica(let request), .stopReplicaResponse(var outcomes)):
      let deleted = request.parts.filter(\.isDeletion).map(\.partition)
      if deleted.isEmpty { break }
      if outcomes.error != .none {
        outcomes.parts = deleted.map { ($0, outcomes.error) }
      } else if outcomes.parts.isEmpty {
        outcomes.parts = deleted.map { ($0, ErrorCode.none) }
      }
      outcomes.parts.removeAll { part in !deleted.contains(part.partition) }
      enqueue(.replicasDeleted(broker, outcomes))
    default: break
    }
    work(place, &turn)
  }

  /// A connection failed: pause, then connect again.
  private mutating func pause(_ place: Int, _ turn: inout Turn) {
    disconnect(place, &turn)
    let isOldest = turn.semantics.replication.isrShrink == .stuckOrSlow
    channels[place].phase = .pausing
    channels[place].timer = turn.setTimer(
      .controller(.channelRetry(BrokerID(Int32(place)))),
      after: isOldest ? ControlChannel.pauseOfOldest : ControlChannel.pause)
  }

  /// A channel's timer fired.
  mutating func channelTimerFired(_ timer: ControllerTimer, _ turn: inout Turn) {
    switch timer {
    case .channelRetry(let broker):
      let place = Int(broker.value)
      guard place < channels.count, channels[place].phase == .pausing else { return }
      channels[place].timer = nil
      channels[place].phase = .closed
      work(place, &turn)
    case .channelTimeout(let broker):
      let place = Int(broker.value)
      guard place < channels.count else { return }
      channels[place].timer = nil
      if channels[place].phase == .connecting || channels[place].phase == .busy {
        pause(place, &turn)
      }
    default: break
    }
  }

  private func channel(of connection: ConnectionID) -> Int? {
    channels.firstIndex { $0.isOpen && $0.connection == connection }
  }

  private mutating func stopTimer(_ place: Int, _ turn: inout Turn) {
    if let timer = channels[place].timer { turn.cancelTimer(timer) }
    channels[place].timer = nil
  }

  private mutating func disconnect(_ place: Int, _ turn: inout Turn) {
    stopTimer(place, &turn)
    switch channels[place].phase {
    case .connecting, .ready, .busy: turn.close(channels[place].connection)
    case .closed, .pausing: break
    }
    channels[place].phase = .closed
    channels[place].connection = .none
  }
}
