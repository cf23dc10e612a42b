import KafkaModel
import Kernel
import ScenarioLanguage

/// What a story is about: the partitions whose fate it tells, and the groups.
struct StorySubject {
  private var partitions: [Bool]
  /// Which groups; all of them where the expectation names none.
  private var groups: [Bool]
  /// Which consumers, by their places in the plan; all of them where the expectation names none.
  private var consumers: [Bool]
  private let catalog: Catalog
  private let layout: NodeLayout
  /// Whether it is about what readers did with records.
  let isAboutReading: Bool

  /// The partition of the first record concerned, or else all but Kafka's own; of a group, the
  /// one that its offsets are in.
  init(
    of outcome: ExpectationResult, _ plan: RunPlan, _ variant: Variant, _ directory: RunDirectory
  ) {
    catalog = directory.catalog
    layout = directory.layout
    partitions = Array(repeating: false, count: catalog.partitions.count)
    groups = Array(repeating: false, count: directory.groups.count)
    let streams = directory.streams.streams
    if let span = outcome.spans.first, streams.indices.contains(Int(span.stream)) {
      partitions[streams[Int(span.stream)].partition.index] = true
    }
    let words = plan.lineText(outcome.line).split { " ,".contains($0) }.map(String.init)
    consumers = variant.names.groupOfConsumer.map { _ in false }
    for word in words {
      for place in variant.names.readers(named: word) where consumers.indices.contains(place) {
        consumers[place] = true
      }
      if let group = variant.names.groupOfReader(word), groups.indices.contains(Int(group.value)) {
        groups[Int(group.value)] = true
      }
    }
    for (place, group) in variant.names.groupOfConsumer.enumerated()
    where groups.indices.contains(Int(group.value)) && groups[Int(group.value)] {
      // Who shares the group shares the records.
      consumers[place] = true
    }
    let namesGroups = groups.contains(true)
    isAboutReading =
      consumers.contains(true) || outcome.failure == .neverProcessed
      || outcome.failure == .processedTwice
    if !namesGroups { groups = groups.map { _ in true } }
    if !consumers.contains(true) { consumers = consumers.map { _ in true } }
    guard !partitions.contains(true) else { return }
    for topic in catalog.topics where !topic.isInternal {
      for partition in topic.partitions { partitions[partition.index] = true }
    }
    guard namesGroups || words.contains("group") else { return }
    for topic in catalog.topics where topic.name == "__consumer_offsets" {
      for (name, isMeant) in zip(directory.groups, groups) where isMeant {
        let place = World.offsetsPartition(ofGroup: name, among: topic.partitions.count)
        if topic.partitions.indices.contains(place) {
          partitions[topic.partitions[place].index] = true
        }
      }
    }
  }

  /// Whether a client is one of the readers that the story is about.
  func isReader(_ client: ClientID) -> Bool {
    guard case .consumer(let place) = layout.role(of: layout.node(of: client)) else { return false }
    return consumers.indices.contains(place) && consumers[place]
  }

  /// Whether a group is one of those that the story is about.
  func isGroup(_ group: GroupID) -> Bool {
    groups.indices.contains(Int(group.value)) && groups[Int(group.value)]
  }

  /// Whether it matters who is in sync in a partition: of a group, only where its offsets are.
  func minds(_ partition: PartitionID) -> Bool {
    guard isAboutReading else { return true }
    return catalog.topics[Int(catalog.topic(of: partition).value)].isInternal
  }

  /// Whether a fact is about a partition, or a group, that the story leaves out.
  func excludes(_ fact: HistoryFact) -> Bool {
    switch fact {
    case .partition(.leaderElected(let partition, _, _, _, .first)):
      let topic = catalog.topics[Int(catalog.topic(of: partition).value)]
      return topic.isInternal || excludes(partition)
    case .partition(.leaderElected(let partition, _, _, _, _)),
      .partition(.isrChanged(let partition, _, _, _)),
      .partition(.isrChangeRefused(let partition, _, _)),
      .partition(.becameLeader(_, let partition, _, _)),
      .partition(.becameFollower(_, let partition, _, _)),
      .partition(.assigned(let partition, _, _, _)), .partition(.replicaDeleted(_, let partition)),
      .partition(.refused(_, _, _, let partition, _)),
      .partition(.offsetListed(_, _, let partition, _, _)),
      .consumer(.positionReset(_, let partition, _, _, _)),
      .consumer(.partitionRevoked(_, _, let partition, _, _)),
      .log(.truncated(_, let partition, _, _, _)), .log(.restartedLog(_, let partition, _)),
      .log(.logLoaded(_, let partition, _, _, _, _)):
      return excludes(partition)
    case .consumer(.generationStarted(let group, _, _, _)),
      .consumer(.memberRemoved(_, let group, _, _)):
      return groups.indices.contains(Int(group.value)) && !groups[Int(group.value)]
    default: return false
    }
  }

  private func excludes(_ partition: PartitionID) -> Bool {
    partition.index >= partitions.count || !partitions[partition.index]
  }
}
