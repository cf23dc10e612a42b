import Kernel
import Testing

@testable import KafkaModel

@Suite("A cluster under drawn faults")
struct FaultStormTests {
  @Test(
    "loses nothing that acks=all acknowledged, and its replicas agree in the end",
    arguments: [UInt64](1...8))
  func storm(_ seed: UInt64) throws {
    let versions = [
      KafkaVersion(3, 9, 1), KafkaVersion(2, 8, 2), KafkaVersion(2, 4, 1), KafkaVersion(3, 7, 2),
    ]
    var stage = try Stage(
      versions[Int(seed) % versions.count], seed: seed, minISR: 2, records: 900,
      every: .milliseconds(100), producer: [("acks", "all"), ("retries", "1000000")])
    var random = RandomStream(runSeed: seed, stream: "storm")
    var down: [Int32] = []
    for second in Int64(1)...90 {
      stage.run(to: .seconds(second))
      if random.pick(from: 4) > 0 { continue }
      let broker = Int32(random.pick(from: 3) + 1)
      let other = Int32(random.pick(from: 3) + 1)
      switch random.pick(from: 5) {
      case 0 where down.isEmpty:
        stage.crash(broker)
        down.append(broker)
      case 1: stage.inject(.freeze(stage.node(broker)))
      case 2 where broker != other: stage.cut(stage.node(broker), stage.node(other))
      case 3: stage.cut(stage.node(broker), stage.zooKeeper)
      default:
        stage.heal()
        for id in Int32(1)...3 { stage.inject(.thaw(stage.node(id))) }
        for id in down { stage.start(id) }
        down.removeAll()
      }
    }
    stage.heal()
    for id in Int32(1)...3 { stage.inject(.thaw(stage.node(id))) }
    for id in Int32(1)...3 { stage.start(id) }
    stage.run(to: .seconds(360))
    // A start in a living session ends the process in some releases; it is repeated as an operator
    // would.
    for id in Int32(1)...3 { stage.start(id) }
    stage.run(to: .seconds(600))
    #expect(stage.isr?.count == 3)
    #expect(stage.logsAgree)
    #expect(stage.missing(from: 1).isEmpty)
    #expect(stage.acknowledgedCount > 0)
  }
}
