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

  @Test("has every construct with its example and its meaning")
  func complete() {
    for form in AnyForm.all {
      #expect(Self.text.contains("| \(form.help) | `\(form.example)` |"), "\(form.name)")
    }
    for statement in Vocabulary.statements {
      #expect(
        Self.text.contains("| \(statement.help) | `\(statement.example)` |"), "\(statement.word)")
    }
  }
}
