import KafkaModel
import ScenarioLanguage

/// Says what to write for `retention.ms = 10s`: Kafka's properties are bare numbers, and their
/// names end in the unit.
enum UnitHint {
  private static let times: [(ending: String, word: String, unit: TimeAmount.Unit)] = [
    (".ms", "milliseconds", .ms), (".seconds", "seconds", .s), (".minutes", "minutes", .m),
    (".hours", "hours", .h),
  ]

  /// What follows Kafka's sentence about a value; empty when the value is no amount with a unit.
  static func text(for key: String, value: String) -> String {
    if key.hasSuffix(".bytes"), case .success(let size) = ByteSize.read(Substring(value)) {
      return "; it is counted in bytes: \(size.bytes)"
    }
    guard let time = times.first(where: { key.hasSuffix($0.ending) }),
      case .success(let amount) = TimeAmount.read(Substring(value)),
      amount.nanoseconds % time.unit.nanoseconds == 0
    else { return "" }
    return "; it is counted in \(time.word): \(amount.nanoseconds / time.unit.nanoseconds)"
  }
}
