import KafkaModel
import Kernel

/// I-FENCE: what a leader, a producer or a member did after somebody newer had taken its place.
///
/// A controller's late writes are the history's own facts; ZooKeeper tells them.
extension Ledger {
  /// A leader that was replaced must not make records visible that its successor does not have.
  mutating func noteFencing(
    _ place: Int, to: Int64, at instant: Instant, number: HistoryNumber
  ) {
    let partition = mirrors[place].partition
    let leader = partitions[partition.index].leader
    guard leader != .none, leader != mirrors[place].broker,
      partitions[partition.index].actingEpoch == partitions[partition.index].epoch,
      let successor = existingMirror(of: partition, on: leader)
    else { return }
    let low = partitions[partition.index].visibleEnd
    let log = mirrors[successor].log
    let differs = mirrors[place].log.firstDifference(from: log, from: low, to: to)
    if mirrors[successor].end < to || differs != nil {
      let from = min(differs ?? to, max(low, min(mirrors[successor].end, to)))
      note(
        LogBreak(
          partition: partition, broker: mirrors[place].broker, from: from, to: to, at: instant,
          number: number, records: mirrors[place].log.records(from: from, to: to)),
        \.fenceBreaks)
    }
  }

  /// A producer got an identity: others with the same id and an older epoch are fenced from now on
  /// (KIP-98).
  mutating func identified(
    _ client: ClientID, as producer: ProducerID, _ epoch: ProducerEpoch
  ) {
    let place = Int(client.value)
    if clients[place].lastProducerID != producer { clients[place].producerIDs += 1 }
    clients[place].lastProducerID = producer
    clients[place].producerEpoch = epoch
    clients[place].isFenced = false
    for other in clients.indices
    where other != place && clients[other].lastProducerID == producer
      && clients[other].producerEpoch < epoch
    {
      clients[other].isFenced = true
    }
  }

  /// A leader has taken in a batch: its producer must not have been replaced before.
  ///
  /// What is appended before the newer one has heard of its own identity may have been on its way.
  mutating func noteFencing(
    ofProducerBehind records: RecordRange, _ broker: BrokerID, _ partition: PartitionID,
    offset: Int64, at instant: Instant, number: HistoryNumber
  ) {
    let stream = Int(records.stream)
    guard stream >= 0, stream < streams.count,
      clients[Int(streams[stream].client.value)].isFenced
    else { return }
    note(
      LogBreak(
        partition: partition, broker: broker, from: offset, to: offset + Int64(records.count),
        at: instant, number: number, records: [RecordSpan(records)], isByClient: true),
      \.fenceBreaks)
  }

  /// A commit was accepted: nobody who got the partition in a later generation must have committed
  /// before.
  mutating func noteFencing(
    of client: ClientID, _ partition: PartitionID, in group: GroupID, at instant: Instant,
    number: HistoryNumber
  ) {
    guard group.value >= 0 else { return }
    let place = Int(group.value)
    let last = groups[place].committers.firstIndex { $0.partition == partition }
    if let last, groups[place].committers[last].client != client,
      let mine = groups[place].term(of: client, partition),
      let theirs = groups[place].term(of: groups[place].committers[last].client, partition),
      mine < theirs
    {
      note(
        LogBreak(
          partition: partition, broker: groups[place].coordinator, from: 0, to: 0, at: instant,
          number: number, isByClient: true),
        \.fenceBreaks)
    }
    if let last {
      groups[place].committers[last].client = client
    } else {
      groups[place].committers.append((partition, client))
    }
  }
}

extension GroupRecord {
  /// The generation in which a member was given a partition last.
  fileprivate func term(of client: ClientID, _ partition: PartitionID) -> Int32? {
    terms.first { $0.client == client && $0.partition == partition }?.generation
  }
}
