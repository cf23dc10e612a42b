import KafkaModel
import Kernel

/// Polls, work, positions, commits and memberships.
extension Ledger {
  mutating func observe(_ fact: ConsumerFact, at instant: Instant, number: HistoryNumber) {
    switch fact {
    case .consumed(let client, let partition, let records, let offset, let span):
      consumed(
        records, at: offset.value, span: span, by: client, partition, instant, number)
    case .processed(let client, let partition, let records, let offset):
      let place = reader(client, partition)
      readers[place].finish(records, at: offset.value, instant)
    case .positionReset(let client, let partition, let from, let to, let reason):
      positionReset(client, partition, from: from, to: to, reason, instant, number)
    case .offsetCommitted(let client, let group, let partition, let offset):
      noteFencing(of: client, partition, in: group, at: instant, number: number)
      committed(offset.value, of: partition, in: group, at: instant, number: number)
    case .commitRefused(let client, _, _, _, let error):
      clients[Int(client.value)].count(error)
    case .generationStarted(let group, let generation, let members, let broker):
      guard group.value >= 0, !groups[Int(group.value)].isFormer(broker) else { return }
      let place = Int(group.value)
      if generation < groups[place].generation { groups[place].terms = [] }
      groups[place].isKnown = true
      groups[place].rebalances += 1
      groups[place].generation = generation
      groups[place].members = members
      groups[place].coordinator = broker
    case .partitionAssigned(let client, let group, let partition, let generation):
      assigned(partition, to: client, in: group, generation: generation, instant, number)
    case .partitionRevoked(let client, let group, let partition, _, _):
      let place = reader(client, partition)
      readers[place].expected = -1
      guard group.value >= 0 else { return }
      groups[Int(group.value)].owners.removeAll {
        $0.client == client && $0.partition == partition
      }
    case .memberRemoved(_, let group, _, let broker):
      guard group.value >= 0, !groups[Int(group.value)].isFormer(broker) else { return }
      groups[Int(group.value)].members = max(0, groups[Int(group.value)].members - 1)
    case .coordinatorLoaded: return
    case .groupLoaded(let group, let generation, let members, let broker, let partition):
      let registered = partitions[record(of: partition)].lastLeader
      guard registered == .none || registered == broker else {
        // It has heard too late that it was elected: another broker leads by now.
        return groups[Int(group.value)].loading.removeAll()
      }
      loaded(group, generation: generation, members: members, by: broker, instant, number)
    case .applicationFailed(let client, let error): clients[Int(client.value)].count(error)
    case .offsetLoaded(let group, let partition, let offset):
      groups[Int(group.value)].loading.append((partition, offset.value))
    case .offsetAltered(let group, let partition, let offset, _):
      groups[Int(group.value)].setCommitted(offset.value, of: partition)
    case .groupStateChanged(let group, let state, let broker):
      guard !groups[Int(group.value)].isFormer(broker) else { return }
      groups[Int(group.value)].isKnown = true
      groups[Int(group.value)].state = state
      groups[Int(group.value)].coordinator = broker
    case .memberAdded, .workBegan: return
    }
  }

  /// A new coordinator has read a group: what it does not know any more is gone for the group.
  private mutating func loaded(
    _ group: GroupID, generation: Int32, members: Int32, by broker: BrokerID,
    _ instant: Instant, _ number: HistoryNumber
  ) {
    guard group.value >= 0 else { return }
    let place = Int(group.value)
    if generation < groups[place].generation { groups[place].terms = [] }
    groups[place].generation = generation
    groups[place].members = members
    groups[place].coordinator = broker
    groups[place].loader = broker
    groups[place].state = members > 0 ? .stable : .empty
    if generation > 0 { groups[place].isKnown = true }
    let found = groups[place].loading
    groups[place].loading.removeAll()
    for (partition, old) in groups[place].committed.enumerated() where old >= 0 {
      let partition = PartitionID(Int32(partition))
      let now = found.first { $0.partition == partition }?.offset ?? -1
      if now < old, groups[place].regressions.count < Self.breakLimit {
        groups[place].regressions.append(
          .init(partition: partition, from: old, to: now, at: instant, number: number))
      }
      groups[place].setCommitted(now, of: partition)
    }
    for (partition, offset) in found { groups[place].setCommitted(offset, of: partition) }
  }

  private mutating func consumed(
    _ records: RecordRange, at offset: Int64, span: Int32, by client: ClientID,
    _ partition: PartitionID, _ instant: Instant, _ number: HistoryNumber
  ) {
    noteSharing(of: client, partition, from: offset, to: offset + Int64(records.count))
    let read = ReaderRecord.Read(
      offset: offset, first: records.first, at: instant, count: records.count,
      stream: records.stream, life: node(of: client).life)
    readers[reader(client, partition)].take(read, span: span, number)
    shown(offset + Int64(span), of: partition, at: instant, number: number, isRead: true)
  }

  /// Counts records that another member of the group has in hand at the same time.
  private mutating func noteSharing(
    of client: ClientID, _ partition: PartitionID, from: Int64, to: Int64
  ) {
    let group = group(of: client)
    guard group != .none else { return }
    for consumer in setting.groups.indices where setting.groups[consumer] == group {
      let other = ClientID(Int32(setting.layout.producerCount + consumer))
      guard other != client, partition.index < readerPlaces[consumer].count else { continue }
      let place = Int(readerPlaces[consumer][partition.index])
      guard place >= 0, node(of: other).isUp else { continue }
      let (low, high) = (max(from, readers[place].finished), min(to, readers[place].taken))
      if low < high { groups[Int(group.value)].sharedRecords += high - low }
    }
  }

  private mutating func positionReset(
    _ client: ClientID, _ partition: PartitionID, from: Offset, to: Offset,
    _ reason: ResetReason, _ instant: Instant, _ number: HistoryNumber
  ) {
    let place = reader(client, partition)
    let old = readers[place].expected >= 0 ? readers[place].expected : from.value
    if old >= 0, to.value > old, reason != .seek {
      readers[place].gaps.append(
        .init(from: old, to: to.value, at: instant, number: number, isReset: true))
    }
    if old < 0, to.value > 0, reason == .noCommittedOffset {
      readers[place].gaps.append(
        .init(from: 0, to: to.value, at: instant, number: number, isReset: true))
    }
    if readers[place].taken > to.value, reason != .seek { readers[place].backSteps += 1 }
    readers[place].expected = to.value
    let group = group(of: client)
    guard reason == .noCommittedOffset, group.value >= 0 else { return }
    let known = groups[Int(group.value)].committed(partition)
    // It asked after it was given the partition: what others committed since may be news to it, as
    // to a member that nobody waits for any more and that finds a position late.
    let term = groups[Int(group.value)].terms.last {
      $0.partition == partition && $0.client == client
    }
    if known >= 0, term.map({ $0.committed >= 0 }) ?? true {
      groups[Int(group.value)].regressions.append(
        .init(partition: partition, from: known, to: -1, at: instant, number: number))
    }
  }

  private mutating func committed(
    _ offset: Int64, of partition: PartitionID, in group: GroupID, at instant: Instant,
    number: HistoryNumber
  ) {
    guard group.value >= 0 else { return }
    let place = Int(group.value)
    let old = groups[place].committed(partition)
    if offset < old, groups[place].regressions.count < Self.breakLimit {
      groups[place].regressions.append(
        .init(partition: partition, from: old, to: offset, at: instant, number: number))
    }
    if offset > old { groups[place].lastAdvance = instant }
    groups[place].setCommitted(offset, of: partition)
  }

  private mutating func assigned(
    _ partition: PartitionID, to client: ClientID, in group: GroupID, generation: Int32,
    _ instant: Instant, _ number: HistoryNumber
  ) {
    let reader = reader(client, partition)
    readers[reader].expected = -1
    guard group.value >= 0 else { return }
    let place = Int(group.value)
    let others = groups[place].owners.filter {
      $0.partition == partition && $0.client != client
    }
    if others.contains(where: { $0.generation == generation }) {
      groups[place].doubleOwners.append(
        .init(partition: partition, from: -1, to: -1, at: instant, number: number))
    }
    if others.contains(where: { node(of: $0.client).isUp }) { groups[place].overlaps += 1 }
    groups[place].owners.removeAll { $0.partition == partition && $0.client == client }
    let owner = GroupRecord.Owner(
      partition: partition, client: client, generation: generation,
      committed: groups[place].committed(partition))
    groups[place].owners.append(owner)
    groups[place].terms.removeAll { $0.partition == partition && $0.client == client }
    groups[place].terms.append(owner)
  }

  /// A process that ended has nothing in hand, and its next life starts with nothing.
  mutating func forgetHand(of node: NodeID) {
    let client = node.place - setting.layout.zooKeeperCount - setting.layout.brokerCount
    let consumer = client - setting.layout.producerCount
    guard consumer >= 0, consumer < readerPlaces.count else { return }
    for place in readerPlaces[consumer] where place >= 0 {
      readers[Int(place)].expected = -1
      readers[Int(place)].taken = -1
      readers[Int(place)].finished = -1
    }
    let group = setting.groups[consumer]
    guard group.value >= 0 else { return }
    groups[Int(group.value)].owners.removeAll { $0.client.value == Int32(client) }
  }
}
