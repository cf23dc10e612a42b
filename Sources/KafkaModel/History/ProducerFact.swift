import Kernel

/// What an application and its producer know: sends and what became of them.
public enum ProducerFact: Sendable {
  /// The application handed records to its producer, which chose the partition.
  case sent(client: ClientID, partition: PartitionID, records: RecordRange)
  /// The producer told the application that the records are stored, at these offsets (unknown for
  /// acks=0).
  case acknowledged(
    client: ClientID, partition: PartitionID, records: RecordRange, offset: Offset,
    acks: RequiredAcks)
  /// The producer told the application that the send failed; `isCertain` when no broker can have
  /// the records.
  case sendFailed(
    client: ClientID, partition: PartitionID, records: RecordRange, error: ErrorCode,
    isCertain: Bool)
  /// The application sent a record again, as a new record: the original's stream and place, and the
  /// new one's.
  case resentByApplication(client: ClientID, original: RecordRange, again: RecordRange)
  /// A producer obtained its identity from a broker.
  case producerIdentified(client: ClientID, producer: ProducerID, epoch: ProducerEpoch)
  /// The producer itself refused a send or gave up for good (configuration, fatal error, buffer
  /// full).
  case producerRefused(client: ClientID, error: ErrorCode, count: Int32)
  /// A producer put a batch on the wire again.
  case retried(client: ClientID, partition: PartitionID, records: RecordRange, error: ErrorCode)
  /// The application has nothing left to send, and every send has had its last word.
  case finishedSending(client: ClientID)
}

extension ProducerFact {
  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .sent(let client, let partition, let records):
      digest.combine(
        1, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count))
    case .acknowledged(let client, let partition, let records, let offset, let acks):
      digest.combine(
        2, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count), offset.value, Int64(acks.value))
    case .sendFailed(let client, let partition, let records, let error, let isCertain):
      digest.combine(
        3, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count), Int64(error.rawValue), isCertain ? 1 : 0)
    case .resentByApplication(let client, let original, let again):
      digest.combine(
        4, Int64(client.value), Int64(original.stream), original.first, Int64(original.count),
        Int64(again.stream), again.first, Int64(again.count))
    case .producerIdentified(let client, let producer, let epoch):
      digest.combine(5, Int64(client.value), producer.value, Int64(epoch.value))
    case .producerRefused(let client, let error, let count):
      digest.combine(6, Int64(client.value), Int64(error.rawValue), Int64(count))
    case .retried(let client, let partition, let records, let error):
      digest.combine(
        7, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count), Int64(error.rawValue))
    case .finishedSending(let client): digest.combine(8, Int64(client.value))
    }
  }
}
