import ScenarioLanguage

/// The table of claims: which rows of the study notes the scenarios judge, and how it came out.
public enum ClaimsReport {
  /// The rows as Markdown, in the order of the claims' ids.
  public static func lines(_ reports: [ScenarioReport]) -> [String] {
    var ids: [String] = []
    for report in reports {
      for claim in report.claims where !ids.contains(claim) { ids.append(claim) }
    }
    ids.sort { order($0) < order($1) }
    var lines = ["| claim | verdict | scenarios |", "| --- | --- | --- |"]
    for id in ids {
      let files = reports.filter { $0.claims.contains(id) }
      let status = files.reduce(ExitStatus.holds) { $0.worse($1.status) }
      // The scenarios expect what the table says, so a scenario that holds proves its row.
      let verdict = status == .holds ? "proved" : status.word
      let names = files.map { "\($0.file)\($0.status == .holds ? "" : " (\($0.status.word))")" }
      lines.append("| \(id) | \(verdict) | \(names.joined(separator: ", ")) |")
    }
    return lines
  }

  /// `A2` before `A10`, and letters before numbers.
  private static func order(_ id: String) -> (String, Int) {
    let letters = String(id.prefix { $0.isLetter })
    let digits = id.drop { $0.isLetter }.prefix { $0.isNumber }
    return (letters, Int(digits) ?? 0)
  }
}
