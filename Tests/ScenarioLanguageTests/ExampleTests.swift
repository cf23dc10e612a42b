import Testing

@testable import ScenarioLanguage

/// Reads text that is within all bounds.
func parse(_ text: String, file: String = "test.scenario") -> (
  scenario: Scenario, problems: [Diagnostic], source: SourceText
) {
  let source = SourceText(file: file, bytes: Array(text.utf8))
  let (scenario, problems) = ScenarioParser.parse(source)
  return (scenario, problems, source)
}

@Suite("The examples of the language")
struct ExampleTests {
  @Test("are understood as they stand", arguments: Examples.all)
  func parses(_ text: String) {
    let (_, problems, source) = parse(text)
    #expect(problems.isEmpty, "\(Diagnostic.rendered(problems, in: source))")
  }

  @Test("come back from their canonical form", arguments: Examples.all)
  func roundTrip(_ text: String) {
    let first = parse(text)
    let printed = ScenarioPrinter.text(of: first.scenario)
    let second = parse(printed)
    #expect(second.problems.isEmpty, "\(Diagnostic.rendered(second.problems, in: second.source))")
    #expect(second.scenario == first.scenario)
    #expect(ScenarioPrinter.text(of: second.scenario) == printed)
  }

}
