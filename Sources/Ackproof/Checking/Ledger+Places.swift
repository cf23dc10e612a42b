import KafkaModel
import Kernel

/// Where things are in the ledger's tables; tables grow as partitions and replicas come up.
extension Ledger {
  /// The place of a partition's record; entries are made as partitions come up.
  @discardableResult
  mutating func record(of partition: PartitionID) -> Int {
    let width = setting.layout.brokerCount
    while partitions.count <= partition.index {
      partitions.append(PartitionRecord())
      for _ in 0..<width { mirrorPlaces.append(-1) }
    }
    return partition.index
  }

  /// The place of a replica's mirror, made on first use.
  mutating func mirror(of partition: PartitionID, on broker: BrokerID) -> Int {
    record(of: partition)
    let place = partition.index * setting.layout.brokerCount + Int(broker.value) - 1
    let found = mirrorPlaces[place]
    if found >= 0 { return Int(found) }
    mirrorPlaces[place] = Int32(mirrors.count)
    mirrors.append(ReplicaMirror(partition: partition, broker: broker))
    return mirrors.count - 1
  }

  /// The place of a replica's mirror, if the replica was ever heard of.
  func existingMirror(of partition: PartitionID, on broker: BrokerID) -> Int? {
    guard broker.value >= 1, partition.index >= 0, partition.index < partitions.count else {
      return nil
    }
    let found = mirrorPlaces[
      partition.index * setting.layout.brokerCount + Int(broker.value) - 1]
    return found >= 0 ? Int(found) : nil
  }

  /// The place of what a consumer read of a partition, made on first use.
  mutating func reader(_ client: ClientID, _ partition: PartitionID) -> Int {
    let consumer = Int(client.value) - setting.layout.producerCount
    while readerPlaces[consumer].count <= partition.index { readerPlaces[consumer].append(-1) }
    let found = readerPlaces[consumer][partition.index]
    if found >= 0 { return Int(found) }
    readerPlaces[consumer][partition.index] = Int32(readers.count)
    readers.append(ReaderRecord(client: client, partition: partition))
    return readers.count - 1
  }

  /// The group of a consumer; none for a reader without one.
  func group(of client: ClientID) -> GroupID {
    let consumer = Int(client.value) - setting.layout.producerCount
    guard consumer >= 0, consumer < setting.groups.count else { return .none }
    return setting.groups[consumer]
  }

  /// Whether a broker is the registered leader.
  func isLeader(_ broker: BrokerID, of partition: PartitionID) -> Bool {
    partition.index < partitions.count && partitions[partition.index].leader == broker
  }

  /// The process of a client.
  func node(of client: ClientID) -> NodeRecord {
    nodes[setting.layout.node(of: client).place]
  }

  /// Records with those that an application sent again replaced by what they repeat.
  func canonical(_ spans: [RecordSpan]) -> [RecordSpan] {
    if aliases.isEmpty { return spans }
    var result: [RecordSpan] = []
    for span in spans {
      var from = span.first
      for alias in aliases
      where alias.again.stream == span.stream && alias.again.end > from
        && alias.again.first < span.end
      {
        if alias.again.first > from {
          result.append(
            RecordSpan(stream: span.stream, first: from, count: alias.again.first - from))
        }
        let (low, high) = (max(from, alias.again.first), min(span.end, alias.again.end))
        result.append(
          RecordSpan(
            stream: alias.original.stream, first: alias.original.first + (low - alias.again.first),
            count: high - low))
        from = high
      }
      if from < span.end {
        result.append(RecordSpan(stream: span.stream, first: from, count: span.end - from))
      }
    }
    return result
  }
}
