import Foundation
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

/// Whatever a user hands over, the answer is a plan or a list of problems: no crash, no hang.
///
/// `ACKPROOF_DAMAGED` says how many inputs of each kind there are; with it, what they cost is
/// printed.
@Suite("Damaged input", .serialized)
struct DamagedInputTests {
  static let wanted = ProcessInfo.processInfo.environment["ACKPROOF_DAMAGED"].flatMap { UInt64($0) }
  static let count = wanted ?? 400

  /// Reads all inputs of a kind, and tells the slowest.
  private func each(_ kind: String, _ body: (UInt64) -> Int) {
    let clock = ContinuousClock()
    var worst: (time: Swift.Duration, seed: UInt64, bytes: Int) = (.zero, 0, 0)
    let start = clock.now
    for seed in 1...Self.count {
      let began = clock.now
      let bytes = body(seed)
      let time = clock.now - began
      if time > worst.time { worst = (time, seed, bytes) }
    }
    if Self.wanted != nil {
      print(
        "\(Self.count) damaged \(kind) in \(clock.now - start); the slowest took \(worst.time) "
          + "for \(worst.bytes) bytes, seed \(worst.seed)")
    }
  }

  @Test("scenarios are compiled, or refused with places that exist")
  func scenarios() {
    each("scenarios") { seed in
      var damage = Damage(seed: seed)
      let bytes = damage.scenario()
      let included = damage.bytes(Damage.properties[Int(seed) % Damage.properties.count], times: 2)
      switch Compiler.compile(file: "x.scenario", bytes: bytes, load: { _ in included }) {
      case .success(let plan):
        #expect(!plan.variants.isEmpty, "seed \(seed)")
      case .failure(let failure):
        let lines = failure.source?.lineCount ?? 1
        for problem in failure.problems where problem.file == nil {
          let isInside =
            problem.place == .nowhere
            || problem.place.line >= 1 && Int(problem.place.line) <= max(1, lines)
          #expect(isInside && !problem.message.isEmpty, "seed \(seed): \(problem)")
        }
        #expect(!failure.problems.isEmpty && !failure.rendered.isEmpty, "seed \(seed)")
      }
      return bytes.count
    }
  }

  @Test(
    "counts of nothing are refused, and not computed with",
    arguments: [
      "brokers 0", "brokers 0\ntopic orders\n  replication.factor 2", "zookeeper 0",
      "topic orders\n  partitions 0",
      "topic orders\n  replication.factor 0", "topic orders\n  assignment 0: 0",
      "topic orders\nproducers web 0\n  send 5 records to orders",
      "topic orders\nconsumers audit 0\n  assign orders-0", "vary brokers: 0, 3",
      "vary brokers: 5000, 3", "vary zookeeper: 0, 1", "vary zookeeper: 50",
      "topic orders\nvary partitions of orders: 0, 2",
      "topic orders\nvary partitions of orders: 300000",
      "topic orders\nvary replication.factor of orders: 0, 9",
      "topic orders\nconsumer w\n  assign orders-0\n  process each record, in a pool of 0 threads",
    ])
  func nothing(_ lines: String) {
    let text = "ackproof 1\n\(lines)\nexpect nothing is sent\n"
    guard case .failure(let failure) = compile(text) else {
      Issue.record("'\(lines)' was taken")
      return
    }
    #expect(failure.rendered.contains("error: "))
  }

  @Test("what compiles is printed and compiles again to the same runs")
  func printed() {
    each("scenarios, printed") { seed in
      var damage = Damage(seed: seed)
      let bytes = damage.scenario()
      let reading = ScenarioReader.read(file: "x", bytes: bytes)
      if reading.isSound {
        let text = ScenarioPrinter.text(of: reading.scenario)
        let again = ScenarioReader.read(file: "x", bytes: Array(text.utf8))
        #expect(again.scenario == reading.scenario, "seed \(seed)\n\(text)")
      }
      return bytes.count
    }
  }

  @Test("property files are read as far as Java's rules go")
  func properties() {
    each("property files") { seed in
      var damage = Damage(seed: seed)
      let original = Damage.properties[Int(seed) % Damage.properties.count]
      let bytes = damage.bytes(original, times: 1 + Int(seed % 8))
      let file = PropertiesFile.read(file: "x.properties", bytes: bytes)
      for entry in file.entries { #expect(entry.place.line >= 1, "seed \(seed)") }
      return bytes.count
    }
  }

  @Test("results to replay are read or refused")
  func results() async throws {
    let plan = try StoryTests.plan()
    let report = await ScenarioRunner(plan, seeds: [1, 2]).run()
    let text = Array(
      JSONReport.document([report], refused: [], status: report.status).written.utf8)
    each("results") { seed in
      var damage = Damage(seed: seed)
      let bytes = damage.bytes(text, times: 1 + Int(seed % 6))
      if let result = ResultFile.read(bytes) {
        #expect(result.scenarios.count < 100, "seed \(seed)")
      }
      return bytes.count
    }
  }
}
