import KafkaModel
import Kernel
import ScenarioLanguage

/// What happens inside of processes: what they learn, load, write and give up.
extension EventPattern {
  func matchesInside(
    _ event: HistoryEvent, _ roles: inout RoleResolver, _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, event.fact) {
    case (.becomesFollower, .partition(.becameFollower(_, let partition, _, _))),
      (.loadsLog, .log(.logLoaded(_, let partition, _, _, _, _))),
      (.flushes, .log(.flushed(_, let partition, _))),
      (.compacts, .log(.compacted(_, let partition, _, _))):
      return isMeant(partition, world) && isNamed(event.node, &roles, world)
    case (.resetsPosition, .consumer(.positionReset(_, let partition, _, _, let reason))):
      return reason != .committedOffset && reason != .seek && isMeant(partition, world)
        && isNamed(event.node, &roles, world)
    case (.isrChangeRefused, .partition(.isrChangeRefused(let partition, _, _))):
      return isMeant(partition, world)
    case (.noticesFailure, .cluster(.brokerFailureNoticed(let broker))),
      (.noticesStart, .cluster(.brokerStartNoticed(let broker))),
      (.isReady, .process(.brokerReady(let broker))):
      return isNamed(world.layout.node(of: broker), &roles, world)
    case (.resigns, .cluster(.controllerResigned)),
      (.rejectsControl, .cluster(.controlRequestFenced)),
      (.losesZooKeeper, .cluster(.sessionConnection(_, false))),
      (.learnsExpiry, .cluster(.sessionExpiryLearned)),
      (.getsProducerID, .producer(.producerIdentified)),
      (.retries, .producer(.retried)),
      (.resends, .producer(.resentByApplication)),
      (.dies, .consumer(.applicationFailed)):
      return isNamed(event.node, &roles, world)
    case (.loadsGroup, .consumer(.groupLoaded(let group, _, _, let broker, _))):
      return isMeant(group) && isNamed(world.layout.node(of: broker), &roles, world)
    case (.losesOffset, .consumer(.offsetAltered(let group, _, _, let reason))):
      return isMeant(group) && reason != .reset
    default: return false
    }
  }
}
