import ScenarioLanguage

/// The report as annotations that GitHub shows at the scenario's lines.
public enum GitHubReport {
  /// What GitHub shows of one level in one step.
  public static let limit = 10

  /// The annotations, the gravest first; what is over the limit is counted in a last one.
  public static func lines(
    _ reports: [ScenarioReport], refused: [(file: String, text: String)]
  ) -> [String] {
    var errors = refused.flatMap { refusals(of: $0.file, $0.text) }
    var warnings: [String] = []
    for report in reports {
      for variant in report.variants {
        for expectation in variant.expectations where expectation.verdict != .holds {
          let level = expectation.verdict == .violated ? "error" : "warning"
          let label = variant.values.isEmpty ? "" : " where \(variant.label)"
          var text = "observed: \(expectation.example?.result.observed ?? "nothing was run")"
          if let seed = expectation.example?.seed {
            text += "\nrepeat: \(TerminalReport.command(report.file, seed, variant))"
          }
          let line = annotation(
            level, report.file, expectation.line, "\(expectation.text)\(label)", text)
          if level == "error" { errors.append(line) } else { warnings.append(line) }
        }
        for floor in variant.floors {
          warnings.append(annotation("warning", report.file, 1, "undetermined", floor.reason))
        }
      }
    }
    return bounded(errors, "error") + bounded(warnings, "warning")
  }

  /// One annotation for each problem of a text, where it is; the whole text where no place is told.
  private static func refusals(of file: String, _ text: String) -> [String] {
    let placed = text.split(separator: "\n").compactMap { line -> String? in
      guard let mark = line.firstRange(of: ": error: ") else { return nil }
      let head = line[..<mark.lowerBound].split(
        separator: ":", omittingEmptySubsequences: false)
      guard head.count >= 3, let number = Int(head[head.count - 2]),
        Int(head[head.count - 1]) != nil
      else { return nil }
      let path = head.dropLast(2).joined(separator: ":")
      return annotation(
        "error", path, number, "error in the scenario", String(line[mark.upperBound...]))
    }
    return placed.isEmpty ? [annotation("error", file, 1, "error in the scenario", text)] : placed
  }

  private static func bounded(_ lines: [String], _ level: String) -> [String] {
    if lines.count <= limit { return lines }
    return lines.prefix(limit - 1) + ["::\(level)::and \(lines.count - limit + 1) more"]
  }

  private static func annotation(
    _ level: String, _ file: String, _ line: Int, _ title: String, _ text: String
  ) -> String {
    "::\(level) file=\(property(file)),line=\(line),title=\(property(title))::\(message(text))"
  }

  /// A message's text: what could end it is written as a code.
  static func message(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func property(_ text: String) -> String {
    var result = ""
    for character in message(text) {
      switch character {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.append(character)
      }
    }
    return result
  }
}
