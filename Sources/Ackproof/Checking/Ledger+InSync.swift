import KafkaModel
import Kernel

/// I-ISR: whoever joins the in-sync replicas may lead next, so it has what is committed.
///
/// That is what `Partition.isFollowerInSync` sees to: a follower has reached the high watermark,
/// and since 2.0.1 also the offset where the leader's term began (KAFKA-7128).
extension Ledger {
  /// The in-sync replicas have become more: the new ones must have what their leader's log has, as
  /// far as that is committed.
  mutating func checkJoined(
    _ isr: ReplicaList, _ place: Int, at instant: Instant, number: HistoryNumber
  ) {
    let partition = PartitionID(Int32(place))
    let before = partitions[place].isr
    let leader = partitions[place].leader
    guard leader != .none, let source = existingMirror(of: partition, on: leader) else { return }
    let low = mirrors[source].start
    let end = min(partitions[place].committedEnd, mirrors[source].end)
    for broker in isr.brokers where broker != leader && !before.contains(broker) {
      cluster.joinedInSync += 1
      let follower = mirror(of: partition, on: broker)
      let missing = max(low, mirrors[follower].end)
      let differs = mirrors[follower].log.firstDifference(
        from: mirrors[source].log, from: low, to: end)
      let from = min(missing, differs ?? end)
      guard from < end else { continue }
      note(
        LogBreak(
          partition: partition, broker: broker, from: from, to: end, at: instant, number: number,
          records: mirrors[source].log.records(from: from, to: end)),
        \.joinBreaks)
    }
  }

  /// A leader was elected: what it does not have is not committed any more, whoever had it.
  mutating func forgetCommitted(of partition: PartitionID, without leader: BrokerID) {
    let place = record(of: partition)
    let end = existingMirror(of: partition, on: leader).map { mirrors[$0].end } ?? 0
    partitions[place].committedEnd = min(partitions[place].committedEnd, end)
  }
}
