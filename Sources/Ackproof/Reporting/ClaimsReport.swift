/// The table of claims: each row's verdict, and the scenarios that prove it. A row that no scenario
/// judges is open; one whose scenarios do not all hold is not proved.
public enum ClaimsReport {
  /// One row as it came out.
  struct Row {
    var id: String
    var text: String
    /// The verdict of the table where every scenario of the row held; else what is wrong.
    var verdict: String
    var files: [String]
  }

  /// The rows as Markdown, in the order of the table, and a line that counts them.
  public static func lines(_ reports: [ScenarioReport]) -> [String] {
    let rows = rows(reports)
    var lines = ["| claim | what is said | verdict | scenarios |", "| --- | --- | --- | --- |"]
    for row in rows {
      let files = row.files.isEmpty ? "-" : row.files.joined(separator: ", ")
      lines.append("| \(row.id) | \(row.text) | \(row.verdict) | \(files) |")
    }
    var counts: [(word: String, count: Int)] = []
    for row in rows {
      if let place = counts.firstIndex(where: { $0.word == row.verdict }) {
        counts[place].count += 1
      } else {
        counts.append((row.verdict, 1))
      }
    }
    let total = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    return lines + ["", "\(rows.count) claims: \(total)"]
  }

  /// The rows for a JSON document.
  static func json(_ reports: [ScenarioReport]) -> JSONText {
    .list(
      rows(reports).map { row in
        .object([
          ("id", .text(row.id)), ("claim", .text(row.text)), ("verdict", .text(row.verdict)),
          ("scenarios", .list(row.files.map { .text($0) })),
        ])
      })
  }

  /// Every row of the table, then those that scenarios name and the table does not know.
  static func rows(_ reports: [ScenarioReport]) -> [Row] {
    var rows = ClaimTable.rows.map { claim in
      row(claim.id, claim.text, claim.verdict.rawValue, reports)
    }
    for id in reports.flatMap(\.claims) where !rows.contains(where: { $0.id == id }) {
      rows.append(row(id, "not in the table of claims", "unknown", reports))
    }
    return rows
  }

  private static func row(
    _ id: String, _ text: String, _ verdict: String, _ reports: [ScenarioReport]
  ) -> Row {
    let judging = reports.filter { $0.claims.contains(id) }
    let status = judging.reduce(ExitStatus.holds) { $0.worse($1.status) }
    var word = verdict
    // The scenarios expect what the table says, so those that hold prove their row.
    if judging.isEmpty { word = "open" }
    if status != .holds { word = "not proved (\(status.word))" }
    return Row(id: id, text: text, verdict: word, files: judging.map(\.file))
  }
}
