import KafkaModel
import Kernel
import ScenarioLanguage

/// One expectation on its way through a run.
struct Watch: Sendable {
  /// The expectation and its place.
  let planned: PlannedExpectation
  /// When it is looked at.
  let scope: Scope
  /// How often within that.
  let modality: Expectation.Modality
  /// Which facts may change the answer.
  let relevant: FactKinds
  /// The pattern of an event body; its place in the judge's list.
  let bodyPattern: Int?

  /// Whether the scope is open at present.
  var isOpen = false
  /// Whether the scope is over.
  var isClosed = false
  /// The instant at which the scope closes, once that is known.
  var closing: Instant?
  /// The first sample that decided it, for always, never and sometimes.
  var decisive: Sample?
  /// The last sample.
  var last: Sample?

  /// One look at the body.
  struct Sample: Sendable {
    /// Whether it was true; nil when it could not be judged.
    var isTrue: Bool?
    /// What was seen.
    var observed: String
    /// What it rests on.
    var answer: Answer
    /// When.
    var at: Instant
  }

  /// When an expectation is looked at.
  enum Scope: Equatable, Sendable {
    /// When the run is over.
    case end
    /// The whole run, or a part of it.
    case span(from: Duration, to: Duration?)
    /// At one instant.
    case at(Duration)
    /// So long after the first occurrence of a pattern, or after the beginning.
    case within(Duration, of: Int?)
    /// At the first occurrence of a pattern.
    case when(Int)
  }

  /// Whether it is about recovering in time: `within`, judged once.
  var isLiveness: Bool {
    guard modality == .once, planned.expectation.quantifier == .everySeed else { return false }
    if case .within = scope { return true }
    if case .guarantee(let phrase) = planned.expectation.body { return phrase.id == .recovers }
    return false
  }

  /// Whether every change within the scope counts, or its end only.
  var isSampledThroughout: Bool { modality != .once }

  /// Takes a sample in.
  mutating func take(_ sample: Sample) {
    last = sample
    guard decisive == nil, let isTrue = sample.isTrue else { return }
    switch modality {
    case .once: return
    case .always: if !isTrue { decisive = sample }
    case .never, .sometimes: if isTrue { decisive = sample }
    }
  }

  /// What came of it, now that its scope is over.
  var verdict: Verdict {
    switch modality {
    case .once:
      guard let isTrue = last?.isTrue else { return .undetermined }
      return isTrue ? .holds : .violated
    case .always, .never:
      if decisive != nil { return .violated }
      return last?.isTrue == nil && bodyPattern == nil ? .undetermined : .holds
    case .sometimes:
      if decisive != nil { return .holds }
      return last?.isTrue == nil && bodyPattern == nil ? .undetermined : .violated
    }
  }
}

/// A history event that an expectation refers to, and how often it has happened.
struct WatchedPattern: Sendable {
  /// The words.
  let phrase: EventPhrase
  /// Which facts it may be.
  let kinds: FactKinds
  /// Another pattern that must have happened before this one counts.
  let after: Int?
  /// How often it has happened.
  var times: Int64 = 0
  /// When it happened first.
  var first: Instant?
}

extension EventPhrase {
  /// The kinds of facts that may match; none for lines and messages, which are reported otherwise.
  var kinds: FactKinds {
    switch id {
    case .appendsOffset, .appendsRecord, .highWatermarkReaches, .logEndReaches, .logStartReaches,
      .truncates, .rollsSegment, .shutsDownLogDirectory:
      .log
    case .fetchesOffset: [.log, .consumer]
    case .sendsRecord, .finishesSending: .producer
    case .recordIs: [.producer, .log, .consumer]
    case .getsError: [.producer, .consumer]
    case .leaderChanges, .becomesLeader, .losesLeader, .isrShrinks, .isrGrows, .isrChanges,
      .refuses,
      .reassignmentCompletes, .topicIsCreated, .topicIsDeleted:
      .partition
    case .becomesController, .controllerChanges, .sessionExpires, .registers,
      .actsDeposed:
      .cluster
    case .crashes, .stops, .starts, .freezes, .wakes: .process
    case .groupStartsRebalance, .groupCompletesRebalance, .joinsGroup, .leavesGroup, .isAssigned,
      .givesUp, .handlesOffset, .commits, .transactionEvent:
      .consumer
    case .flushes, .compacts, .loadsLog: .log
    case .becomesFollower, .isrChangeRefused: .partition
    case .isReady: .process
    case .noticesFailure, .noticesStart, .resigns, .rejectsControl, .losesZooKeeper,
      .learnsExpiry:
      .cluster
    case .getsProducerID, .retries, .resends: .producer
    case .resetsPosition, .dies, .loadsGroup, .losesOffset: .consumer
    case .message, .heal, .lineFires, .lineDone: []
    }
  }
}
