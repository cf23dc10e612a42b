import KafkaModel
import Kernel
import ScenarioLanguage

/// What came of a line's action: whom it hit, and what has to be done later to end it.
struct ActionOutcome: Sendable {
  /// The processes that were named, roles resolved.
  var nodes: [NodeID] = []
  /// Whether there was anything to act on.
  var bit = false
  /// What ends the action after its stated time.
  var ending: Ending?
  /// The message fault that was laid out, for a later release.
  var interceptor: Int?

  /// How an action with a duration is undone.
  struct Ending: Sendable {
    var after: Duration
    var faults: [Fault]
    var interceptor: Int?
    var commands: [(NodeID, ClientCommand)] = []
  }
}

/// Carries out the actions of a timeline on a world: resolves who is meant, and injects faults.
///
/// One case per word of the language's fault table; what a word does physically is in
/// `World+Faults`.
struct ActionPerformer: Sendable {
  let names: NameTable
  var roles: RoleResolver
  /// Numbers operator's requests, so that their answers can be told apart.
  var requests: Int32 = 0

  /// Does what the line says, now.
  mutating func perform(_ action: Action, in world: inout World) -> ActionOutcome {
    switch action.id {
    case .crash, .powerOff, .wipe, .start, .stop, .restart, .bounce, .freeze, .thaw, .closeClient,
      .scale:
      return performOnProcesses(action, in: &world)
    case .cut, .cutOneWay, .isolate, .heal, .lose, .delay, .limit, .resetConnections:
      return performOnNetwork(action, in: &world)
    case .dropIt, .holdIt, .delayIt:
      // These act on a message, so the conductor lays them out before the run begins.
      return ActionOutcome()
    case .hold, .drop: return performOnMessages(action, in: &world)
    case .release: return ActionOutcome()
    case .expireSession, .jumpClock, .driftClock, .slowDisk, .stallDisk, .fillDisk, .failDisk,
      .repairDisk, .flush, .truncateLog:
      return performOnMachines(action, in: &world)
    case .electPreferred, .electUnclean, .moveLeader, .reassign, .cancelReassignment, .createTopic,
      .addPartitions, .setPartitions, .deleteTopic, .deleteRecords, .setProperty, .deleteGroup,
      .resetOffsets:
      return performAsOperator(action, in: &world)
    case .send, .setRate, .seek, .pauseReading, .resumeReading, .subscribe, .assign, .unsubscribe,
      .commitOffsets, .setProcessing, .transaction:
      return performInApplication(action, in: &world)
    }
  }

  /// Injects one fault per node; bites if any of them does.
  mutating func inject(
    _ nodes: [NodeID], in world: inout World, _ fault: (NodeID) -> Fault
  ) -> ActionOutcome {
    var outcome = ActionOutcome(nodes: nodes)
    for node in nodes where world.inject(fault(node)) { outcome.bit = true }
    return outcome
  }

  /// A drawn length of time.
  mutating func duration(_ slot: Slot, of action: Action) -> Duration? {
    action.time(slot).map { roles.random.draw($0) }
  }
}
