import Kernel

/// The beginning and the end of a tenure: leadership of a partition of the offsets topic.
extension GroupCoordinator {
  /// How long reading a log takes, at least and per record.
  ///
  /// Simplified: a fixed cost stands for Kafka's reading of segments and filling of caches.
  static let loadPause = Duration.milliseconds(5)
  static let loadPausePerRecord = Duration.microseconds(2)

  /// This broker leads the partition now, and its log holds these records up to the bound of the
  /// release.
  mutating func elected(
    _ number: Int32, epoch: LeaderEpoch, records: [LoadedRecord], turn: inout Turn
  ) {
    guard Int(number) < tenures.count else { return }
    if case .active(let known) = tenures[Int(number)] {
      // A new epoch of the same leader: what is in memory is still true.
      if known < epoch { tenures[Int(number)] = .active(epoch) }
      return
    }
    tenures[Int(number)] = .loading(epoch, records: records)
    let pause = Self.loadPause + Self.loadPausePerRecord * Int64(records.count)
    _ = turn.setTimer(.group(.delayed(number)), after: pause)
    scheduleExpiry(turn: &turn)
  }

  /// The partition's log has been read.
  mutating func loaded(_ number: Int32, turn: inout Turn) {
    guard case .loading(let epoch, let records) = tenures[Int(number)] else { return }
    tenures[Int(number)] = .active(epoch)
    var found: [GroupID] = []
    for each in records { take(each, into: &found) }
    found.sort()
    let partition = PartitionID(partitionID(number, turn))
    for group in found { install(Int(group.value), from: partition, turn: &turn) }
    tellOfLost(number, partition, found, turn: &turn)
    turn.announce(
      .coordinatorLoaded(broker: broker, partition: partition, groups: Int32(found.count)))
  }

  private func partitionID(_ number: Int32, _ turn: borrowing Turn) -> Int32 {
    guard let topic = turn.catalog.topic(named: Self.topicName) else { return number }
    return turn.catalog.partition(number, of: topic)?.value ?? number
  }

  /// Takes one record in, in the order of the log.
  private mutating func take(_ each: LoadedRecord, into found: inout [GroupID]) {
    switch each.record {
    case .offset(let record):
      ensure(record.group, &found)
      groups[Int(record.group.value)]?.offsets[record.partition] = StoredOffset(
        offset: record.offset, leaderEpoch: record.leaderEpoch, committedAt: record.committedAt,
        logOffset: each.offset)
    case .noOffset(let group, let partition):
      groups[Int(group.value)]?.offsets.removeValue(forKey: partition)
    case .group(let snapshot):
      ensure(snapshot.group, &found)
      restore(snapshot)
    case .noGroup(let group):
      groups[Int(group.value)] = nil
      found.removeAll { $0 == group }
    }
  }

  private mutating func ensure(_ group: GroupID, _ found: inout [GroupID]) {
    guard groups[Int(group.value)] == nil else { return }
    groups[Int(group.value)] = CoordinatedGroup(id: group)
    found.append(group)
  }

  private mutating func restore(_ snapshot: GroupSnapshot) {
    let place = Int(snapshot.group.value)
    groups[place]?.hasProtocol = true
    groups[place]?.generation = snapshot.generation
    groups[place]?.strategy = snapshot.strategy
    groups[place]?.leader = snapshot.leader
    groups[place]?.state = snapshot.members.isEmpty ? .empty : .stable
    groups[place]?.emptySince = snapshot.writtenAt
    groups[place]?.members = snapshot.members.enumerated().map { number, member in
      var restored = GroupMember(
        id: member.id, instance: member.instance, client: member.client,
        sessionTimeout: member.sessionTimeout, rebalanceTimeout: member.rebalanceTimeout,
        protocols: member.protocols, subscription: member.subscription,
        assignment: member.assignment, serial: Int32(number) + 1)
      restored.isNew = false
      restored.hasSynced = true
      return restored
    }
    groups[place]?.nextSerial = Int32(snapshot.members.count) + 1
  }

  /// Members of a group that was read begin fresh sessions.
  private mutating func install(_ place: Int, from partition: PartitionID, turn: inout Turn) {
    let count = groups[place]?.members.count ?? 0
    for index in 0..<count { restartSession(place, index, turn: &turn) }
    guard let group = groups[place] else { return }
    group.offsets.forEach { read, stored in
      turn.announce(.offsetLoaded(group: group.id, partition: read, offset: stored.offset))
    }
    turn.announce(
      .groupLoaded(
        group: group.id, generation: group.generation, members: Int32(count), broker: broker,
        partition: partition))
  }

  /// Groups of this partition that its log knows nothing of: new ones, and those that were lost.
  private func tellOfLost(
    _ number: Int32, _ partition: PartitionID, _ found: [GroupID], turn: inout Turn
  ) {
    for place in partitionOfGroup.indices where partitionOfGroup[place] == number {
      let group = GroupID(Int32(place))
      guard !found.contains(group) else { continue }
      turn.announce(
        .groupLoaded(
          group: group, generation: 0, members: 0, broker: broker, partition: partition))
    }
  }

  /// Another broker leads the partition now: its groups are forgotten, who waits is sent away.
  mutating func resigned(_ number: Int32, turn: inout Turn) {
    guard Int(number) < tenures.count else { return }
    if case .none = tenures[Int(number)] { return }
    tenures[Int(number)] = .none
    for place in groups.ids where partitionOfGroup[place] == number {
      guard let group = groups[place] else { continue }
      turn.cancelTimer(group.joinTimer)
      turn.cancelTimer(group.syncTimer)
      for pending in group.pending { turn.cancelTimer(pending.timer) }
      for member in group.members {
        turn.cancelTimer(member.sessionTimer)
        if let ticket = member.parkedJoin {
          answer(ticket, .joinGroupResponse(JoinGroupResponse(error: .notCoordinator)))
        }
        if let ticket = member.parkedSync {
          answer(
            ticket, .syncGroupResponse(SyncGroupResponse(error: .notCoordinator, partitions: [])))
        }
      }
      groups[place] = nil
    }
  }
}
