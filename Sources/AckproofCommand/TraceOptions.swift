import Ackproof
import KafkaModel
import Kernel
import ScenarioLanguage

/// What of a timeline is shown; the same words for every command that prints one.
enum TraceOptions {
  /// The options.
  static let forms = [
    OptionForm("--node", "NAME", "trace: only what this process does or is named in"),
    OptionForm("--partition", "NAME", "trace: only this partition, as in orders-0"),
    OptionForm("--record", "N", "trace: only the N-th record of a producer"),
    OptionForm("--kind", "KIND", "trace: " + Trace.kinds.joined(separator: "/")),
    OptionForm("--until", "TIME", "trace: nothing later than this, as in 20s"),
    OptionForm("--all", nil, "trace: do not fold records on their way"),
  ]

  /// The filter that the options say.
  static func read(_ options: Options) -> Result<Trace.Filter, Options.Problem> {
    var filter = Trace.Filter()
    if !options.has("--trace"), let form = forms.first(where: { options.has($0.name) }) {
      return .failure(.init(message: "\(form.name) says what --trace shows; add --trace"))
    }
    filter.nodes = options.values("--node")
    filter.partitions = options.values("--partition")
    filter.kinds = options.values("--kind")
    filter.isUnfolded = options.has("--all")
    for kind in filter.kinds where !Trace.kinds.contains(kind) {
      let kinds = Trace.kinds.joined(separator: ", ")
      return .failure(.init(message: "unknown kind '\(kind)'; the kinds are \(kinds)"))
    }
    for text in options.values("--record") {
      guard let record = Int64(text), record > 0 else {
        return .failure(.init(message: "--record takes a number from 1 on, not '\(text)'"))
      }
      filter.records.append(record)
    }
    if let text = options.value("--until") {
      switch TimeAmount.read(Substring(text)) {
      case .failure(let problem):
        return .failure(.init(message: "--until: \(problem.message)"))
      case .success(let time): filter.until = .nanoseconds(time.nanoseconds)
      }
    }
    return .success(filter)
  }
}
