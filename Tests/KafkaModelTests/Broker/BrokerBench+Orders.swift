import Kernel

@testable import KafkaModel

extension BrokerBench {
  // MARK: What a controller says

  /// Tells the metadata cache that all brokers live and who leads every partition.
  mutating func know(leader: Int32, alive: [Int32] = [1, 2, 3], epoch: Int32 = 0) {
    let parts = turn.catalog.partitions.indices.map { place in
      PartitionMetadata(
        partition: PartitionID(Int32(place)),
        state: PartitionState(
          leader: BrokerID(leader), leaderEpoch: LeaderEpoch(epoch), isr: [1, 2, 3],
          controllerEpoch: ControllerEpoch(1)),
        partitionEpoch: .first, replicas: [1, 2, 3], offline: [])
    }
    broker.process.metadata.apply(
      UpdateMetadataRequest(
        controller: BrokerID(3), controllerEpoch: ControllerEpoch(1), brokerEpoch: .unknown,
        liveBrokers: alive.map { BrokerID($0) }, parts: parts, deleted: []))
  }

  /// Orders the broker to lead or follow a partition; returns the outcome.
  @discardableResult
  mutating func order(
    leader: Int32, epoch: Int32, isr: ReplicaList = [1, 2, 3], replicas: ReplicaList = [1, 2, 3],
    partitionEpoch: Int32 = 0, controllerEpoch: Int32 = 1, brokerEpoch: Int64 = -1,
    partition: PartitionID = BrokerBench.partition, isNew: Bool = true
  ) -> ErrorCode? {
    let controller = connectBroker(3)
    let part = LeaderAndISRPart(
      partition: partition,
      state: PartitionState(
        leader: BrokerID(leader), leaderEpoch: LeaderEpoch(epoch), isr: isr,
        controllerEpoch: ControllerEpoch(controllerEpoch)),
      partitionEpoch: PartitionEpoch(partitionEpoch), replicas: replicas, adding: [],
      removing: [], isNew: isNew)
    request(
      .leaderAndISRRequest(
        LeaderAndISRRequest(
          controller: BrokerID(3), controllerEpoch: ControllerEpoch(controllerEpoch),
          brokerEpoch: BrokerEpoch(brokerEpoch), parts: [part])),
      on: controller)
    for place in sent.indices {
      guard case .cold(.leaderAndISRResponse(let outcome)) = sent[place].content else { continue }
      sent.remove(at: place)
      return outcome.error.isSuccess ? outcome.parts.first?.error : outcome.error
    }
    return nil
  }

  // MARK: What clients and followers say

  /// A batch of so many records.
  func batch(_ count: Int32, bytes: Int32 = 100) -> RecordBatch {
    RecordBatch(
      records: RecordRange(stream: 0, first: 0, count: count), byteCount: bytes, maxTimestamp: 1)
  }

  /// Sends a produce request for one partition.
  mutating func produce(
    _ count: Int32, acks: RequiredAcks, on connection: ConnectionID, timeout: Int64 = 30000,
    correlation: Int32 = 1, partition: PartitionID = BrokerBench.partition
  ) {
    var parts = ListRef()
    turn.messages.produceParts.append(
      ProducePart(partition: partition, batch: batch(count)), to: &parts)
    request(
      .produce(
        ProduceRequest(
          acks: acks, timeout: .milliseconds(timeout), parts: parts, byteCount: 100)),
      on: connection, correlation)
  }

  /// Sends a fetch for one partition, as a follower (its id) or a consumer (-1).
  mutating func fetch(
    _ offset: Int64, as replica: Int32, on connection: ConnectionID, wait: Int64 = 500,
    minBytes: Int32 = 1, epoch: Int32 = -1, lastEpoch: Int32 = -1, mayReadFollower: Bool = false,
    rack: Int16 = 0, maxBytes: Int32 = 1_000_000
  ) {
    var parts = ListRef()
    turn.messages.fetchParts.append(
      FetchPart(
        partition: Self.partition, fetchOffset: Offset(offset),
        logStart: replica >= 0 ? .zero : .unknown, maxBytes: maxBytes,
        currentLeaderEpoch: LeaderEpoch(epoch), lastFetchedEpoch: LeaderEpoch(lastEpoch)),
      to: &parts)
    request(
      .fetch(
        FetchRequest(
          replica: BrokerID(replica), replicaEpoch: .unknown, maxWait: .milliseconds(wait),
          minBytes: minBytes, maxBytes: 10_000_000, isolation: .readUncommitted,
          mayReadFollower: mayReadFollower, rack: rack, parts: parts)),
      on: connection)
  }

  /// The next answer to a produce, or nil when the broker has said nothing.
  mutating func produceResult() -> ProduceResult? {
    guard case .produced(let results)? = next() else { return nil }
    return results.first
  }

  /// The next answer to a fetch, or nil when the broker has said nothing.
  mutating func fetchResult() -> [Part]? {
    guard case .fetched(let parts)? = next() else { return nil }
    return parts
  }

  // MARK: What the broker has

  /// How many fetches wait for records.
  var waitingFetches: Int {
    let fetches = broker.process.fetches
    return fetches.liveSlots.filter { fetches[$0].isParked }.count
  }

  /// The log of the partition that tests use.
  var log: PartitionLog { broker.disk.logs[Int(broker.disk.slot(of: Self.partition))] }
  /// The replica of the partition that tests use.
  var replica: HostedPartition {
    broker.process.partitions[Int(broker.disk.slot(of: Self.partition))]
  }
  /// The high watermark.
  var highWatermark: Int64 { log.highWatermark.value }
  /// The log end.
  var logEnd: Int64 { log.endOffset.value }
}
