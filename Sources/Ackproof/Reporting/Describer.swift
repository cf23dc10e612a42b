import KafkaModel
import Kernel

/// Puts history events into words, with the names of the run.
struct Describer {
  let directory: RunDirectory

  /// The words for an event.
  func text(_ event: HistoryEvent) -> String {
    switch event.fact {
    case .producer(let fact): text(fact)
    case .consumer(let fact): text(fact)
    case .log(let fact): text(fact)
    case .partition(let fact): text(fact)
    case .cluster(.sessionConnection(_, let isConnected)):
      isConnected
        ? "\(name(event.node)) is connected to ZooKeeper"
        : "\(name(event.node)) loses its connection to ZooKeeper"
    case .cluster(.sessionExpiryLearned):
      "\(name(event.node)) learns that its session has expired"
    case .cluster(let fact): text(fact)
    case .process(let fact): text(fact)
    }
  }

  /// A process's name.
  func name(_ node: NodeID) -> String {
    directory.nodes.indices.contains(node.place) ? directory.nodes[node.place] : "?"
  }

  /// A client's name.
  func name(_ client: ClientID) -> String { name(directory.layout.node(of: client)) }

  /// A partition's name.
  func name(_ partition: PartitionID) -> String {
    partition.index >= 0 && partition.index < directory.catalog.partitions.count
      ? directory.catalog.name(of: partition) : "?"
  }

  /// `record 51` or `records 51 to 55`, counted as their producer's.
  func name(_ records: RecordRange) -> String {
    guard records.stream >= 0, records.count > 0 else {
      return records.count == 1 ? "1 internal record" : "\(records.count) internal records"
    }
    let first =
      directory.ordinals.ordinal(stream: records.stream, place: records.first)
      ?? records.first + 1
    let last =
      directory.ordinals.ordinal(
        stream: records.stream, place: records.first + Int64(records.count) - 1)
      ?? records.first + Int64(records.count)
    return records.count == 1 ? "record \(first)" : "records \(first) to \(last)"
  }

  /// `1 member` or `3 members`.
  func count(_ number: Int32, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `offset 50` or `offsets 50 to 54`.
  func offsets(_ first: Offset, _ count: Int32) -> String {
    count == 1 ? "offset \(first)" : "offsets \(first) to \(first.value + Int64(count) - 1)"
  }

  private func text(_ fact: ProducerFact) -> String {
    switch fact {
    case .sent(let client, let partition, let records):
      return "\(name(client)) sends \(name(records)) to \(name(partition))"
    case .acknowledged(let client, let partition, let records, let offset, let acks):
      let at = offset.value < 0 ? "" : " at \(offsets(offset, records.count)) of \(name(partition))"
      return "\(name(client)) is told that \(name(records)) is stored\(at) (acks=\(acks))"
        .agreeing(records.count)
    case .sendFailed(let client, let partition, let records, let error, let isCertain):
      let doubt = isCertain ? "" : ", perhaps stored all the same"
      return """
        \(name(client)) is told that \(name(records)) to \(name(partition)) failed: \
        \(error.kafkaName)\(doubt)
        """
    case .resentByApplication(let client, let original, let again):
      return "\(name(client)) sends \(name(original)) again as \(name(again))"
    case .producerIdentified(let client, let producer, let epoch):
      return "\(name(client)) gets producer id \(producer), epoch \(epoch)"
    case .producerRefused(let client, let error, let count):
      return "\(name(client)) refuses \(count) sends: \(error.kafkaName)"
    case .retried(let client, let partition, let records, let error):
      return "\(name(client)) retries \(name(records)) to \(name(partition)): \(error.kafkaName)"
    case .finishedSending(let client):
      return "\(name(client)) has sent everything and has word of all of it"
    }
  }

  private func text(_ fact: ConsumerFact) -> String {
    switch fact {
    case .consumed(let client, let partition, let records, let offset, _):
      return "\(name(client)) reads \(offsets(offset, records.count)) of \(name(partition))"
    case .processed(let client, let partition, let records, let offset):
      return "\(name(client)) finishes \(offsets(offset, records.count)) of \(name(partition))"
    case .positionReset(let client, let partition, let from, let to, let reason):
      let jump = from.value < 0 ? "begins at \(to)" : "goes from \(from) to \(to)"
      return "\(name(client)) \(jump) of \(name(partition)): \(reason.words)"
    case .offsetCommitted(let client, let group, let partition, let offset):
      return """
        \(name(client)) has committed \(offset) of \(name(partition)) for group \(name(group))
        """
    case .commitRefused(let client, let group, let partition, let offset, let error):
      return """
        \(name(client)) may not commit \(offset) of \(name(partition)) for group \
        \(name(group)): \(error.kafkaName)
        """
    case .generationStarted(let group, let generation, let members, let broker):
      let place = broker == .none ? "" : " on broker \(broker)"
      let present = "\(count(members, "member"))\(place)"
      return "group \(name(group)) starts generation \(generation) with \(present)"
    case .partitionAssigned(let client, _, let partition, let generation):
      return "\(name(client)) is assigned \(name(partition)) in generation \(generation)"
    case .partitionRevoked(let client, _, let partition, _, let isLost):
      return "\(name(client)) \(isLost ? "loses" : "gives up") \(name(partition))"
    case .memberRemoved(let client, let group, let reason, _):
      return "\(name(client)) leaves group \(name(group)): \(reason.words)"
    case .coordinatorLoaded(let broker, let partition, let groups):
      return "broker \(broker) has loaded \(count(groups, "group")) from \(name(partition))"
    case .groupLoaded(let group, let generation, let members, let broker, _):
      let present = "generation \(generation), \(count(members, "member"))"
      return "broker \(broker) coordinates group \(name(group)), \(present)"
    case .offsetLoaded(let group, let partition, let offset):
      return "the log has \(offset) of \(name(partition)) for group \(name(group))"
    case .offsetAltered(let group, let partition, let offset, let reason):
      let what = offset == .unknown ? "is removed" : "becomes \(offset)"
      return """
        group \(name(group))'s offset of \(name(partition)) \(what): \(reason.words)
        """
    case .memberAdded(let client, let group, _):
      return "\(name(client)) joins group \(name(group))"
    case .groupStateChanged(let group, let state, _):
      return "group \(name(group)) is \(state.kafkaName)"
    case .workBegan(let client, let partition, let offset):
      return "\(name(client)) begins offset \(offset) of \(name(partition))"
    case .applicationFailed(let client, let error):
      return "the application of \(name(client)) dies: \(error.kafkaName)"
    }
  }

  /// A group's name.
  func name(_ group: GroupID) -> String {
    group.value >= 0 && Int(group.value) < directory.groups.count
      ? directory.groups[Int(group.value)] : "?"
  }
}

extension String {
  /// The sentence in the plural where it is about several records.
  fileprivate func agreeing(_ count: Int32) -> String {
    guard count != 1, let range = firstRange(of: " is stored") else { return self }
    return replacingCharacters(in: range, with: " are stored")
  }

  private func firstRange(of text: String) -> Range<String.Index>? {
    ranges(of: text).first
  }

  private func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

extension ResetReason {
  /// The reason in words.
  var words: String {
    switch self {
    case .noCommittedOffset: "nothing is committed, so auto.offset.reset decides"
    case .outOfRange: "out of range, so auto.offset.reset decides"
    case .truncationDetected: "the log was truncated"
    case .committedOffset: "the committed offset"
    case .seek: "a seek"
    }
  }
}

extension OffsetAlteration {
  /// The reason in words.
  var words: String {
    switch self {
    case .expired: "its retention is over"
    case .deleted: "an operator deleted the group"
    case .reset: "an operator reset it"
    }
  }
}

extension MemberRemoval {
  /// The reason in words.
  var words: String {
    switch self {
    case .left: "it left"
    case .sessionTimeout: "its session timed out"
    case .pollTimeout: "it did not poll in time"
    case .rebalanceTimeout: "it did not rejoin in time"
    case .replaced: "another took its place"
    case .fenced: "it was fenced"
    }
  }
}
