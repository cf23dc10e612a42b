/// A value as JSON: integers only, keys in the order in which they are given.
public indirect enum JSONText: Sendable {
  case null
  case boolean(Bool)
  case number(Int64)
  case text(String)
  case list([JSONText])
  case object([(key: String, value: JSONText)])

  /// The text, indented by two spaces per level; equal values give equal bytes.
  public var written: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .text(let value): text += Self.quoted(value)
    case .list(let values):
      let inner = indent + "  "
      text += values.isEmpty ? "[" : "[\n"
      for (place, value) in values.enumerated() {
        text += inner
        value.write(to: &text, indent: inner)
        text += place == values.count - 1 ? "\n" + indent : ",\n"
      }
      text += "]"
    case .object(let fields):
      let inner = indent + "  "
      text += fields.isEmpty ? "{" : "{\n"
      for (place, field) in fields.enumerated() {
        text += inner + Self.quoted(field.key) + ": "
        field.value.write(to: &text, indent: inner)
        text += place == fields.count - 1 ? "\n" + indent : ",\n"
      }
      text += "}"
    }
  }

  /// A string literal: quotes, backslashes and control characters escaped, and `<`, so that the
  /// text can lie in a script element.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "<": result += "\\u003c"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// The report as one JSON document, whose form is a contract with a version.
public enum JSONReport {
  /// The version of the form; it grows when a field is removed or changes its meaning.
  public static let version: Int64 = 1

  /// The document about some scenarios.
  public static func document(
    _ reports: [ScenarioReport], refused: [(file: String, text: String)], status: ExitStatus
  ) -> JSONText {
    .object([
      ("schema", .text("ackproof.report")), ("version", .number(version)),
      ("status", .number(Int64(status.rawValue))), ("verdict", .text(status.word)),
      ("scenarios", .list(reports.map(scenario))),
      (
        "errors",
        .list(refused.map { .object([("file", .text($0.file)), ("text", .text($0.text))]) })
      ),
    ])
  }

  private static func scenario(_ report: ScenarioReport) -> JSONText {
    .object([
      ("file", .text(report.file)), ("title", report.title.map { .text($0) } ?? .null),
      ("claims", .list(report.claims.map { .text($0) })), ("kafka", .text(report.version)),
      ("verdict", .text(report.status.word)), ("notes", .list(report.notes.map { .text($0) })),
      ("broken", report.broken.map { .text($0) } ?? .null),
      ("variants", .list(report.variants.map { variant($0, report.file) })),
    ])
  }

  private static func variant(_ variant: VariantReport, _ file: String) -> JSONText {
    .object([
      (
        "where",
        .list(
          variant.values.map { value in
            .object([
              ("key", .text(value.key)), ("subject", .text(value.subject)),
              ("value", .text(value.value)),
            ])
          })
      ),
      ("verdict", .text(variant.status.word)),
      (
        "runs",
        .list(
          variant.seeds.map { run in
            .object([("seed", .text(String(run.seed))), ("digest", .text(run.digest))])
          })
      ),
      ("events", .number(Int64(clamping: variant.eventCount))),
      ("simulatedNanoseconds", .number(variant.simulated.nanoseconds)),
      (
        "floors",
        .list(
          variant.floors.map { floor in
            .object([("seed", .text(String(floor.seed))), ("reason", .text(floor.reason))])
          })
      ),
      ("expectations", .list(variant.expectations.map { expectation($0, variant, file) })),
    ])
  }

  private static func expectation(
    _ expectation: ExpectationReport, _ variant: VariantReport, _ file: String
  ) -> JSONText {
    let example = expectation.example
    let result = example?.result
    return .object([
      ("line", .number(Int64(expectation.line))), ("expected", .text(expectation.text)),
      ("verdict", .text(expectation.verdict.rawValue)),
      ("quantifier", .text(expectation.inSomeSeed ? "some seed" : "every seed")),
      ("held", .number(Int64(expectation.held))),
      ("violated", .number(Int64(expectation.violated))),
      ("undetermined", .number(Int64(expectation.undetermined))),
      ("seed", example.map { .text(String($0.seed)) } ?? .null),
      ("observed", result.map { .text($0.observed) } ?? .null),
      ("atNanoseconds", result?.at.map { .number($0.nanoseconds) } ?? .null),
      ("records", .list((result?.records ?? []).map { .text($0) })),
      ("story", .list(expectation.story.map { .text($0) })),
      (
        "repeat",
        example.map { .text(TerminalReport.command(file, $0.seed, variant)) } ?? .null
      ),
    ])
  }
}
