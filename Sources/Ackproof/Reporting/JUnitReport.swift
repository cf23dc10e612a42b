import Kernel
import ScenarioLanguage

/// The report as JUnit XML: one suite per scenario, one case per expectation and variant.
///
/// What is undetermined is an error, not a skip: a run that proved nothing must be seen. Times are
/// simulated ones, so that equal runs give equal files.
public enum JUnitReport {
  /// The document about some scenarios.
  public static func document(
    _ reports: [ScenarioReport], refused: [(file: String, text: String)]
  ) -> String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    let cases = reports.reduce(0) { $0 + count($1) { _ in true } } + refused.count
    let failures = reports.reduce(0) { $0 + count($1) { $0.verdict == .violated } }
    let errors = reports.reduce(0) { $0 + self.errors(in: $1) } + refused.count
    lines.append(
      #"<testsuites name="ackproof" tests="\#(cases)" failures="\#(failures)" errors="\#(errors)">"#
    )
    for report in reports { lines += suite(report) }
    for (file, text) in refused {
      let name = escaped(className(file))
      lines.append(#"  <testsuite name="\#(name)" tests="1" failures="0" errors="1">"#)
      let attributes = #"name="the scenario can be read" file="\#(escaped(file))""#
      lines.append(#"    <testcase classname="\#(name)" \#(attributes)>"#)
      lines.append(
        #"      <error message="error in the scenario" type="refused">\#(escaped(text))</error>"#)
      lines += ["    </testcase>", "  </testsuite>"]
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func count(
    _ report: ScenarioReport, _ isMeant: (ExpectationReport) -> Bool
  ) -> Int {
    report.variants.reduce(0) { $0 + $1.expectations.filter(isMeant).count }
  }

  private static func errors(in report: ScenarioReport) -> Int {
    count(report) { $0.verdict == .undetermined }
  }

  private static func suite(_ report: ScenarioReport) -> [String] {
    let tests = count(report) { _ in true }
    let failures = count(report) { $0.verdict == .violated }
    let errors = errors(in: report)
    let name = escaped(className(report.file))
    let counts = #"tests="\#(tests)" failures="\#(failures)" errors="\#(errors)""#
    var lines = [#"  <testsuite name="\#(name)" \#(counts)>"#]
    for variant in report.variants {
      for expectation in variant.expectations {
        lines += testCase(expectation, variant, report, name)
      }
    }
    lines.append("  </testsuite>")
    return lines
  }

  private static func testCase(
    _ expectation: ExpectationReport, _ variant: VariantReport, _ report: ScenarioReport,
    _ name: String
  ) -> [String] {
    var title = "line \(expectation.line): \(expectation.text)"
    if !variant.values.isEmpty { title += " [\(variant.label)]" }
    let head =
      #"    <testcase classname="\#(name)" name="\#(escaped(title))""#
      + #" file="\#(escaped(report.file))" line="\#(expectation.line)""#
    guard expectation.verdict != .holds else { return [head + "/>"] }
    let result = expectation.example?.result
    let observed = result?.observed ?? "nothing was run"
    var body = ["observed: \(observed)"] + (result?.records ?? []) + expectation.story
    if let seed = expectation.example?.seed {
      body.append("repeat: \(TerminalReport.command(report.file, seed, variant))")
    }
    let element = expectation.verdict == .violated ? "failure" : "error"
    let type = expectation.status.word
    return [
      head + ">",
      #"      <\#(element) message="\#(escaped(observed))" type="\#(escaped(type))">"#
        + escaped(body.joined(separator: "\n")) + "</\(element)>",
      "    </testcase>",
    ]
  }

  /// The path without its extension, dots for slashes.
  private static func className(_ file: String) -> String {
    var path = file
    if path.hasSuffix(".scenario") { path.removeLast(".scenario".count) }
    while path.hasPrefix("./") { path.removeFirst(2) }
    return path.split(separator: "/").joined(separator: ".")
  }

  /// Text for XML 1.0: markup escaped, characters that it forbids replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
