import Kernel
import ScenarioLanguage

/// In which way an expectation was violated, so that two violations of one can be told apart.
///
/// A search that makes a failing scenario smaller must not slip from one failure to another: the
/// same words may be violated because records are gone, or because they are there twice.
public enum FailureKind: String, Sendable, CaseIterable {
  /// Records are gone.
  case lost
  /// Records are there although their send was refused.
  case refusedVisible
  /// Records are stored more than once.
  case duplicated
  /// Records stand in another order than they were sent in.
  case reordered
  /// Replicas, or readers at different times, have different records at one offset.
  case diverged
  /// Records were never processed.
  case neverProcessed
  /// Records were processed more than once.
  case processedTwice
  /// A reader passed over records.
  case skipped
  /// A position, an offset or a watermark moved back.
  case wentBack
  /// Two act where one may: owners, leaders, controllers.
  case doubled
  /// Whoever had been replaced still changed something.
  case fencedActed
  /// Partitions are without a leader.
  case leaderless
  /// Replicas are missing from the in-sync set.
  case notInSync
  /// Something waits for an answer that does not come.
  case stuck
  /// A number, time or size is smaller than expected.
  case less
  /// A number, time or size is larger than expected.
  case more
  /// An event happened that was not to.
  case happened
  /// An event did not happen.
  case missed
  /// Nothing more is known than that it is so.
  case otherwise

  /// The kind in words, as headers of findings say it.
  public var words: String {
    switch self {
    case .lost: "lost"
    case .refusedVisible: "visible though refused"
    case .duplicated: "duplicated"
    case .reordered: "out of order"
    case .diverged: "diverged"
    case .neverProcessed: "never processed"
    case .processedTwice: "processed more than once"
    case .skipped: "skipped"
    case .wentBack: "went back"
    case .doubled: "two at once"
    case .fencedActed: "fenced and still acting"
    case .leaderless: "without a leader"
    case .notInSync: "not in sync"
    case .stuck: "stuck"
    case .less: "less"
    case .more: "more"
    case .happened: "happened"
    case .missed: "did not happen"
    case .otherwise: "otherwise"
    }
  }
}

extension Watch {
  /// In which way it was violated, going by the sample that decided it.
  var failure: FailureKind? {
    guard verdict == .violated, let sample = decisive ?? last else { return nil }
    switch planned.expectation.body {
    case .guarantee(let phrase): return sample.answer.failure ?? phrase.id.failure
    case .event: return modality == .never ? .happened : .missed
    case .comparison(_, _, let operand): return sample.answer.deviation(from: operand)
    }
  }
}

extension Answer {
  /// The same answer with the way in which a promise was broken, where its words allow several.
  func failing(_ kind: FailureKind) -> Answer {
    var answer = self
    answer.failure = kind
    return answer
  }

  /// To which side of an operand the answer lies.
  fileprivate func deviation(from operand: Operand) -> FailureKind {
    let (found, wanted): (Int64, Int64)
    switch (value, operand) {
    case (.number(let number), .numbers(let numbers)) where numbers.count == 1:
      (found, wanted) = (number, numbers[0])
    case (.number(let number), .range(let low, _)): (found, wanted) = (number, low)
    case (.number(let number), .none): (found, wanted) = (number, 0)
    case (.time(let time), .time(let amount)):
      (found, wanted) = (time.nanoseconds, amount.nanoseconds)
    case (.size(let bytes), .size(let size)): (found, wanted) = (bytes, size.bytes)
    default: return .otherwise
    }
    return found < wanted ? .less : found > wanted ? .more : .otherwise
  }
}

extension GuaranteeID {
  /// The way in which a promise is broken that can be broken in one way only.
  fileprivate var failure: FailureKind {
    switch self {
    case .noAcknowledgedLost, .noRecordLost: .lost
    case .noRefusedVisible: .refusedVisible
    case .noDuplicates: .duplicated
    case .orderKept, .orderKeptPerKey: .reordered
    case .replicasAgree, .oneValuePerOffset, .inSyncComplete: .diverged
    case .watermarkKept, .offsetsNeverBack: .wentBack
    case .fencedChangesNothing: .fencedActed
    case .oneOwner, .samePartitioning, .oneLeaderPerEpoch, .oneController: .doubled
    case .exactlyOnce, .atLeastOnce: .neverProcessed
    case .atMostOnce: .processedTwice
    case .readersNeverSkip: .skipped
    case .everyPartitionHealthy, .partitionHasLeader: .leaderless
    case .partitionFullISR: .notInSync
    case .recovers: .stuck
    case .sameKeySamePartition, .transactionsAtomic, .noAbortedRead, .partitionHasNoLeader,
      .nodeIs, .groupIs, .spreadEvenly, .preferredLeadersLead, .topicExists, .znodeExists,
      .znodeContains, .configurationRefused, .nothingSent, .nothingAcknowledged, .nothingConsumed,
      .noFaultBites:
      .otherwise
    }
  }
}
