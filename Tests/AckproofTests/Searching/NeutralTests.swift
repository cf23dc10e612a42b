import Foundation
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("Configuration that a search draws")
struct NeutralTests {
  private static let open = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    replica.lag.time.max.ms = 7000

    topic orders

    topic invoices
      partitions 1

    producer web
      acks = 1
      linger.ms = 5
      send 100 records to orders, one every 20ms

    producer shop
      send 100 records to invoices, one every 20ms

    run for 20s

    expect no acknowledged record is lost

    """

  private func texts() throws -> [String] {
    try SearchWorld.base(Self.open).settings.map { ScenarioPrinter.text(of: $0.scenario) }
  }

  @Test("stands in the text of the candidate, and leaves what the file states as it is")
  func visible() throws {
    let texts = try texts()
    #expect(texts.count > 30)
    #expect(texts.allSatisfy { $0.contains("replica.lag.time.max.ms = 7000") })
    #expect(texts.allSatisfy { $0.components(of: "replica.lag.time.max.ms") == 1 })
    #expect(texts.allSatisfy { $0.components(of: "linger.ms = 5\n") == 1 })
    #expect(texts.allSatisfy { $0.components(of: "linger.ms") == 1 })
    #expect(texts.allSatisfy { $0.components(of: "partitions 1") == 1 })
    for drawn in [
      "num.replica.fetchers = 4", "zookeeper.session.timeout.ms = 4000", "  batch.size = 200",
      "  partitions 3",
    ] {
      #expect(texts.contains { $0.contains(drawn) }, "\(drawn)")
    }
  }

  @Test("is told among the choices of its setting")
  func told() throws {
    let base = try SearchWorld.base(Self.open)
    #expect(base.settings[0].choices == [])
    for setting in base.settings.dropFirst() {
      #expect(!setting.choices.isEmpty)
      let text = ScenarioPrinter.text(of: setting.scenario)
      for choice in setting.choices where choice.contains(" = ") {
        #expect(text.contains(choice), "\(choice)")
      }
    }
  }

  @Test("never touches what decides about durability, order or delivery")
  func neutral() {
    let promises = [
      "acks", "min.insync.replicas", "unclean.leader.election.enable", "enable.idempotence",
      "enable.auto.commit", "log.flush.interval.messages", "log.flush.interval.ms",
      "flush.messages", "max.in.flight.requests.per.connection", "retries", "auto.offset.reset",
      "isolation.level", "log.retention.ms", "default.replication.factor",
    ]
    #expect(promises.allSatisfy { !NeutralTable.has($0) })
    #expect(NeutralTable.has("replica.lag.time.max.ms"))
  }

  @Test("is listed in the reference, key by key")
  func documented() throws {
    let path = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let url = URL(filePath: "/\(path)/Scenarios/README.md")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    for row in NeutralTable.rows { #expect(text.contains("`\(row.key)`"), "\(row.key)") }
  }

  @Test("is drawn half of the time, and the plain scenario the other half")
  func shares() throws {
    let base = try SearchWorld.base(Self.open)
    var random = RandomStream(runSeed: 1, stream: "test")
    let plain = (0..<1_000).count { _ in base.drawSetting(from: &random) == 0 }
    #expect((400...600).contains(plain))
  }

  @Test("goes when the failure does not need it")
  func shrunk() throws {
    let text = SmallScenarios.leaderAlone.replacing(
      "brokers 3", with: "brokers 3\nnum.replica.fetchers = 4\nzookeeper.session.timeout.ms = 6000"
    )
    let candidate = try SmallScenarios.candidate(text)
    let failure = try #require(try SmallScenarios.failures(of: candidate).first)
    let shrunk = try #require(Shrinker.shrink(candidate, failure))
    let rest = ScenarioPrinter.text(of: shrunk.candidate.scenario)
    #expect(!rest.contains("num.replica.fetchers"))
    #expect(!rest.contains("zookeeper.session.timeout.ms"))
  }
}

extension String {
  /// How often a piece of text occurs.
  fileprivate func components(of piece: String) -> Int { ranges(of: piece).count }
}
