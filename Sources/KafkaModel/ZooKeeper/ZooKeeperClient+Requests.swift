import Kernel

extension ZooKeeperClient {
  /// Writes as many waiting operations as may be in flight.
  mutating func sendWaiting(_ turn: inout Turn) {
    guard case .connected(let id) = phase else { return }
    while inFlight.count < settings.inFlightMax, var operation = waiting.popFirst() {
      nextRequest &+= 1
      operation.request = nextRequest
      let request = ZooKeeperRequest.operation(
        request: operation.request, operation.content)
      turn.send(turn.messages.wrap(.zooKeeperRequest(request)), on: id)
      lastSent = turn.now
      inFlight.append(operation)
    }
  }

  /// An operation was answered; answers come in the order of the requests.
  mutating func receive(
    _ result: ZooKeeperResult, of request: Int32, turn: inout Turn
  ) -> [ZooKeeperOutcome] {
    guard isConnected, let operation = inFlight.popFirst() else { return [] }
    invariant(
      operation.request == request,
      "ZooKeeper answered request \(request) before request \(operation.request)")
    register(operation.content, result)
    sendWaiting(&turn)
    return [.result(operation.ticket, result)]
  }

  /// Remembers the watch that an answered read has left at the server.
  ///
  /// An `exists` that found its node watches the node's data from then on.
  private mutating func register(_ operation: ZooKeeperOperation, _ result: ZooKeeperResult) {
    guard let wanted = operation.wantedWatch else { return }
    switch wanted.kind {
    case .exists: watches.insert(wanted.path, result.isSuccess ? .data : .exists)
    case .data, .children: if result.isSuccess { watches.insert(wanted.path, wanted.kind) }
    }
  }
}
