import Kernel

@testable import KafkaModel

/// One replica's log with its rules and a wall clock, for tests that read like a session.
///
/// A class, so that an expectation may hold a call that changes the log.
final class LogFixture {
  var rules: LogRules
  var log: PartitionLog
  var wall: Int64 = 1_000_000
  var epoch = LeaderEpoch(0)
  var store = MessageStore()
  private var sent: Int64 = 0

  /// A log of a topic with the defaults of a release, except where a test says otherwise.
  init(_ version: KafkaVersion = .standard, _ adjust: (inout LogRules) -> Void = { _ in }) {
    rules = LogRules(
      topic: TopicSettings(EffectiveConfiguration.standard(.topic, in: version)),
      producerExpiration: .hours(24), cleanerBufferBytes: 134_217_728,
      semantics: Semantics(version: version, mode: .zookeeper))
    adjust(&rules)
    log = PartitionLog(broker: BrokerID(1), partition: PartitionID(0), wall: 1_000_000)
  }

  /// A batch of the next records of stream 0, as a producer would offer it.
  func batch(_ count: Int32 = 1, bytes: Int32 = 100, key: Int32 = 0) -> RecordBatch {
    var batch = RecordBatch(
      records: RecordRange(stream: 0, first: sent, count: count), byteCount: bytes,
      maxTimestamp: wall)
    batch.key = key
    sent += Int64(count)
    return batch
  }

  /// Offers a batch as a client's.
  @discardableResult
  func lead(_ batch: RecordBatch, _ origin: AppendOrigin = .client) -> AppendOutcome {
    log.appendAsLeader(batch, epoch: epoch, origin: origin, wall: wall, rules: rules)
  }

  /// Appends so many batches of one record each.
  func lead(batches: Int, bytes: Int32 = 100) {
    for _ in 0..<batches { lead(batch(bytes: bytes)) }
  }

  /// Copies everything that another log has beyond this log's end.
  func copy(from leader: PartitionLog) {
    for place in leader.firstPlace(reaching: log.endOffset)..<leader.batches.endIndex {
      _ = log.appendAsFollower(leader.batches[place], wall: wall, rules: rules)
    }
  }

  /// Cuts the log.
  func truncate(to offset: Int64) {
    log.truncate(to: Offset(offset), wall: wall, rules: rules)
  }

  /// Cuts the power.
  @discardableResult
  func losePower(_ fate: UnflushedFate) -> Int64 {
    var random = RandomStream(runSeed: 1, stream: "disk")
    return log.losePower(fate, random: &random)
  }

  /// Deletes records in front of an offset.
  @discardableResult
  func deleteRecords(before offset: Int64) -> DeleteRecordsOutcome {
    log.deleteRecords(before: Offset(offset), rules: rules)
  }

  /// Closes the log in order.
  func close() { log.close(wall: wall, rules: rules) }

  /// The flush that a roll asked for reaches the disk.
  @discardableResult
  func completePendingFlush() -> Bool { log.completePendingFlush(wall: wall) }

  /// Starts the broker again.
  @discardableResult
  func load(clean: Bool) -> LoadOutcome {
    log.load(isClean: clean, wall: wall, rules: rules)
  }

  /// Reads as a client whose first batch comes whole.
  func read(
    from: Int64, upTo bound: Int64, maxBytes: Int64 = 10_000, whole: Bool = true,
    _ isolation: IsolationLevel = .readUncommitted
  ) -> LogRead {
    log.read(
      from: Offset(from), upTo: Offset(bound), maxBytes: maxBytes, returnsFirstWhole: whole,
      isolation: isolation, into: &store)
  }

  /// The bytes that a parked fetch would count.
  func availableBytes(from: Int64, upTo bound: Int64, limit: Int64) -> Int64 {
    log.availableBytes(from: Offset(from), upTo: Offset(bound), limit: limit)
  }

  /// Whether two offsets lie in different segments.
  func areInDifferentSegments(_ first: Int64, _ second: Int64) -> Bool {
    log.areInDifferentSegments(Offset(first), Offset(second))
  }

  /// Raises the high watermark.
  func commit(to offset: Int64) { log.setHighWatermark(Offset(offset)) }

  /// Which records a log holds, as (offset, record) pairs.
  var content: [[Int64]] {
    var content: [[Int64]] = []
    log.batches.forEach { batch in
      for place in 0..<Int64(batch.records.count) {
        content.append([batch.baseOffset.value + place, batch.records.first + place])
      }
    }
    return content
  }

  /// The base offsets of the segments.
  var segmentBases: [Int64] {
    log.closed.map(\.baseOffset.value) + [log.active.baseOffset.value]
  }
}

/// A batch of an idempotent producer.
func sequenced(
  _ producer: Int64 = 7, epoch: Int16 = 0, first: Int32, count: Int32 = 1,
  _ attributes: BatchAttributes = []
) -> RecordBatch {
  var batch = RecordBatch(
    records: RecordRange(stream: 1, first: Int64(first), count: count), byteCount: 100,
    maxTimestamp: 1_000_000)
  batch.producerID = ProducerID(producer)
  batch.producerEpoch = ProducerEpoch(epoch)
  batch.baseSequence = first
  batch.attributes = attributes
  return batch
}

/// A transaction marker.
func marker(
  _ producer: Int64 = 7, epoch: Int16 = 0, commits: Bool, coordinator: Int32 = 0
) -> RecordBatch {
  var batch = RecordBatch(
    records: RecordRange(stream: RecordRange.noStream, first: 0, count: 1), byteCount: 78,
    maxTimestamp: 1_000_000)
  batch.producerID = ProducerID(producer)
  batch.producerEpoch = ProducerEpoch(epoch)
  batch.attributes =
    commits ? [.transactional, .control, .commitMarker] : [.transactional, .control]
  batch.payload = coordinator
  return batch
}
