import KafkaModel
import Kernel
import ScenarioLanguage

/// Answers measures from the ledger; one case per word of the language's table.
struct Measures {
  let ledger: Ledger
  let layout: NodeLayout
  let subjects: Subjects
  let phrase: Measure
  let streams: RecordStreams

  /// The answer to a measure.
  func answer() -> Answer {
    switch phrase.id {
    case .acknowledgedLost, .recordsLost, .recordsSent, .recordsAcknowledged, .recordsRefused,
      .recordsIndeterminate, .refusedFound, .duplicates, .reordered, .skippedSends,
      .recordsIn:
      return ofRecords()
    case .errors, .errorsNamed, .requestsPerRecord, .batches, .recordsPerBatch,
      .acknowledgementTime, .producerID, .producerEpoch:
      return ofProducers()
    case .consumed, .consumedTimes, .processed, .processedTimes, .neverProcessed, .processedByTwo,
      .processedOutOfOrder,
      .rereads, .skipped, .deliveryTime, .lag, .committedOffset, .position, .timeToDrain,
      .timeWithoutReading:
      return ofReaders()
    case .leaderOf, .isrOf, .isrSize, .replicasOf, .leaderEpoch, .highWatermark, .logEnd,
      .logStart:
      return ofOnePartition()
    case .leaderChanges, .uncleanElections, .isrShrinks, .isrGrows, .truncations,
      .recordsTruncated, .partitionsWithoutLeader, .partitionsLed, .replicasOn, .underReplicated,
      .timeWithoutLeader, .failoverTime:
      return ofPartitions()
    case .partitionOf, .keysMoved, .offsetsOfKey: return ofKeys()
    case .controller, .controllerEpoch, .controllerChanges, .sessionsExpired, .liveBrokers,
      .faultsFired, .faultsThatBit:
      return ofCluster()
    case .rebalances, .generation, .members, .idleMembers, .owner, .partitionsOwned,
      .groupCoordinator, .overlapping, .groupState:
      return ofGroups()
    case .times, .timeBetween, .znode, .requests, .sendTime, .bufferedBytes, .segments,
      .bytesOnDisk, .metadataLag, .bytesSent, .messages, .transactions, .visibleHalf:
      // Most of these are the judge's own; the last two are not told by the history.
      return Answer(.unknown("the history does not tell '\(phrase.written)' yet"))
    }
  }

  private func ofRecords() -> Answer {
    let filter = subjects.records
    switch phrase.id {
    case .acknowledgedLost: return ledger.counted(ledger.acknowledgedLost(filter))
    case .recordsLost: return ledger.counted(ledger.missing(ledger.sent(filter)))
    case .recordsSent: return Answer(.number(ledger.sent(filter).count))
    case .recordsAcknowledged:
      return Answer(.number(ledger.records(filter) { $0.kind == .acknowledged }.count))
    case .recordsRefused:
      return ledger.counted(ledger.records(filter) { $0.kind != .acknowledged })
    case .recordsIndeterminate:
      return ledger.counted(ledger.records(filter) { $0.kind == .indeterminate })
    case .refusedFound: return ledger.counted(ledger.refusedFound(filter, onlyCertain: false))
    case .duplicates: return ledger.duplicates(filter)
    case .skippedSends:
      let skipping =
        phrase.has(.each)
        ? ledger.perKey(filter, keys: streams) { $0.skipping(in: $1, $2) }
        : ledger.skippedSends(filter)
      return Answer(
        .number(Int64(skipping.count)), records: Array(skipping.prefix(Ledger.namedRecords)))
    case .reordered:
      let late =
        phrase.has(.each)
        ? ledger.perKey(filter, keys: streams) { $0.reordered(in: $1, $2) }
        : ledger.reordered(filter)
      return Answer(
        .number(late.reduce(0) { $0 + $1.records.count }),
        records: Array(late.prefix(Ledger.namedRecords)))
    default:
      let brokers = subjects.brokers(in: layout)
      return Answer(.number(ledger.recordsIn(subjects.partitionsOrAll, on: brokers)))
    }
  }

  private func ofProducers() -> Answer {
    let named = subjects.clients(in: layout).map { ledger.clients[Int($0.value)] }
    let producers = subjects.producers ?? []
    let records = producers.map { ledger.clients[Int($0.value)] }
    let batches = records.reduce(0) { $0 + $1.settledBatches + $1.retriedBatches }
    switch phrase.id {
    case .errors:
      return Answer(.number(named.reduce(0) { $0 + $1.errors.reduce(0) { $0 + $1.count } }))
    case .errorsNamed:
      let name = phrase.name(.name)?.text ?? ""
      return Answer(
        .number(
          named.reduce(0) { total, client in
            total + client.errors.filter { $0.code.kafkaName == name }.reduce(0) { $0 + $1.count }
          }))
    case .batches: return Answer(.number(batches))
    case .requestsPerRecord:
      let sent = ledger.sent(subjects.records).count
      guard sent > 0 else { return Answer(.unknown("nothing was sent")) }
      return Answer(.number(batches * 1000 / sent))
    case .recordsPerBatch:
      let settled = records.reduce(0) { $0 + $1.settledBatches }
      guard settled > 0 else { return Answer(.unknown("no batch has an outcome")) }
      let count = ledger.records(subjects.records) { _ in true }.count
      return Answer(.number(count / settled))
    case .acknowledgementTime:
      return time(
        ledger.acknowledgementTimes(producers).chosen(phrase.choice(.which)),
        or: "nothing was acknowledged")
    case .producerID: return Answer(.number(records.reduce(0) { $0 + $1.producerIDs }))
    default: return Answer(.number(Int64(records.first?.producerEpoch.value ?? -1)))
    }
  }

  func time(_ time: Duration?, or reason: String) -> Answer {
    time.map { Answer(.time($0)) } ?? Answer(.unknown(reason))
  }

  private func ofReaders() -> Answer {
    guard let reader = subjects.reader else { return Answer(.unknown("there is no such reader")) }
    if needsReads, ledger.reads(reader).isEmpty { return Answer(.unknown("nothing was consumed")) }
    switch phrase.id {
    case .consumed: return Answer(.number(ledger.reads(reader).reduce(0) { $0 + $1.count }))
    case .consumedTimes:
      return ledger.counted(
        ledger.occurring(phrase.choice(.how), in: ledger.reads(reader), reader))
    case .processed: return Answer(.number(ledger.works(reader).reduce(0) { $0 + $1.count }))
    case .processedTimes:
      return ledger.counted(
        ledger.occurring(phrase.choice(.how), in: ledger.works(reader), reader))
    case .neverProcessed: return ledger.counted(ledger.unprocessed(reader).never)
    case .processedByTwo:
      return Answer(.number(group(of: reader)?.sharedRecords ?? 0))
    case .processedOutOfOrder: return ledger.counted(ledger.processedLate(reader))
    case .rereads:
      return Answer(
        .number(
          ledger.readers.filter { reader.includes($0) }.reduce(0) { $0 + $1.backSteps }))
    case .skipped: return ledger.counted(ledger.skipped(reader, withinAssignments: false))
    case .deliveryTime:
      return time(
        ledger.deliveryTimes(reader).chosen(phrase.choice(.which)), or: "nothing was consumed")
    case .lag:
      return Answer(
        .number(ledger.lag(reader, of: reader.partitions ?? subjects.partitionsOrAll)))
    case .committedOffset:
      let committed = subjects.partition.flatMap { group(of: reader)?.committed($0) } ?? -1
      return committed < 0 ? Answer(.unknown("nothing is committed")) : Answer(.number(committed))
    case .position:
      let mine = ledger.readers.first {
        reader.clients.contains($0.client) && $0.partition == subjects.partition
          && $0.expected >= 0
      }
      return mine.map { Answer(.number($0.expected)) }
        ?? Answer(.unknown("the consumer has no position there"))
    case .timeToDrain: return timeToDrain(reader)
    default: return Answer(.time(ledger.longestPause(reader)))
    }
  }

  /// Whether a count of nothing would only show that nobody read.
  private var needsReads: Bool {
    switch phrase.id {
    case .consumedTimes: phrase.choice(.how) != "never"
    case .processedTimes, .neverProcessed, .processedByTwo, .processedOutOfOrder, .rereads,
      .skipped:
      true
    default: false
    }
  }

  private func timeToDrain(_ reader: ReaderFilter) -> Answer {
    let partitions = reader.partitions ?? subjects.partitionsOrAll
    guard ledger.lag(reader, of: partitions) == 0 else {
      return Answer(.unknown("there is lag left"))
    }
    guard let group = group(of: reader), let sent = ledger.lastSend(),
      let done = group.lastAdvance
    else { return Answer(.unknown("nothing was committed")) }
    return Answer(.time(max(.zero, done - sent)))
  }

  private func group(of reader: ReaderFilter) -> GroupRecord? {
    reader.group.value >= 0 ? ledger.groups[Int(reader.group.value)] : nil
  }
}
