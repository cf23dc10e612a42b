import KafkaModel
import Kernel
import ScenarioLanguage

/// A history event as a scenario words it, ready to be compared with what happens.
///
/// The cheap parts (which fact, which partition, which offset) are compared first; roles such as
/// "the leader of orders-0" are looked up only for a fact that fits otherwise.
struct EventPattern: Sendable {
  let phrase: EventPhrase
  let names: NameTable

  init(_ phrase: EventPhrase, names: NameTable) {
    self.phrase = phrase
    self.names = names
  }

  /// Whether the event is what the words describe.
  func matches(
    _ event: HistoryEvent, roles: inout RoleResolver, world: borrowing World
  ) -> Bool {
    if matchesInside(event, &roles, world) { return true }
    switch event.fact {
    case .producer(let fact): return matches(fact, event, &roles, world)
    case .consumer(let fact): return matches(fact, event, &roles, world)
    case .log(let fact): return matches(fact, event, &roles, world)
    case .partition(let fact): return matches(fact, event, &roles, world)
    case .cluster(let fact): return matches(fact, event, &roles, world)
    case .process(let fact): return matches(fact, event, &roles, world)
    }
  }

  // MARK: The areas of history

  private func matches(
    _ fact: ProducerFact, _ event: HistoryEvent, _ roles: inout RoleResolver,
    _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.sendsRecord, .sent(let client, _, let records)):
      return contains(records, roles)
        && isNamed(world.layout.node(of: client), &roles, world)
    case (.recordIs, .sent(let client, _, let records)):
      return phrase.choice(.how) == "sent" && contains(records, roles)
        && isProducer(client, in: world)
    case (.recordIs, .acknowledged(let client, _, let records, _, _)):
      return phrase.choice(.how) == "acknowledged" && contains(records, roles)
        && isProducer(client, in: world)
    case (.recordIs, .sendFailed(let client, _, let records, _, _)):
      return phrase.choice(.how) == "refused" && contains(records, roles)
        && isProducer(client, in: world)
    case (.getsError, .sendFailed(let client, _, _, let error, _)),
      (.getsError, .retried(let client, _, _, let error)):
      return error.kafkaName == phrase.name(.name)?.text
        && isNamed(world.layout.node(of: client), &roles, world)
    case (.finishesSending, .finishedSending(let client)):
      return isNamed(world.layout.node(of: client), &roles, world)
    default: return false
    }
  }

  private func matches(
    _ fact: ConsumerFact, _ event: HistoryEvent, _ roles: inout RoleResolver,
    _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.fetchesOffset, .consumed(_, let partition, _, let offset, let span)):
      return isMeant(partition, world) && covers(offset, span)
        && isNamed(event.node, &roles, world)
    case (.handlesOffset, .consumed(_, let partition, _, let offset, let span)):
      return phrase.choice(.how) == "polls" && isMeant(partition, world) && covers(offset, span)
        && isNamed(event.node, &roles, world)
    case (.handlesOffset, .processed(_, let partition, let records, let offset)):
      return phrase.choice(.how) == "processes" && isMeant(partition, world)
        && covers(offset, records.count) && isNamed(event.node, &roles, world)
    case (.handlesOffset, .offsetCommitted(let client, _, let partition, let offset)):
      return phrase.choice(.how) == "commits" && isMeant(partition, world)
        && offset.value == phrase.count(.offset)
        && isNamed(world.layout.node(of: client), &roles, world)
    case (.recordIs, .consumed(_, _, let records, _, _)):
      return phrase.choice(.how) == "consumed" && isTheirs(records, roles, in: world)
        && isReader(event.node, in: world)
    case (.recordIs, .processed(_, _, let records, _)):
      return phrase.choice(.how) == "processed" && isTheirs(records, roles, in: world)
        && isReader(event.node, in: world)
    case (.commits, .offsetCommitted(let client, _, _, _)):
      return isNamed(world.layout.node(of: client), &roles, world)
    case (.groupCompletesRebalance, .generationStarted(let group, _, _, _)):
      return isMeant(group)
    case (.isAssigned, .partitionAssigned(_, _, let partition, _)),
      (.givesUp, .partitionRevoked(_, _, let partition, _, _)):
      return isMeant(partition, world) && isNamed(event.node, &roles, world)
    case (.handlesOffset, .workBegan(_, let partition, let offset)):
      return phrase.choice(.how) == "starts processing" && isMeant(partition, world)
        && covers(offset, 1) && isNamed(event.node, &roles, world)
    case (.groupStartsRebalance, .groupStateChanged(let group, .preparingRebalance, _)):
      return isMeant(group)
    case (.leavesGroup, .memberRemoved(let client, let group, _, _)),
      (.joinsGroup, .memberAdded(let client, let group, _)):
      return isMeant(group) && isNamed(world.layout.node(of: client), &roles, world)
    case (.getsError, .commitRefused(let client, _, _, _, let error)):
      return error.kafkaName == phrase.name(.name)?.text
        && isNamed(world.layout.node(of: client), &roles, world)
    default: return false
    }
  }

  private func matches(
    _ fact: LogFact, _ event: HistoryEvent, _ roles: inout RoleResolver, _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.appendsOffset, .appended(_, let partition, let offset, let span, _, _, _)):
      return isMeant(partition, world) && covers(offset, span)
        && isNamed(event.node, &roles, world)
    case (.fetchesOffset, .appended(_, let partition, let offset, let span, _, _, false)):
      return isMeant(partition, world) && covers(offset, span)
        && isNamed(event.node, &roles, world)
    case (.appendsRecord, .appended(_, _, _, _, _, let records, _)):
      return isTheirs(records, roles, in: world) && isNamed(event.node, &roles, world)
    case (.recordIs, .appended(_, _, _, _, _, let records, _)):
      return phrase.choice(.how) == "appended" && isTheirs(records, roles, in: world)
    case (.recordIs, .highWatermarkMoved(let broker, let partition, let from, let to, true)):
      return phrase.choice(.how) == "committed"
        && world.records(of: partition, on: broker, from: from, to: to)
          .contains { isTheirs($0, roles, in: world) }
    case (.highWatermarkReaches, .highWatermarkMoved(_, let partition, _, let to, let onLeader)):
      return isMeant(partition, world) && to.value >= phrase.count(.offset) ?? 0
        && (phrase.has(.nodes) ? isNamed(event.node, &roles, world) : onLeader)
    case (.logEndReaches, .appended(_, let partition, let offset, let span, _, _, let byLeader)):
      return isMeant(partition, world)
        && offset.value + Int64(span) >= phrase.count(.offset) ?? 0
        && (phrase.has(.nodes) ? isNamed(event.node, &roles, world) : byLeader)
    case (.logStartReaches, .logStartMoved(_, let partition, _, let to, _)):
      return isMeant(partition, world) && to.value >= phrase.count(.offset) ?? 0
    case (.truncates, .truncated(_, let partition, _, let to, _)):
      return isMeant(partition, world) && (phrase.count(.offset).map { $0 == to.value } ?? true)
        && isNamed(event.node, &roles, world)
    case (.rollsSegment, .segmentRolled(_, let partition, _)):
      return isMeant(partition, world) && isNamed(event.node, &roles, world)
    case (.shutsDownLogDirectory, .logDirectoryFailed):
      return isNamed(event.node, &roles, world)
    default: return false
    }
  }

  private func matches(
    _ fact: PartitionFact, _ event: HistoryEvent, _ roles: inout RoleResolver,
    _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.leaderChanges, .leaderElected(let partition, let leader, _, _, let election)):
      guard isMeant(partition, world), leader != .none, election != .first else { return false }
      guard let wanted = phrase[.to], case .nodes(let to) = wanted else { return true }
      return roles.resolve(to, in: world).contains(world.layout.node(of: leader))
    case (.becomesLeader, .becameLeader(_, let partition, _, _)):
      return isMeant(partition, world) && isNamed(event.node, &roles, world)
    case (.losesLeader, .leaderElected(let partition, let leader, _, _, _)):
      return isMeant(partition, world) && leader == .none
    case (.isrShrinks, .isrChanged(let partition, let isr, _, true)),
      (.isrGrows, .isrChanged(let partition, let isr, _, false)):
      guard isMeant(partition, world) else { return false }
      return phrase.ids(.ids).map { $0.sorted() == isr.brokers.map { Int($0.value) }.sorted() }
        ?? true
    case (.isrChanges, .isrChanged(let partition, _, _, _)): return isMeant(partition, world)
    case (.reassignmentCompletes, .assigned(let partition, _, let adding, let removing)):
      return isMeant(partition, world) && adding.isEmpty && removing.isEmpty
    case (.topicIsCreated, .assigned(let partition, _, _, _)): return isOfTopic(partition, world)
    case (.topicIsDeleted, .replicaDeleted(_, let partition)): return isOfTopic(partition, world)
    case (.refuses, .refused(let broker, _, _, _, let error)):
      return error.kafkaName == phrase.name(.name)?.text
        && isNamed(world.layout.node(of: broker), &roles, world)
    default: return false
    }
  }

  private func matches(
    _ fact: ClusterFact, _ event: HistoryEvent, _ roles: inout RoleResolver,
    _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.becomesController, .controllerElected(let broker, _)):
      return isNamed(world.layout.node(of: broker), &roles, world)
    case (.controllerChanges, .controllerElected): return true
    case (.sessionExpires, .sessionExpired(_, let owner)): return isNamed(owner, &roles, world)
    case (.registers, .brokerRegistered(let broker, _)),
      (.actsDeposed, .controllerWriteLate(let broker, _, _, _)):
      return isNamed(world.layout.node(of: broker), &roles, world)
    default: return false
    }
  }

  private func matches(
    _ fact: ProcessFact, _ event: HistoryEvent, _ roles: inout RoleResolver,
    _ world: borrowing World
  ) -> Bool {
    switch (phrase.id, fact) {
    case (.crashes, .processEnded(let node, let how)):
      return how != .stopped && isNamed(node, &roles, world)
    case (.stops, .processEnded(let node, .stopped)): return isNamed(node, &roles, world)
    case (.starts, .processStarted(let node, _)): return isNamed(node, &roles, world)
    case (.freezes, .frozen(let node)), (.wakes, .thawed(let node)):
      return isNamed(node, &roles, world)
    default: return false
    }
  }
}
