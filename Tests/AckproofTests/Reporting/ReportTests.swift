import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("Reports")
struct ReportTests {
  /// A report of one scenario with one variant and one expectation with this verdict.
  static func report(_ verdict: Verdict, isLiveness: Bool = false) -> ScenarioReport {
    var expectation = ExpectationReport(
      line: 12, text: "records < 3 & \"more\"", inSomeSeed: false)
    expectation.fold(
      ExpectationResult(
        index: 0, line: 12, verdict: verdict, isLiveness: isLiveness, observed: "5 > 3",
        records: ["record 4 of web (orders-0, offset 3)"], spans: [], evidence: [], at: nil),
      seed: 7)
    expectation.story = ["0.500000s  broker 1 crashes"]
    var variant = VariantReport(
      values: [VariedValue(key: "acks", subject: "web", value: "1")], expectations: [expectation])
    variant.seeds = [(7, "00000000000000ab")]
    return ScenarioReport(
      file: "Scenarios/claims/A2.scenario", title: "A title", claims: ["A10", "A2"],
      version: "3.7.2", variants: [variant], notes: [], broken: nil)
  }

  static let statuses: [(Verdict, Bool, Ackproof.ExitStatus)] = [
    (.holds, false, .holds), (.violated, false, .violated), (.violated, true, .late),
    (.undetermined, false, .undetermined),
  ]

  @Test("the exit status follows from the verdict", arguments: statuses)
  func status(_ verdict: Verdict, _ isLiveness: Bool, _ status: Ackproof.ExitStatus) {
    #expect(Self.report(verdict, isLiveness: isLiveness).status == status)
  }

  @Test("the worst of several wins")
  func worst() {
    #expect(Ackproof.ExitStatus.holds.worse(.undetermined) == .undetermined)
    #expect(Ackproof.ExitStatus.violated.worse(.undetermined) == .violated)
    #expect(Ackproof.ExitStatus.late.worse(.violated) == .violated)
    #expect(Ackproof.ExitStatus.refused.worse(.violated) == .violated)
    #expect(Ackproof.ExitStatus.broken.worse(.violated) == .broken)
    #expect(Ackproof.ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
  }

  @Test("a missed floor makes what holds undetermined")
  func floor() {
    var report = Self.report(.holds)
    report.variants[0].floors = [(7, "no record was sent")]
    #expect(report.status == .undetermined)
    #expect(
      TerminalReport().lines(report).contains(
        "  undetermined: no record was sent (seed 7 where acks of web = 1)"))
  }

  @Test("one seed is enough for 'in some seed', every seed is needed else")
  func quantifiers() {
    func verdict(_ inSomeSeed: Bool, _ verdicts: [Verdict]) -> Verdict {
      var report = ExpectationReport(line: 1, text: "", inSomeSeed: inSomeSeed)
      for (seed, verdict) in verdicts.enumerated() {
        report.fold(
          ExpectationResult(
            index: 0, line: 1, verdict: verdict, isLiveness: false, observed: "", records: [],
            spans: [], evidence: [], at: nil), seed: UInt64(seed))
      }
      return report.verdict
    }
    #expect(verdict(false, [.holds, .holds]) == .holds)
    #expect(verdict(false, [.holds, .violated, .undetermined]) == .violated)
    #expect(verdict(false, [.holds, .undetermined]) == .undetermined)
    #expect(verdict(true, [.violated, .holds, .undetermined]) == .holds)
    #expect(verdict(true, [.violated, .undetermined]) == .undetermined)
    #expect(verdict(true, [.violated, .violated]) == .violated)
  }

  @Test("a violation tells its story in the terminal")
  func terminal() {
    #expect(
      TerminalReport().lines(Self.report(.violated)) == [
        "violated      00000000000000ab  Scenarios/claims/A2.scenario  A title",
        "  line 12  records < 3 & \"more\"  VIOLATED: 5 > 3",
        "",
        "  Scenarios/claims/A2.scenario:12: expected records < 3 & \"more\"",
        "    observed  5 > 3",
        "              record 4 of web (orders-0, offset 3)",
        "    where     acks of web = 1",
        "    what happened",
        "      0.500000s  broker 1 crashes",
        "    repeat    ackproof replay Scenarios/claims/A2.scenario --seed 7 "
          + "--where 'acks of web = 1' --digest 00000000000000ab",
        "",
      ])
    #expect(
      TerminalReport().lines(Self.report(.holds)) == [
        "holds         00000000000000ab  Scenarios/claims/A2.scenario  A title"
      ])
  }

  @Test("JUnit has a case per expectation, with markup escaped")
  func junit() {
    let text = JUnitReport.document(
      [Self.report(.violated)], refused: [("bad.scenario", "a < b")])
    #expect(text.contains(#"<testsuites name="ackproof" tests="2" failures="1" errors="1">"#))
    #expect(text.contains(#"classname="Scenarios.claims.A2""#))
    #expect(
      text.contains(#"name="line 12: records &lt; 3 &amp; &quot;more&quot; [acks of web = 1]""#))
    #expect(text.contains(#"<failure message="5 &gt; 3" type="violated">observed: 5 &gt; 3"#))
    #expect(
      text.contains(#"<error message="error in the scenario" type="refused">a &lt; b</error>"#))
    #expect(JUnitReport.escaped("a\u{1B}[0m\u{0}") == "a\u{FFFD}[0m\u{FFFD}")
  }

  @Test("annotations of GitHub cannot be forged by their text")
  func annotations() {
    let lines = GitHubReport.lines([Self.report(.violated)], refused: [])
    #expect(lines.count == 1)
    #expect(lines[0].hasPrefix("::error file=Scenarios/claims/A2.scenario,line=12,title="))
    #expect(lines[0].hasSuffix("--digest 00000000000000ab"))
    #expect(!lines[0].contains("\n"))
    #expect(GitHubReport.message("50%\n::error::") == "50%25%0A::error::")
  }

  @Test("each problem of a scenario that cannot run is shown at its own line")
  func refusals() throws {
    guard case .failure(let failure) = compile("ackproof 1\nbrokers 0\ntopic a b\nexpect x\n")
    else {
      Issue.record("it compiled")
      return
    }
    let lines = GitHubReport.lines([], refused: [("t.scenario", failure.rendered)])
    #expect(lines.count == 3)
    for (line, number) in zip(lines, [2, 3, 4]) {
      #expect(
        line.hasPrefix(
          "::error file=t.scenario,line=\(number),title=error in the scenario::"), "\(line)")
      #expect(!line.contains("%0A"), "\(line)")
    }
    #expect(
      GitHubReport.lines([], refused: [("x", "x: error: this file cannot be read")])
        == ["::error file=x,line=1,title=error in the scenario::x: error: this file cannot be read"]
    )
  }

  @Test("every key of the JSON document is explained in the reference")
  func documented() async throws {
    let plan = try StoryTests.plan()
    let report = await ScenarioRunner(plan, seeds: [1]).run()
    let written = JSONReport.document(
      [report], refused: [("x", "y")], status: .violated, withClaims: true
    ).written
    let reference = String(
      decoding: try #require(Damage.files(ending: "Scenarios/README.md").first), as: UTF8.self)
    let words = written.split(separator: "\"", omittingEmptySubsequences: false)
    for (place, word) in words.enumerated() where place + 1 < words.count {
      guard place % 2 == 1, words[place + 1].hasPrefix(":") else { continue }
      let isThere = reference.contains("`\(word)`")
      #expect(isThere, "\(word)")
    }
  }

  @Test("GitHub shows ten annotations of a level, so the last one counts the rest")
  func annotationLimit() {
    let reports = Array(repeating: Self.report(.violated), count: 12)
    let lines = GitHubReport.lines(reports, refused: [])
    #expect(lines.count == 10)
    #expect(lines.last == "::error::and 3 more")
  }

  @Test("claims are in the table's order, with its verdicts where their scenarios hold")
  func claims() {
    var other = Self.report(.violated)
    other.claims = ["A10", "X1"]
    other.file = "b.scenario"
    let lines = ClaimsReport.lines([Self.report(.holds), other])
    #expect(
      lines.prefix(3) == [
        "| claim | what is said | verdict | scenarios |", "| --- | --- | --- | --- |",
        "| E1 | a new partition is led by the first replica of its list | open | - |",
      ])
    #expect(
      lines.filter { $0.contains(".scenario") } == [
        "| A2 | acks=1 loses acknowledged records with their leader | can happen "
          + "| Scenarios/claims/A2.scenario |",
        "| A10 | with as many replicas as min.insync.replicas one loss stops writes "
          + "| not proved (violated) | Scenarios/claims/A2.scenario, b.scenario |",
        "| X1 | not in the table of claims | not proved (violated) | b.scenario |",
      ])
    #expect(lines.last == "91 claims: 88 open, 1 can happen, 2 not proved (violated)")
    #expect(lines.contains { $0.hasPrefix("| T1 |") && $0.contains("| open |") })
  }

  @Test("JSON is escaped, and its form has a version")
  func json() {
    #expect(JSONText.quoted("a\"\\\n\u{1}</script>") == #""a\"\\\n\u0001\u003c/script>""#)
    let text = JSONReport.document([Self.report(.holds)], refused: [], status: .holds).written
    #expect(
      text.hasPrefix(
        """
        {
          "schema": "ackproof.report",
          "version": 1,
          "tool": "0.1.0",
          "status": 0,
          "verdict": "holds",
        """))
    #expect(text.contains(#""digest": "00000000000000ab""#))
    #expect(
      JSONText.object([("a", .list([])), ("b", .null)]).written
        == "{\n  \"a\": [],\n  \"b\": null\n}")
  }

  @Test("times are aligned to the microsecond")
  func times() {
    #expect(TimeText.text(.milliseconds(1_500)) == "   1.500000s")
    #expect(TimeText.text(.zero) == "   0.000000s")
    #expect(TimeText.text(.microseconds(-20)) == "  -0.000020s")
  }
}
