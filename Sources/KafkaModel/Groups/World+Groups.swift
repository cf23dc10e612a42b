import Kernel

/// What a conductor may ask about groups; answered from the coordinator's memory.
extension World {
  /// The broker that coordinates a group at present.
  public func coordinator(of group: GroupID) -> BrokerID? {
    state.brokers.first { $0.process.groups.refusal(of: group) == nil }?.id
  }

  /// Which partition of the offsets topic looks after a group, of so many.
  public static func offsetsPartition(ofGroup name: String, among count: Int) -> Int {
    Int(GroupCoordinator.partition(of: name, count: max(1, Int32(clamping: count))))
  }

  /// The member that a partition is assigned to in the group's present generation.
  public func owner(of partition: PartitionID, in group: GroupID) -> NodeID? {
    if !state.plan.semantics.coordinators.groupsExist {
      return state.zooKeeper.owner(of: partition, in: group)
        .map { layout.node(of: ZooKeeperMembership.client(of: $0)) }
    }
    guard let known = coordinated(group), known.state == .stable else { return nil }
    let owner = known.members.first { $0.assignment.contains(partition) }
    return owner.map { layout.node(of: $0.client) }
  }

  /// The member that divides the group's partitions.
  public func leader(ofGroup group: GroupID) -> NodeID? {
    guard let known = coordinated(group) else { return nil }
    let leader = known.members.first { $0.id == known.leader }
    return leader.map { layout.node(of: $0.client) }
  }

  /// The next offset that a group would read, as its coordinator has it.
  public func committedOffset(of partition: PartitionID, in group: GroupID) -> Offset? {
    if !state.plan.semantics.coordinators.groupsExist {
      return state.zooKeeper.committedOffset(of: partition, in: group)
    }
    return coordinated(group)?.offsets[partition]?.offset
  }

  /// Where the leader's log begins, and up to where it can be read.
  public func readableOffsets(of partition: PartitionID) -> (start: Offset, end: Offset)? {
    guard let leader = leader(of: partition) else { return nil }
    let disk = state.brokers[Int(leader.value) - 1].disk
    let slot = disk.slot(of: partition)
    guard slot >= 0 else { return nil }
    return (disk.logs[Int(slot)].startOffset, disk.logs[Int(slot)].highWatermark)
  }

  /// The group's generation and how many members it has.
  public func generation(of group: GroupID) -> (number: Int32, members: Int)? {
    coordinated(group).map { ($0.generation, $0.members.count) }
  }

  private func coordinated(_ group: GroupID) -> CoordinatedGroup? {
    guard let id = coordinator(of: group) else { return nil }
    return state.brokers[Int(id.value) - 1].process.groups.groups[Int(group.value)]
  }
}

extension WorldPlan {
  /// Adds the offsets topic, which the first question for a coordinator will create.
  public mutating func addOffsetsTopic(settings: TopicSettings) {
    guard !topics.contains(where: { $0.name == GroupCoordinator.topicName }) else { return }
    var plan = TopicPlan(
      name: GroupCoordinator.topicName, partitions: 50, replicationFactor: 3, settings: settings)
    plan.settings.cleanup = .compact
    if let groups = brokers.first?.settings.groups {
      plan.partitions = Int32(clamping: groups.offsetsPartitionCount)
      plan.replicationFactor = Int16(clamping: groups.offsetsReplicationFactor)
      plan.settings.segmentBytes = groups.offsetsSegmentBytes
    }
    plan.configuration = [
      NamedValue(name: "cleanup.policy", value: "compact"),
      NamedValue(name: "segment.bytes", value: "\(plan.settings.segmentBytes)"),
    ]
    plan.existsAtStart = false
    topics.append(plan)
  }
}
