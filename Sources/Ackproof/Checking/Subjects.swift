import KafkaModel
import Kernel
import ScenarioLanguage

/// Whom and what a phrase is about, as numbers of the run.
struct Subjects: Sendable {
  /// Named producers; nil for all of them.
  var producers: [ClientID]?
  /// Named topics' and partitions' partitions; nil where none are named.
  var partitions: [PartitionID]?
  /// The processes that roles stand for; nil where none are named.
  var nodes: [NodeID]?
  /// The reader: a consumer's name or a group's.
  var reader: ReaderFilter?
  /// A group.
  var group: GroupID?
  /// The partitions of all topics that are not Kafka's own.
  var everything: [PartitionID]

  /// Records of the named producers in the named partitions.
  var records: RecordFilter { RecordFilter(producers: producers, partitions: partitions) }
  /// The named partitions, or all.
  var partitionsOrAll: [PartitionID] { partitions ?? everything }

  /// The one partition of a phrase.
  var partition: PartitionID? { partitions?.first }

  /// The brokers among the named nodes.
  func brokers(in layout: NodeLayout) -> [BrokerID]? {
    nodes?.compactMap { layout.broker(at: $0) }
  }

  /// The clients among the named nodes.
  func clients(in layout: NodeLayout) -> [ClientID] {
    (nodes ?? []).compactMap { node in
      switch layout.role(of: node) {
      case .producer, .consumer: layout.client(at: node)
      case .zooKeeper, .broker, .operator: nil
      }
    }
  }
}

extension Subjects {
  /// Resolves the places of a phrase.
  init<ID: FormID, Place: Surroundings & ~Copyable>(
    _ phrase: Phrase<ID>, _ variant: Variant, in place: inout Place
  ) {
    let (catalog, layout) = (place.catalog, place.layout)
    everything = catalog.topics.filter { !$0.isInternal }.flatMap(\.partitions)
    if let name = phrase.name(.producer) {
      producers = variant.names.producers(named: name.text).map { ClientID(Int32($0)) }
    }
    if let targets = phrase.targets(.targets) ?? phrase.targets(.target) {
      partitions = targets.flatMap { target -> [PartitionID] in
        switch target {
        case .partition(let name): catalog.partition(name).map { [$0] } ?? []
        case .topic(let word): catalog.partitions(ofTopic: word.text)
        }
      }
    } else if let names = phrase.partitions(.partition) {
      partitions = names.compactMap { catalog.partition($0) }
    } else if let topic = phrase.name(.topic) {
      partitions = catalog.partitions(ofTopic: topic.text)
    }
    nodes = phrase.nodes(.nodes).map { place.nodes($0) }
    group = phrase.name(.group).flatMap { variant.names.group($0.text) }
    if let name = phrase.name(.reader) ?? phrase.name(.consumer) {
      reader = Subjects.reader(name.text, partitions, variant, layout, catalog)
    }
  }

  /// The consumers behind a reader's name, and the partitions that they are to read.
  static func reader(
    _ name: String, _ partitions: [PartitionID]?, _ variant: Variant, _ layout: NodeLayout,
    _ catalog: Catalog
  ) -> ReaderFilter {
    let places = variant.names.readers(named: name)
    let topics = places.flatMap { variant.world.consumers[$0].topics }
    let own = topics.map { Int($0.value) }.sorted()
      .filter { $0 < catalog.topics.count }
      .reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
      .flatMap { catalog.topics[$0].partitions }
    return ReaderFilter(
      clients: places.map { ClientID(Int32(layout.producerCount + $0)) },
      group: variant.names.groupOfReader(name) ?? .none,
      partitions: partitions ?? (own.isEmpty ? nil : own))
  }

  /// Every group's readers, and each reader without a group, once.
  static func everyReader(
    _ variant: Variant, _ layout: NodeLayout, _ catalog: Catalog
  ) -> [ReaderFilter] {
    var filters: [ReaderFilter] = []
    var seen: [GroupID] = []
    for (place, plan) in variant.world.consumers.enumerated() {
      if plan.group != .none {
        if seen.contains(plan.group) { continue }
        seen.append(plan.group)
      }
      let places = variant.world.consumers.indices.filter {
        plan.group == .none ? $0 == place : variant.world.consumers[$0].group == plan.group
      }
      let topics = places.flatMap { variant.world.consumers[$0].topics }
      let own = catalog.topics.indices.filter { topics.contains(TopicID(Int32($0))) }
        .flatMap { catalog.topics[$0].partitions }
      filters.append(
        ReaderFilter(
          clients: places.map { ClientID(Int32(layout.producerCount + $0)) }, group: plan.group,
          partitions: own.isEmpty ? nil : own))
    }
    return filters
  }
}

extension Catalog {
  /// A partition by its name, if it was created.
  func partition(_ name: PartitionName) -> PartitionID? {
    topic(named: name.topic).flatMap { partition(Int32(clamping: name.partition), of: $0) }
  }

  /// The partitions of a topic by its name.
  func partitions(ofTopic name: String) -> [PartitionID] {
    topic(named: name).map { topics[Int($0.value)].partitions } ?? []
  }
}
