import KafkaModel
import Kernel

/// The promises of a Kafka cluster that can be judged from history alone.
public enum InvariantID: String, Sendable, CaseIterable {
  case durability = "I-DUR"
  case leaderDurability = "I-DUR1"
  case oneValuePerOffset = "I-OFF"
  case logMatching = "I-LM"
  case noDuplicates = "I-DUP"
  case order = "I-ORD"
  case positions = "I-POS"
  case watermarkKept = "I-HW"
  case inSyncComplete = "I-ISR"
  case errorsAreFinal = "I-ERR"
  case fencing = "I-FENCE"
  case groupOffsets = "I-GRP"
  case liveness = "I-LIVE"
}

/// One row of the table of invariants: its name, what it promises, how it is judged.
struct Check: Sendable {
  /// Which promise.
  let id: InvariantID
  /// The promise in one sentence.
  let promise: String
  /// Judges a run so far: kept, broken, or not put to the test.
  let judge: @Sendable (Ledger) -> Answer
}

/// The table of invariants; the random campaigns and the guarantees of scenarios read it.
enum Checks {
  /// Every invariant, in the order of reports.
  static let all: [Check] = [
    .durability, .leaderDurability, .oneValuePerOffset, .logMatching, .noDuplicates, .order,
    .positions, .watermarkKept, .inSyncComplete, .errorsAreFinal, .fencing, .groupOffsets,
    .liveness,
  ]

  /// Judges one invariant.
  static func judge(_ id: InvariantID, _ ledger: Ledger) -> Answer {
    guard let check = all.first(where: { $0.id == id }) else {
      return Answer(.unknown("there is no check \(id.rawValue)"))
    }
    return check.judge(ledger)
  }
}

extension Answer {
  /// Kept, unless a break was noted; not judged where nothing was put to the test.
  static func breaks(
    _ breaks: [LogBreak], tested: Bool, otherwise reason: String,
    _ remark: (LogBreak) -> String
  ) -> Answer {
    guard let first = breaks.first else {
      return tested ? Answer(.holds(true)) : Answer(.unknown(reason))
    }
    let records = breaks.flatMap { found in
      found.records.map { Sighting($0, found.partition) }
    }
    return Answer(
      .holds(false), records: Array(records.prefix(Ledger.namedRecords)),
      evidence: breaks.prefix(3).map(\.number), remark: remark(first))
  }
}
