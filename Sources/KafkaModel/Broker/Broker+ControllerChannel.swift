import Kernel

/// Asking the controller: for other in-sync sets, for producer ids, for leave to stop.
extension Broker {
  /// Queues a request of the control channel.
  mutating func askController(_ request: ControllerChannel.Request, turn: inout Turn) {
    let place = ControllerChannel.Purpose.control.rawValue
    invariant(
      process.channels[place].queue.count < ControllerChannel.queueLimit,
      "more than \(ControllerChannel.queueLimit) requests wait for the controller")
    process.channels[place].queue.append(request)
    pump(.control, turn: &turn)
  }

  /// Sends the next request of a channel, if it can be sent: connects first where necessary.
  mutating func pump(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    let place = purpose.rawValue
    let channel = process.channels[place]
    guard !channel.isAwaiting, hasWork(purpose) else { return }
    let controller = process.metadata.controller
    guard controller.value >= 0 else { return pause(purpose, turn: &turn) }
    if let connection = channel.connection, channel.target != controller {
      process.channels[place].connection = nil
      process.channels[place].isOpen = false
      turn.close(connection)
    }
    guard process.channels[place].connection != nil else {
      process.channels[place].target = controller
      process.channels[place].isOpen = false
      process.channels[place].connection = turn.connect(to: turn.layout.node(of: controller))
      return setTimer(purpose, after: plan.settings.controller.socketTimeout, turn: &turn)
    }
    if process.channels[place].isOpen { sendNext(purpose, turn: &turn) }
  }

  private func hasWork(_ purpose: ControllerChannel.Purpose) -> Bool {
    switch purpose {
    case .alterPartition: !process.isrWork.queue.isEmpty
    case .control: !process.channels[purpose.rawValue].queue.isEmpty
    }
  }

  private mutating func sendNext(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    let content: MessageStore.ColdContent
    switch purpose {
    case .alterPartition:
      guard let request = nextAlterPartition() else { return }
      content = .alterPartitionRequest(request)
    case .control:
      guard let request = process.channels[purpose.rawValue].queue.first else { return }
      content = self.content(of: request)
    }
    let place = purpose.rawValue
    guard let connection = process.channels[place].connection else { return }
    process.channels[place].isAwaiting = true
    process.channels[place].correlation &+= 1
    setTimer(purpose, after: plan.settings.requests.requestTimeout, turn: &turn)
    turn.send(
      turn.messages.wrap(content), on: connection,
      correlation: process.channels[place].correlation)
  }

  private func content(of request: ControllerChannel.Request) -> MessageStore.ColdContent {
    switch request {
    case .controlledShutdown:
      return .controlledShutdownRequest(
        ControlledShutdownRequest(broker: id, brokerEpoch: process.brokerEpoch))
    case .allocateProducerIDs:
      return .allocateProducerIDsRequest(
        AllocateProducerIDsRequest(broker: id, brokerEpoch: process.brokerEpoch))
    case .createTopic(let topic):
      let settings = plan.settings.controller
      return .adminRequest(
        AdminRequest(
          operation: .createTopic(
            topic, partitions: Int32(clamping: settings.partitionCount),
            replicationFactor: Int16(clamping: settings.replicationFactor), assignment: [],
            configuration: []),
          timeout: plan.settings.requests.requestTimeout))
    case .createInternalTopic(let topic, let partitions, let replicas):
      return .adminRequest(
        AdminRequest(
          operation: .createTopic(
            topic, partitions: partitions, replicationFactor: replicas, assignment: [],
            configuration: []),
          timeout: plan.settings.requests.requestTimeout))
    }
  }

  // MARK: What happens on the connection

  /// The connection of a channel is established.
  mutating func channelOpened(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    process.channels[purpose.rawValue].isOpen = true
    cancelTimer(purpose, turn: &turn)
    pump(purpose, turn: &turn)
  }

  /// The connection of a channel was refused or broke: the request, if any, is repeated after a
  /// pause.
  mutating func channelFailed(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    process.channels[purpose.rawValue].connection = nil
    process.channels[purpose.rawValue].isOpen = false
    giveUpWaiting(purpose)
    pause(purpose, turn: &turn)
  }

  /// A pause is over, or a deadline has passed.
  mutating func channelTimer(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    let place = purpose.rawValue
    process.channels[place].timer = nil
    let isOverdue =
      process.channels[place].isAwaiting
      || (process.channels[place].connection != nil && !process.channels[place].isOpen)
    if isOverdue, let connection = process.channels[place].connection {
      process.channels[place].connection = nil
      process.channels[place].isOpen = false
      turn.close(connection)
      giveUpWaiting(purpose)
    }
    pump(purpose, turn: &turn)
  }

  /// Another broker is the controller now: what is under way with the old one is repeated there.
  mutating func controllerMoved(turn: inout Turn) {
    for purpose in ControllerChannel.Purpose.allCases where hasWork(purpose) {
      pump(purpose, turn: &turn)
    }
  }

  private mutating func giveUpWaiting(_ purpose: ControllerChannel.Purpose) {
    guard process.channels[purpose.rawValue].isAwaiting else { return }
    process.channels[purpose.rawValue].isAwaiting = false
    if purpose == .alterPartition { requeueAlterations() }
  }

  /// An answer of the controller.
  mutating func receiveFromController(
    _ slot: Int32, on connection: ConnectionID, turn: inout Turn
  ) {
    let content = turn.messages.take(slot)
    let purpose = ControllerChannel.Purpose.allCases.first {
      process.channels[$0.rawValue].connection == connection
    }
    guard let purpose, process.channels[purpose.rawValue].isAwaiting else { return }
    process.channels[purpose.rawValue].isAwaiting = false
    cancelTimer(purpose, turn: &turn)
    switch content {
    case .alterPartitionResponse(let response):
      if receive(response, turn: &turn) {
        pump(.alterPartition, turn: &turn)
      } else {
        setTimer(.alterPartition, after: Self.alterPartitionRetry, turn: &turn)
      }
    case .controlledShutdownResponse(let response):
      process.channels[purpose.rawValue].queue.popFirst()
      shutdownAnswered(response, turn: &turn)
    case .allocateProducerIDsResponse(let response):
      if response.error.isSuccess { process.channels[purpose.rawValue].queue.popFirst() }
      producerIDsAllocated(response, turn: &turn)
      response.error.isSuccess ? pump(.control, turn: &turn) : pause(.control, turn: &turn)
    case .adminResponse(let response):
      let isMisdirected = response.error == .notController
      if !isMisdirected { process.channels[purpose.rawValue].queue.popFirst() }
      isMisdirected ? pause(.control, turn: &turn) : pump(.control, turn: &turn)
    default: break
    }
  }

  // MARK: Timers

  private mutating func pause(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    setTimer(purpose, after: ControllerChannel.retryPause, turn: &turn)
  }

  private mutating func setTimer(
    _ purpose: ControllerChannel.Purpose, after delay: Duration, turn: inout Turn
  ) {
    cancelTimer(purpose, turn: &turn)
    if delay.isInfinite { return }
    process.channels[purpose.rawValue].timer = turn.setTimer(
      .broker(.controllerChannel(purpose)), after: delay)
  }

  private mutating func cancelTimer(_ purpose: ControllerChannel.Purpose, turn: inout Turn) {
    guard let timer = process.channels[purpose.rawValue].timer else { return }
    turn.cancelTimer(timer)
    process.channels[purpose.rawValue].timer = nil
  }
}
