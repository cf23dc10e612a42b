import ScenarioLanguage

/// What the language can say and the simulator cannot do yet: the one list, so that nothing is
/// ever skipped in silence.
///
/// Whoever teaches the simulator something removes its entry here.
enum Unsupported {
  /// Actions of timeline lines.
  static let faults: Set<FaultID> = [.transaction]
  /// History events as triggers and anchors.
  static let events: Set<EventID> = [.transactionEvent]
  /// Measures of expectations.
  static let measures: Set<MeasureID> = [
    .transactions, .visibleHalf,
  ]
  /// Guarantees of expectations.
  static let guarantees: Set<GuaranteeID> = [.transactionsAtomic, .noAbortedRead]
  /// Lines of blocks.
  static let producerLines: Set<ProducerLineID> = []
  static let consumerLines: Set<ConsumerLineID> = []
  /// Clauses of `send` and `forward` lines.
  static let sendClauses: Set<Slot> = [
    .records, .again,
  ]
  /// Weather.
  static let weather: Set<WeatherID> = []
}
