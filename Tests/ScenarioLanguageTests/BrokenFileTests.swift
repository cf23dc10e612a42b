import Testing

@testable import ScenarioLanguage

/// A broken scenario: what is wrong stands behind a sound beginning, so that its first line is 15.
struct Broken: CustomTestStringConvertible, Sendable {
  var text: String
  /// `line:column: message`, with the suggestion in brackets; several problems with bars between.
  var problems: String
  var testDescription: String { text }

  init(_ text: String, _ problems: String) {
    self.text = text
    self.problems = problems
  }

  static let beginning = """
    ackproof 1
    title  Base
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 2
    producer web
      acks = all
    consumer audit
      group.id = audit
    consumers worker 2
      group.id = billing
    vary acks of web: 1, all
    expect no acknowledged record is lost

    """

  static let all = statements + triggers + vary + expectations + blocks
}

/// The problems of a file in the notation of the tables.
func problemLines(of bytes: [UInt8]) -> String {
  let reading = ScenarioReader.read(file: "t", bytes: bytes)
  return reading.problems.map { problem in
    let column = reading.source?.column(of: problem.place) ?? 1
    return "\(problem.place.line):\(column): \(problem.message)"
      + (problem.suggestion.map { " [\($0)]" } ?? "")
  }.joined(separator: " | ")
}

@Suite("A broken file")
struct BrokenFileTests {
  @Test("tells what is wrong, where, and what was meant", arguments: Broken.all)
  func message(_ broken: Broken) {
    #expect(
      problemLines(of: Array((Broken.beginning + broken.text + "\n").utf8)) == broken.problems)
  }

  @Test("is broken by its last lines alone")
  func soundBeginning() {
    #expect(problemLines(of: Array(Broken.beginning.utf8)).isEmpty)
    #expect(Broken.all.count >= 200)
  }

  @Test(
    "as a whole tells what is wrong",
    arguments: [
      Broken("", "1:1: the file says nothing; the first line is 'ackproof 1'"),
      Broken("# only a comment", "1:1: the file says nothing; the first line is 'ackproof 1'"),
      Broken(
        "title  x\nexpect no duplicates", "1:1: the first line has to be 'ackproof 1'"),
      Broken(
        "ackproof\nexpect no duplicates",
        "1:1: the first line lacks the language's version, as in 'ackproof 1'"),
      Broken(
        "ackproof 2\nexpect no duplicates",
        "1:10: version '2' of the language is unknown; this is version 1"),
      Broken(
        "ackproof 1\ntitle  x", "2:1: nothing is expected; a scenario needs an 'expect' line"),
      Broken(
        "ackproof 1\nbrokers many\nat 2s crash broker 9\nexpect no duplicates",
        "2:9: expected a number, found 'many'"),
      Broken(
        "ackproof 1\ntopic a b\nat 2s delete topic a\nexpect no duplicates in a",
        "2:9: expected the end of the line, found 'b'"),
      Broken(
        "ackproof 1\r\nat 2s freze broker 1\r\n\r\nexpect no duplicate\r\n",
        "2:7: unknown fault 'freze' [freeze] | "
          + "4:11: 'duplicate' is not understood here [duplicates]"),
      Broken(
        "ackproof 1\ntitle  äöü 日本\nat 2s  crash  brökr 1\nexpect no duplicates",
        "3:15: expected a node such as 'broker 2' or 'leader of orders-0', found 'brökr' [broker]"),
    ])
  func wholeFile(_ broken: Broken) {
    #expect(problemLines(of: Array(broken.text.utf8)) == broken.problems)
  }

  @Test("that is over a bound, or no text, is refused with the bound named")
  func bounds() {
    let long = "ackproof 1\nexpect " + String(repeating: "x", count: 5_000)
    #expect(
      problemLines(of: Array(long.utf8))
        == "2:1: a line of 5007 bytes is over the bound of 4096 bytes")
    let many = String(repeating: "\n", count: 20_001)
    #expect(
      problemLines(of: Array(many.utf8)) == "1:1: more than 20000 lines, the bound of one file")
    let latin = Array("ackproof 1\ntitle  caf".utf8) + [0xE9, 0x0A]
    #expect(problemLines(of: latin) == "2:1: this is not UTF-8 text")
    let escape = Array("ackproof 1\ntitle  \u{1B}[31mred".utf8)
    #expect(
      problemLines(of: escape) == "2:1: a control character (U+001B) has no place in a scenario")
    let nothing = Array("ackproof 1\ntitle\ta\u{0}b".utf8)
    #expect(
      problemLines(of: nothing) == "2:1: a control character (U+0000) has no place in a scenario")
    let marked = [0xEF, 0xBB, 0xBF] + Array("ackproof 1\nexpect no duplicates\n".utf8)
    #expect(problemLines(of: marked).isEmpty)
    let includes = (1...17).map { "properties \($0).properties\n" }.joined()
    #expect(
      problemLines(of: Array(("ackproof 1\n" + includes + "expect no duplicates\n").utf8))
        == "18:12: 17 included files are over the bound of 16")
    let values = (1...65).map(String.init).joined(separator: ", ")
    #expect(
      problemLines(
        of: Array("ackproof 1\nvary speed: \(values)\nexpect no duplicates\n".utf8))
        == "2:6: 65 values are over the bound of 64")
  }

  @Test("is drawn as a compiler draws it")
  func drawing() {
    let text = """
      ackproof 1
      brokers 3
      topic orders
        min.insync.replicas = 2
      expect no duplicates



      at 500ms  cut broker 4 from brokers 2, 3
      \tat 600ms  cut brokers 2 frm broker 1
      """
    let reading = ScenarioReader.read(file: "claims/A2.scenario", bytes: Array(text.utf8))
    let drawn = reading.source.map { Diagnostic.rendered(reading.problems, in: $0) }
    #expect(
      drawn == """
        claims/A2.scenario:9:15: error: no broker 4 here; the brokers are 1 to 3
           |
         9 | at 500ms  cut broker 4 from brokers 2, 3
           |               ^~~~~~~~
        claims/A2.scenario:10:26: error: expected 'from', 'and' or 'to', found 'frm'
           |
        10 | \tat 600ms  cut brokers 2 frm broker 1
           | \t                        ^~~ did you mean 'from'?
        """)
  }
}
