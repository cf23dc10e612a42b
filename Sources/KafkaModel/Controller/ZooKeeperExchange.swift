import Kernel

/// A ZooKeeper operation on its way to the client, with the number that its result will carry.
struct ZooKeeperSubmission: Sendable {
  var number: Int32
  var operation: ZooKeeperOperation
}

/// A batch of ZooKeeper operations that one step waits for.
///
/// Operations are made when their turn comes, so that a batch for a hundred thousand partitions
/// holds results only. From 1.1 up to `zookeeper.max.in.flight.requests` are under way; before, one
/// after another.
struct ZooKeeperExchange: Sendable {
  /// The most operations of one batch.
  static let operationLimit = 1 << 20

  /// Whose operations they are.
  let step: ControllerStep
  /// How many there are.
  let count: Int
  /// The number of the first one; the others follow.
  let firstNumber: Int32
  /// How many were handed out.
  var submitted = 0
  /// How many have a result.
  var completed = 0
  /// The results, by place; a place without one holds `connectionLoss`.
  var results: [ZooKeeperResult]

  init(step: ControllerStep, count: Int, firstNumber: Int32) {
    invariant(
      count > 0 && count <= Self.operationLimit,
      "an exchange of \(count) operations is not between 1 and \(Self.operationLimit)")
    self.step = step
    self.count = count
    self.firstNumber = firstNumber
    results = Array(repeating: .connectionLoss, count: count)
  }
}

extension Controller {
  /// Makes a step wait for `count` ZooKeeper operations; with none it is finished at once.
  mutating func open(_ step: ControllerStep, count: Int, _ turn: inout Turn) {
    invariant(exchange == nil, "the controller waits for two exchanges at once")
    if count == 0 { return finish(step, [], &turn) }
    exchange = ZooKeeperExchange(step: step, count: count, firstNumber: nextOperation)
    nextOperation &+= Int32(count)
    submitOperations(turn)
  }

  /// Fills the window of operations under way.
  private mutating func submitOperations(_ turn: borrowing Turn) {
    guard var open = exchange.take() else { return }
    let isPipelined = turn.semantics.controller.zooKeeperAccess == .pipelined
    let window = isPipelined ? Int(settings.controller.zooKeeperRequestsInFlightMax) : 1
    while open.submitted < open.count && open.submitted - open.completed < max(1, window) {
      let operation = operation(of: open.step, at: open.submitted, turn)
      outbox.append(
        ZooKeeperSubmission(
          number: open.firstNumber &+ Int32(open.submitted), operation: operation))
      open.submitted += 1
    }
    exchange = open
  }

  /// Takes in the result of an operation; results of given-up exchanges are ignored.
  mutating func operationEnded(_ number: Int32, _ result: ZooKeeperResult, _ turn: inout Turn) {
    // Taken out while it changes, so that the results are not copied.
    guard var open = exchange.take() else { return }
    let place = Int(number &- open.firstNumber)
    var isMine = place >= 0 && place < open.submitted
    if case .sessionExpired = result { isMine = false }
    if isMine {
      open.results[place] = result
      open.completed += 1
    }
    if open.completed == open.count {
      finish(open.step, open.results, &turn)
      return advance(&turn)
    }
    exchange = open
    if isMine { submitOperations(turn) }
  }

  /// Binds a write to this controller's epoch, from 2.1 on (KAFKA-6082).
  func fenced(_ operation: ZooKeeperOperation, _ turn: borrowing Turn) -> ZooKeeperOperation {
    guard turn.semantics.controller.fencing >= .controllerEpochInZooKeeper else {
      return operation
    }
    return .multi([.check(.controllerEpoch, version: context.epochVersion), operation])
  }

  /// What a fenced write came to; nil says that a newer controller exists.
  ///
  /// The results of a transaction end with the first refusal, so a single one is the refused check.
  func unfenced(_ result: ZooKeeperResult) -> ZooKeeperResult? {
    guard case .multi(let parts) = result, let last = parts.last else { return result }
    return parts.count == 1 ? nil : last
  }

  /// A write was refused because a newer controller exists: the event ends, the office is looked up
  /// (`ControllerMovedException`).
  mutating func controllerMoved(_ turn: inout Turn) {
    turn.announce(.controllerWriteFenced(broker: me, epoch: context.epoch))
    failRequestInProcess(.notController, &turn)
    abandonEvent()
    agenda.append(.office(.lookUp))
  }
}
