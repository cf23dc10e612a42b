import KafkaModel
import Kernel

/// Who reads what of a group, how far it has committed, and what is left, at one instant of a run:
/// the table that `kafka-consumer-groups.sh --describe` prints.
///
/// Everything comes from the history that a run has recorded, by way of the ledger.
public struct GroupTable: Sendable {
  /// One line per group and partition.
  public struct Row: Sendable, Equatable {
    /// The group.
    public var group: String
    /// The topic.
    public var topic: String
    /// The partition's number in it.
    public var partition: Int32
    /// What the group has committed, if anything.
    public var committed: Int64?
    /// The end of what can be read.
    public var logEnd: Int64
    /// The member that has the partition, if any.
    public var member: String?

    /// How far the group is behind; unknown while nothing is committed.
    public var lag: Int64? { committed.map { max(0, logEnd - $0) } }
  }

  /// One group as a whole.
  public struct Summary: Sendable, Equatable {
    /// The group.
    public var group: String
    /// Kafka's word for its state.
    public var state: String
    /// Its generation.
    public var generation: Int32
    /// How many members it has.
    public var members: Int32
    /// The broker that coordinates it.
    public var coordinator: String?
    /// How its records were delivered so far.
    public var delivery: DeliveryCount
  }

  /// When it was taken, in the scenario's time.
  public let at: Duration
  /// The groups, in the order of the scenario.
  public let summaries: [Summary]
  /// Their partitions, in the order of groups, topics and numbers.
  public let rows: [Row]

  /// The table of an instant, from a ledger that has seen everything until then.
  init(_ ledger: Ledger, _ directory: RunDirectory, _ plans: [ConsumerPlan], at: Duration) {
    self.at = at
    var summaries: [Summary] = []
    var rows: [Row] = []
    for (place, name) in directory.groups.enumerated() {
      let group = ledger.groups[place]
      let id = GroupID(Int32(place))
      let readers = ReaderFilter(members: id, plans, directory)
      let coordinator =
        group.coordinator == .none
        ? nil : directory.nodes[directory.layout.node(of: group.coordinator).place]
      summaries.append(
        Summary(
          group: name, state: group.state.kafkaName, generation: group.generation,
          members: group.members, coordinator: coordinator,
          delivery: DeliveryCount(ledger, readers)))
      for partition in readers.partitions ?? [] {
        rows.append(Self.row(name, group, partition, ledger, directory))
      }
    }
    self.summaries = summaries
    self.rows = rows
  }

  private static func row(
    _ name: String, _ group: GroupRecord, _ partition: PartitionID, _ ledger: Ledger,
    _ directory: RunDirectory
  ) -> Row {
    let committed = group.committed(partition)
    let owner = group.owners.last { $0.partition == partition }
    let topic = directory.catalog.topic(of: partition)
    return Row(
      group: name, topic: directory.catalog.name(of: topic),
      partition: directory.catalog.partitions[partition.index].number,
      committed: committed < 0 ? nil : committed,
      logEnd: ledger.readable(partition)?.highWatermark ?? 0,
      member: owner.map { directory.nodes[directory.layout.node(of: $0.client).place] })
  }

  /// The tables of a recorded run at these instants of the scenario's time, in their order; without
  /// any, of its end.
  public static func tables(
    of result: RunResult, _ variant: Variant, at instants: [Duration] = []
  ) -> [GroupTable] {
    guard let directory = result.directory, let history = result.history else { return [] }
    var ledger = Ledger(LedgerSetting(variant.world))
    var tables: [GroupTable] = []
    var waiting = instants.sorted()[...]
    let consumers = variant.world.consumers
    for event in history.events {
      while let first = waiting.first, event.at > directory.origin + first {
        tables.append(GroupTable(ledger, directory, consumers, at: first))
        waiting.removeFirst()
      }
      ledger.observe(event)
    }
    for instant in waiting { tables.append(GroupTable(ledger, directory, consumers, at: instant)) }
    if instants.isEmpty {
      tables.append(GroupTable(ledger, directory, consumers, at: result.simulated))
    }
    return tables
  }
}

extension ReaderFilter {
  /// The consumers of a group, and all partitions of the topics that they read.
  init(members group: GroupID, _ plans: [ConsumerPlan], _ directory: RunDirectory) {
    let places = plans.indices.filter { plans[$0].group == group }
    let topics = directory.catalog.topics.indices.filter { topic in
      places.contains { plans[$0].topics.contains(TopicID(Int32(topic))) }
    }
    self.init(
      clients: places.map { ClientID(Int32(directory.layout.producerCount + $0)) }, group: group,
      partitions: topics.flatMap { directory.catalog.topics[$0].partitions })
  }
}
