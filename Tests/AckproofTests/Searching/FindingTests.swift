import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("A finding")
struct FindingTests {
  static func finding(_ base: String? = "Scenarios/fuzz/acks-one.scenario") throws -> Finding {
    let shrunk = try SmallScenarios.shrunkLeaderAlone.get()
    return try #require(Finding(shrunk, base: base, version: "1.2.3"))
  }

  @Test("fails by itself in the same way, with the digest that it names")
  func replays() throws {
    let finding = try Self.finding()
    let text = finding.text(file: "acks-one-lost.scenario")
    let candidate = try SmallScenarios.candidate(text, seed: finding.header.seed)
    let outcome = try candidate.evaluate().get()
    #expect(FailureClass.classes(of: outcome) == [finding.failure])
    #expect(outcome.result.digest.hex == finding.header.digest)
  }

  @Test("is formatted, and says what it is about")
  func written() throws {
    let finding = try Self.finding()
    let text = finding.text(file: "acks-one-lost.scenario")
    let reading = ScenarioReader.read(file: "acks-one-lost.scenario", bytes: Array(text.utf8))
    #expect(reading.problems.isEmpty)
    #expect(ScenarioPrinter.text(of: reading.scenario) == text)
    #expect(finding.name == "acks-one-lost")
    let comments = reading.scenario.trivia.comments
    #expect(comments.first?.hasPrefix("found    ") == true)
    #expect(comments.last == "replay   ackproof replay acks-one-lost.scenario")
    for statement in reading.scenario.statements {
      guard case .timeline = statement.kind else { continue }
      #expect(statement.trivia.comments.first?.hasPrefix("Without it, ") == true)
    }
  }

  @Test("has a header that reads back as it was written")
  func header() throws {
    let finding = try Self.finding()
    let text = finding.text(file: "acks-one-lost.scenario")
    let scenario = ScenarioReader.read(file: "f", bytes: Array(text.utf8)).scenario
    let read = try #require(FindingHeader(comments: scenario.trivia.comments))
    #expect(read == finding.header)
    #expect(FindingHeader.fingerprint(of: scenario) == read.scenario)
    #expect(FindingHeader(comments: ["a comment of somebody's"]) == nil)
  }

  @Test("whose scenario is edited has another fingerprint; comments and titles do not count")
  func fingerprint() throws {
    func fingerprint(_ text: String) -> String {
      FindingHeader.fingerprint(
        of: ScenarioReader.read(file: "f", bytes: Array(text.utf8)).scenario)
    }
    let text = SmallScenarios.leaderAlone
    let commented = text.replacing("brokers 3", with: "brokers 3  # as few as it takes")
    let edited = text.replacing("at 2s      heal", with: "at 3s      heal")
    #expect(commented != text)
    #expect(edited != text)
    #expect(fingerprint(commented) == fingerprint(text))
    #expect(fingerprint(edited) != fingerprint(text))
  }
}

@Suite("A folder of findings")
struct FindingsShelfTests {
  @Test("knows a failure again, and gives a new one a name of its own")
  func shelf() throws {
    let finding = try FindingTests.finding()
    var shelf = FindingsShelf([])
    #expect(shelf.place(finding) == .new(file: "acks-one-lost.scenario"))
    #expect(shelf.place(finding) == .known(file: "acks-one-lost.scenario"))
    let text = Array(finding.text(file: "acks-one-lost.scenario").utf8)
    var later = FindingsShelf([("acks-one-lost.scenario", text)])
    #expect(later.place(finding) == .known(file: "acks-one-lost.scenario"))
    #expect(later.file(of: finding.failure, base: finding.base) == "acks-one-lost.scenario")
    #expect(later.file(of: finding.failure, base: "other.scenario") == nil)
    #expect(later.file(of: finding.failure, base: "./acks-one.scenario") != nil)
    #expect(
      later.file(of: finding.failure, base: "/home/me/Scenarios/fuzz/acks-one.scenario") != nil)
    #expect(later.file(of: finding.failure, base: "elsewhere/acks-one.scenario") == nil)
  }

  @Test("overwrites nothing: a name that is taken gets a number")
  func names() throws {
    let finding = try FindingTests.finding()
    var shelf = FindingsShelf([("acks-one-lost.scenario", Array("ackproof 1\n".utf8))])
    #expect(shelf.place(finding) == .new(file: "acks-one-lost-2.scenario"))
    let elsewhere = try FindingTests.finding("elsewhere/acks-one.scenario")
    #expect(shelf.place(elsewhere) == .new(file: "acks-one-lost-3.scenario"))
  }
}

@Suite("A failure class")
struct FailureClassTests {
  @Test(
    "reads back from its line, whatever its kind and harm", arguments: FailureKind.allCases,
    Harm.allCases)
  func key(kind: FailureKind, harm: Harm) throws {
    let one = FailureClass(expectation: "order is kept", kind: kind, harm: harm)
    #expect(FailureClass(key: one.key) == one)
  }

  @Test("is written with the harm that was done")
  func words() {
    func key(_ harm: Harm) -> String {
      FailureClass(expectation: "order is kept", kind: .reordered, harm: harm).key
    }
    #expect(key(.none) == "order is kept: out of order")
    #expect(key(.power) == "order is kept: out of order, with lost power")
    #expect(key(.disks) == "order is kept: out of order, with empty disks")
    #expect(FailureClass(key: "order is kept: out of order, with lost patience") == nil)
    #expect(FailureClass(key: "order is kept") == nil)
  }

  @Test("counts what fired, not what waits for ever")
  func fired() throws {
    func harms(_ line: String) throws -> [Harm] {
      let text = SmallScenarios.leaderAlone.replacing(
        "expect no acknowledged", with: "\(line)\n\nexpect no acknowledged")
      return try SmallScenarios.failures(of: SmallScenarios.candidate(text)).map(\.harm)
    }
    #expect(try harms("when record 5000 of web is sent  wipe broker 2") == [.none])
    #expect(try harms("when record 1 of web is sent  power off broker 2 for 1s") == [.power])
    #expect(try harms("when record 1 of web is sent  wipe broker 2 for 1s") == [.disks])
  }

  @Test("tells how far off a number is from how few")
  func sides() throws {
    let text = SmallScenarios.leaderAlone.replacing(
      "expect no acknowledged record is lost\nexpect replicas agree",
      with: """
        expect leader changes < 1
        expect records acknowledged > 5000
        expect never leader of orders-0 changes
        expect leader of orders-0 is 3
        """)
    let keys = try SmallScenarios.failures(of: SmallScenarios.candidate(text)).map(\.key)
    #expect(
      keys == [
        "leader changes < 1: more", "records acknowledged > 5000: less",
        "never leader of orders-0 changes: happened", "leader of orders-0 is 3: otherwise",
      ])
  }
}
