import KafkaModel
import Kernel
import ScenarioLanguage

/// Judges guarantees from the ledger; one case per word of the language's table.
///
/// Each promise is a formula over the history. One that nothing put to the test is not judged.
struct Guarantees {
  let ledger: Ledger
  let layout: NodeLayout
  let catalog: Catalog
  let streams: RecordStreams
  let subjects: Subjects
  let phrase: Phrase<GuaranteeID>
  let variant: Variant

  /// Whether the promise was kept.
  func answer() -> Answer {
    switch phrase.id {
    case .noAcknowledgedLost, .noRecordLost, .noRefusedVisible, .noDuplicates, .orderKept,
      .orderKeptPerKey, .sameKeySamePartition:
      return ofRecords()
    case .replicasAgree, .oneValuePerOffset, .watermarkKept, .fencedChangesNothing,
      .inSyncComplete, .oneLeaderPerEpoch, .oneController:
      return ofLogs()
    case .exactlyOnce, .atLeastOnce, .atMostOnce:
      return ofDelivery()
    case .readersNeverSkip, .offsetsNeverBack, .oneOwner, .samePartitioning: return ofReaders()
    case .everyPartitionHealthy, .partitionHasLeader, .partitionHasNoLeader, .partitionFullISR,
      .preferredLeadersLead, .spreadEvenly, .nodeIs, .groupIs, .recovers:
      return ofCluster()
    case .nothingSent: return none(ledger.sent(.all).count, "records were sent")
    case .nothingAcknowledged:
      let count = ledger.records(subjects.records) { $0.kind == .acknowledged }.count
      return none(count, "records were acknowledged")
    case .nothingConsumed:
      let readers =
        subjects.reader.map { [$0] }
        ?? Subjects.everyReader(variant, layout, catalog)
      let count = readers.reduce(0) { $0 + ledger.reads($1).reduce(0) { $0 + $1.count } }
      return none(count, "records were consumed")
    case .noFaultBites: return none(ledger.cluster.bites, "faults bit")
    case .configurationRefused:
      let named =
        phrase.nodes(.nodes)?.compactMap {
          $0.name(.producer) ?? $0.name(.consumer)
            ?? $0.name(.client)
        } ?? []
      let refused = named.allSatisfy { name in
        variant.refusals.contains { $0.name == name.text }
      }
      return Answer(.holds(refused && !named.isEmpty))
    case .znodeExists, .znodeContains, .topicExists, .transactionsAtomic, .noAbortedRead:
      // The first two are the judge's own; the others wait for transactions.
      return Answer(.unknown("the history does not tell '\(phrase.written)' yet"))
    }
  }

  private func none(_ count: Int64, _ what: String) -> Answer {
    count == 0
      ? Answer(.holds(true)) : Answer(.holds(false), remark: "\(count) \(what)")
  }

  private func ofRecords() -> Answer {
    let filter = subjects.records
    guard ledger.streams.contains(where: { filter.includes($0) && $0.sent > 0 }) else {
      return Answer(.unknown("no record was sent"))
    }
    switch phrase.id {
    case .noAcknowledgedLost:
      guard !ledger.records(filter, where: { $0.kind == .acknowledged }).isEmpty else {
        return Answer(.unknown("no record was acknowledged"))
      }
      return empty(
        ledger.acknowledgedLost(filter), "acknowledged record was lost",
        "acknowledged records were lost")
    case .noRecordLost:
      return empty(
        ledger.missing(ledger.sent(filter)), "record was lost", "records were lost")
    case .noRefusedVisible:
      return empty(
        ledger.refusedFound(filter, onlyCertain: true), "refused record is visible",
        "refused records are visible")
    case .noDuplicates:
      guard !ledger.found(filter).isEmpty else { return Answer(.unknown("the log is empty")) }
      let copies = ledger.duplicates(filter)
      guard case .number(let count) = copies.value, count > 0 else { return Answer(.holds(true)) }
      return Answer(
        .holds(false), records: copies.records, evidence: copies.evidence,
        remark: count == 1 ? "1 duplicate" : "\(count) duplicates")
    case .orderKept:
      guard !ledger.found(filter).isEmpty else { return Answer(.unknown("the log is empty")) }
      return inOrder(ledger.reordered(filter))
    case .orderKeptPerKey:
      guard !ledger.found(filter).isEmpty else { return Answer(.unknown("the log is empty")) }
      return inOrder(ledger.perKey(filter, keys: streams) { $0.reordered(in: $1, $2) })
    default: return sameKeySamePartition()
    }
  }

  private func sameKeySamePartition() -> Answer {
    let measures = Measures(
      ledger: ledger, layout: layout, subjects: subjects, phrase: Measure(.keysMoved),
      streams: streams)
    let moved = measures.movedKeys()
    let names = moved.prefix(5).map { "k\($0)" }.joined(separator: ", ")
    return moved.isEmpty
      ? Answer(.holds(true)) : Answer(.holds(false), remark: "moved: \(names)")
  }

  private func inOrder(_ late: [Sighting]) -> Answer {
    let count = late.reduce(0) { $0 + $1.records.count }
    if count == 0 { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: Array(late.prefix(Ledger.namedRecords)),
      remark: count == 1 ? "1 record out of order" : "\(count) records out of order")
  }

  /// Holds when a set is empty; else says how many records it has, and names them.
  private func empty(_ set: RecordSet, _ one: String, _ many: String) -> Answer {
    if set.isEmpty { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: ledger.sightings(of: set, limit: Ledger.namedRecords),
      evidence: ledger.outcomes(of: set, limit: 4),
      remark: set.count == 1 ? "1 \(one)" : "\(set.count) \(many)")
  }

  private func ofLogs() -> Answer {
    switch phrase.id {
    case .oneLeaderPerEpoch:
      return none(ledger.cluster.leaderEpochsShared, "leader epochs had two leaders")
    case .oneController:
      return none(ledger.cluster.controllerEpochsShared, "controller epochs had two controllers")
    default:
      let id: InvariantID =
        switch phrase.id {
        case .replicasAgree: .logMatching
        case .oneValuePerOffset: .oneValuePerOffset
        case .watermarkKept: .watermarkKept
        case .inSyncComplete: .inSyncComplete
        default: .fencing
        }
      return Checks.judge(id, ledger)
    }
  }
}
