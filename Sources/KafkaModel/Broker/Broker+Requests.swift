import Kernel

/// The server: which message goes to which part, one request per connection at a time.
extension Broker {
  /// Takes a message in: an answer to one of this broker's own questions, or a request.
  mutating func receive(
    _ message: Message, on connection: ConnectionID, _ event: NodeEvent, turn: inout Turn
  ) {
    switch message.body {
    case .fetched, .epochEnded, .offsetsListed:
      receiveAnswer(message.body, on: connection, turn: &turn)
    case .produce, .fetch, .listOffsets, .epochEnd:
      admit(message, on: connection, turn: &turn)
    case .cold(let kind, let slot):
      switch kind {
      case .zooKeeperResponse: zooKeeperEvent(event, turn: &turn)
      case .leaderAndISRResponse, .updateMetadataResponse, .stopReplicaResponse:
        controllerEvent(event, turn: &turn)
      case .alterPartitionResponse, .controlledShutdownResponse, .allocateProducerIDsResponse,
        .adminResponse:
        receiveFromController(slot, on: connection, turn: &turn)
      default: admit(message, on: connection, turn: &turn)
      }
    case .zooKeeperPong: zooKeeperEvent(event, turn: &turn)
    case .produced, .zooKeeperPing: turn.messages.free(message.body)
    }
  }

  private mutating func receiveAnswer(
    _ body: Message.Body, on connection: ConnectionID, turn: inout Turn
  ) {
    guard let fetcher = fetcher(of: connection, turn) else { return turn.messages.free(body) }
    if disk.slowness > 1, case .fetched = body {
      return delayWrite(
        Message(body), RequestTicket(connection: connection, correlation: 0), turn: &turn)
    }
    switch body {
    case .fetched(let response): receive(response, fetcher, turn: &turn)
    case .epochEnded(let response): receive(response, fetcher, turn: &turn)
    case .offsetsListed(let response): receive(response, fetcher, turn: &turn)
    default: turn.messages.free(body)
    }
  }

  /// Takes a request in: it is served now, or when its connection and the broker are ready.
  private mutating func admit(
    _ message: Message, on connection: ConnectionID, turn: inout Turn
  ) {
    guard let slot = process.connections.slot(of: connection, turn.network) else {
      return turn.messages.free(message.body)
    }
    if process.stage != .serving && process.stage != .handingOver {
      return process.connections.postpone(message, at: slot)
    }
    guard process.connections.admit(message, at: slot) else { return }
    let ticket = RequestTicket(
      connection: connection, correlation: message.correlation, slot: slot)
    serve(message, ticket, turn: &turn)
  }

  /// Serves a request whose turn it is.
  mutating func serve(_ message: Message, _ ticket: RequestTicket, turn: inout Turn) {
    if isHeldUp(message, ticket, turn: &turn) { return }
    if disk.slowness > 1, case .produce = message.body {
      return delayWrite(message, ticket, turn: &turn)
    }
    perform(message, ticket, turn: &turn)
  }

  /// Carries a request out.
  mutating func perform(_ message: Message, _ ticket: RequestTicket, turn: inout Turn) {
    switch message.body {
    case .produce(let request): serve(request, ticket, turn: &turn)
    case .fetch(let request): serve(request, ticket, turn: &turn)
    case .listOffsets(let request): serve(request, ticket, turn: &turn)
    case .epochEnd(let request): serve(request, ticket, turn: &turn)
    case .cold(_, let slot): serve(turn.messages.take(slot), ticket, turn: &turn)
    case .produced, .fetched, .offsetsListed, .epochEnded, .zooKeeperPing, .zooKeeperPong:
      turn.messages.free(message.body)
    }
  }

  private mutating func serve(
    _ content: MessageStore.ColdContent, _ ticket: RequestTicket, turn: inout Turn
  ) {
    switch content {
    case .metadataRequest(let request): serve(request, ticket, turn: &turn)
    case .initProducerIDRequest(let request): serve(request, ticket, turn: &turn)
    case .leaderAndISRRequest(let request): serve(request, ticket, turn: &turn)
    case .updateMetadataRequest(let request): serve(request, ticket, turn: &turn)
    case .stopReplicaRequest(let request): serve(request, ticket, turn: &turn)
    case .adminRequest(let request): serve(request, ticket, turn: &turn)
    case .findCoordinatorRequest(let request): serve(request, ticket, turn: &turn)
    case .joinGroupRequest, .syncGroupRequest, .heartbeatRequest, .leaveGroupRequest,
      .offsetCommitRequest, .offsetFetchRequest:
      serveGroup(content, ticket, turn: &turn)
    case .alterPartitionRequest, .controlledShutdownRequest, .allocateProducerIDsRequest:
      let answers = process.controller.receive(
        request: content, ticket: ticket, zookeeper: &process.zooKeeper, turn: &turn)
      answer(answers, turn: &turn)
    default:
      // A request of a later release than this broker's, or an answer that nobody asked for.
      hangUp(on: ticket, turn: &turn)
    }
  }

  /// Sends an answer, if the one who asked is still there, and frees the connection for the next
  /// request.
  @inline(__always)
  mutating func answer(_ ticket: RequestTicket, _ body: Message.Body, turn: inout Turn) {
    _ = reply(ticket, body, turn: &turn)
  }

  /// The same; false when the one who asked is gone.
  @inline(__always)
  mutating func reply(
    _ ticket: RequestTicket, _ body: Message.Body, turn: inout Turn
  ) -> Bool {
    if ticket.connection == .none {
      groupRecordsAnswered(number: ticket.correlation, body, turn: &turn)
    } else if process.connections.finish(ticket, messages: &turn.messages) {
      turn.send(body, on: ticket.connection, correlation: ticket.correlation)
    } else {
      turn.messages.free(body)
      return false
    }
    return true
  }

  /// Sends the controller's answers.
  mutating func answer(_ answers: [ControllerAnswer], turn: inout Turn) {
    for each in answers { answer(each.ticket, turn.messages.wrap(each.content), turn: &turn) }
  }

  /// Closes a connection instead of answering.
  private mutating func hangUp(on ticket: RequestTicket, turn: inout Turn) {
    process.connections.close(ticket, messages: &turn.messages)
    turn.close(ticket.connection)
  }

  /// Tells the history that a partition's request was refused.
  mutating func refused(
    _ partition: PartitionID, _ ticket: RequestTicket, kind: MessageKind, error: ErrorCode,
    turn: inout Turn
  ) {
    let client = process.connections.peer(of: ticket) ?? turn.node
    turn.announce(
      .refused(broker: id, client: client, kind: kind, partition: partition, error: error))
  }
}
