import KafkaModel
import Kernel

extension Check {
  /// I-DUR: acknowledged with acks=all is in the log of every later elected leader, and is found.
  static let durability = Check(
    id: .durability,
    promise: """
      a record acknowledged with acks=all is in the log of every later elected leader, and a full \
      read finds it
      """
  ) { ledger in
    let acknowledged = ledger.records(.all) { $0.kind == .acknowledged && $0.acks == .all }
    guard !acknowledged.isEmpty else {
      return Answer(.unknown("no record was acknowledged with acks=all"))
    }
    let lost = ledger.acknowledgedLost(.all) { $0 == .all }
    if !lost.isEmpty {
      return Answer(
        .holds(false), records: ledger.sightings(of: lost, limit: Ledger.namedRecords),
        evidence: ledger.outcomes(of: lost, limit: 4), remark: "\(lost.count) records are lost")
    }
    // What an elected leader lacked counts even if a later one had it again.
    for found in ledger.durabilityBreaks {
      let missing = RecordSet(ledger.canonical(found.records))
        .intersection(ledger.acknowledged(before: found.at)).subtracting(ledger.removed())
      if !missing.isEmpty {
        return Answer(
          .holds(false), records: missing.spans.map { Sighting($0, found.partition) },
          evidence: [found.number],
          remark: "broker \(found.broker) was elected without \(missing.count) records")
      }
    }
    return Answer(.holds(true))
  }

  /// I-DUR1: the same for acks=1, which Kafka does not promise.
  static let leaderDurability = Check(
    id: .leaderDurability, promise: "a record acknowledged with acks=1 is found by a full read"
  ) { ledger in
    let acknowledged = ledger.records(.all) { $0.kind == .acknowledged && $0.acks == .leader }
    guard !acknowledged.isEmpty else {
      return Answer(.unknown("no record was acknowledged with acks=1"))
    }
    let lost = ledger.acknowledgedLost(.all) { $0 == .leader }
    guard !lost.isEmpty else { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: ledger.sightings(of: lost, limit: Ledger.namedRecords),
      evidence: ledger.outcomes(of: lost, limit: 4), remark: "\(lost.count) records are lost")
  }

  /// I-ERR: a send that was reported as definitely failed is never visible.
  static let errorsAreFinal = Check(
    id: .errorsAreFinal, promise: "a send reported as definitely failed is never visible"
  ) { ledger in
    guard ledger.streams.contains(where: { $0.settled > 0 }) else {
      return Answer(.unknown("no send has an outcome"))
    }
    var shown: [RecordSpan] = []
    for partition in ledger.partitions { partition.visible.forEach { shown.append($0.records) } }
    let failed = ledger.records(.all) { $0.kind == .failedForCertain }
    let visible = failed.intersection(RecordSet(shown))
    guard !visible.isEmpty else { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: visible.spans.map { Sighting($0) },
      evidence: ledger.outcomes(of: visible, limit: 4),
      remark: "\(visible.count) refused records are visible")
  }
}

extension Ledger {
  /// Records that were acknowledged with acks=all before an instant.
  func acknowledged(before instant: Instant) -> RecordSet {
    records(.all) { $0.kind == .acknowledged && $0.acks == .all && $0.at <= instant }
  }
}

extension LogRuns {
  /// Calls the body with everything that is held.
  func forEach(_ body: (LogRun) -> Void) { runs.forEach { body($0) } }
}
