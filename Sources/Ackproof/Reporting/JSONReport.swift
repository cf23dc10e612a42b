import Kernel
import ScenarioLanguage

/// The report as one JSON document, whose form is a contract with a version.
public enum JSONReport {
  /// The version of the form; it grows when a field is removed or changes its meaning.
  public static let version: Int64 = 1

  /// The document about some scenarios, with the views of groups where they were asked for.
  public static func document(
    _ reports: [ScenarioReport], refused: [(file: String, text: String)], status: ExitStatus,
    withClaims: Bool = false, groups: [JSONText] = []
  ) -> JSONText {
    .object(
      [
        ("schema", .text("ackproof.report")), ("version", .number(version)),
        ("tool", .text(ToolVersion.current)),
        ("status", .number(Int64(status.rawValue))), ("verdict", .text(status.word)),
        ("scenarios", .list(reports.map(scenario))),
        (
          "errors",
          .list(refused.map { .object([("file", .text($0.file)), ("text", .text($0.text))]) })
        ),
      ] + (withClaims ? [("claims", ClaimsReport.json(reports))] : [])
        + (groups.isEmpty ? [] : [("groups", .list(groups))]))
  }

  private static func scenario(_ report: ScenarioReport) -> JSONText {
    .object([
      ("file", .text(report.file)), ("title", report.title.map { .text($0) } ?? .null),
      ("claims", .list(report.claims.map { .text($0) })), ("kafka", .text(report.version)),
      ("fingerprint", .text(report.fingerprint)), ("digest", .text(report.digest)),
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
