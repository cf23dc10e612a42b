import Kernel

/// What a producer keeps of one topic: its partitions, and where its partitioner stands.
struct ProducerTopic: Sendable {
  let id: TopicID
  /// The places of its partitions in the accumulator, by partition number.
  var locals: [Int32] = []
  /// Those with a known leader.
  var available: [Int32] = []
  /// The metadata that `available` was made from.
  var metadataVersion: UInt32 = 0
  /// The partition that keyless records stick to; -1 before the first.
  var sticky: Int32 = -1
  /// Bytes given to it since it was chosen (KIP-794).
  var stickyBytes: Int64 = 0
  /// The round robin's count; nil before the first record.
  var counter: UInt32?

  /// A topic that nothing is known of yet.
  init(id: TopicID) { self.id = id }
}

/// A partitioner's answer: where to, and how many records may go there before it is asked again.
struct PartitionChoice: Equatable, Sendable {
  var local: Int32
  var limit: Int32
  /// Whether the bytes count towards the built-in partitioner's switch.
  var isSticky = false
}

// MARK: - Known topics

extension Producer {
  /// The place of a topic in this producer, which is made if need be.
  mutating func topicPlace(_ id: TopicID) -> Int32 {
    if let place = topics.firstIndex(where: { $0.id == id }) { return Int32(place) }
    topics.append(ProducerTopic(id: id))
    return Int32(topics.count - 1)
  }

  /// Whether a record for the topic, and perhaps for one partition of it, can be placed; if not,
  /// metadata is asked for.
  mutating func isKnown(_ topic: Int, explicit: Int32, turn: inout Turn) -> Bool {
    let count = topics[topic].locals.count
    if count > Int(max(0, explicit)) { return true }
    _ = network.track(topics[topic].id, turn: &turn)
    // A partition number beyond the known ones may be a new partition: KafkaProducer.waitOnMetadata
    // asks until it shows up.
    if count > 0 { network.requestMetadata(turn: &turn) }
    return false
  }

  /// Takes over what the last metadata says: new partitions, and which have leaders.
  mutating func refreshTopics() {
    let version = network.metadata.version
    for place in topics.indices where topics[place].metadataVersion != version {
      topics[place].metadataVersion = version
      let partitions = network.metadata.partitions(of: topics[place].id)
      while topics[place].locals.count < partitions.count {
        let id = partitions[topics[place].locals.count]
        topics[place].locals.append(Int32(accumulator.partitions.count))
        accumulator.partitions.append(ProducerPartition(id: id, topic: Int32(place)))
      }
      topics[place].available.removeAll(keepingCapacity: true)
      for local in topics[place].locals {
        let leader = network.metadata.leader(of: accumulator.partitions[Int(local)].id)
        if leader != .none { topics[place].available.append(local) }
      }
      if keylessRule == .randomUntilRefresh { topics[place].sticky = -1 }
    }
  }
}
