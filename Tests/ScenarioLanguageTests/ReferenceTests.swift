import Foundation
import Testing

@testable import ScenarioLanguage

@Suite("The reference in Scenarios/README.md")
struct ReferenceTests {
  static let text: String = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "../../Scenarios/README.md").standardized
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  /// The clauses of `send` have a list of their own there.
  private static func usage(_ row: Glossary.Row) -> String {
    let usage = row.usage.replacing("|", with: "\\|")
    guard usage.hasPrefix("send {") || usage.hasPrefix("send records"),
      let clauses = usage.range(of: "[, one every")
    else { return usage }
    return row.noun == "producer setting" ? usage[..<clauses.lowerBound] + " …" : usage
  }

  @Test("has every construct as it is written, with its meaning and its example")
  func complete() {
    for row in Glossary.topics.flatMap(\.rows) {
      let usage = Self.usage(row)
      let isThere = Self.text.contains("| `\(usage)` | \(row.help) | `\(row.example)` |")
      #expect(isThere, "| `\(usage)` | \(row.help) | `\(row.example)` |")
    }
  }

  @Test("has nothing that the language has not")
  func nothingElse() {
    let rows = Set(Glossary.topics.flatMap(\.rows).map { Self.usage($0) })
    let reference = Self.text.split(separator: "## Reference").last ?? ""
    for line in reference.split(separator: "\n") where line.hasPrefix("| `") {
      let usage = line.dropFirst(3).prefix { $0 != "`" }
      let isKnown = rows.contains(String(usage))
      #expect(isKnown, "\(line)")
    }
  }
}
