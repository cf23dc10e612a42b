import Kernel
import Testing

@testable import KafkaModel

@Suite("A cluster of brokers")
struct WorldReplicationTests {
  static let versions = KafkaVersion.lastReleases.filter { $0 <= .newestWithZooKeeper }

  @Test("replicates in every release", arguments: versions)
  func replicates(_ version: KafkaVersion) throws {
    var stage = try Stage(version, records: 50)
    stage.run(to: .seconds(5))
    #expect(stage.acknowledged.reduce(0) { $0 + Int($1.count) } == 50)
    #expect(stage.logsAgree && stage.end(1) == 50)
    #expect(stage.watermark(1) == 50 && stage.watermark(2) == 50 && stage.watermark(3) == 50)
  }

  /// One release of each era of replication.
  static let eras = [
    KafkaVersion(0, 8, 0), KafkaVersion(0, 8, 2, 2), KafkaVersion(0, 10, 2, 2),
    KafkaVersion(0, 11, 0, 3), KafkaVersion(1, 1, 1), KafkaVersion(2, 0, 1), KafkaVersion(2, 4, 1),
    KafkaVersion(2, 7, 2), KafkaVersion(3, 7, 2),
  ]

  @Test("survives the crash of its leader in every era", arguments: eras)
  func leaderCrash(_ version: KafkaVersion) throws {
    var stage = try Stage(version, records: 400, every: .milliseconds(50))
    stage.run(to: .seconds(3))
    stage.crash(1)
    stage.run(to: .seconds(40))
    #expect(stage.leader == 2)
    stage.start(1)
    stage.run(to: .seconds(90))
    #expect(stage.isr?.count == 3)
    #expect(stage.logsAgree)
    #expect(stage.missing(from: 2).isEmpty)
  }

  @Test("stops a broker in order: it leaves the set at once and returns", arguments: eras)
  func orderlyStop(_ version: KafkaVersion) throws {
    var stage = try Stage(version, records: 400, every: .milliseconds(50))
    stage.run(to: .seconds(3))
    stage.inject(.stop(stage.node(1)))
    stage.run(to: .seconds(20))
    #expect(!stage.isUp(1))
    #expect(stage.leader == 2)
    stage.start(1)
    stage.run(to: .seconds(80))
    #expect(stage.isr?.count == 3)
    #expect(stage.logsAgree && stage.missing(from: 2).isEmpty)
  }
}
