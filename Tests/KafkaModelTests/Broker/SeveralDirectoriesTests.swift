import Kernel
import Testing

@testable import KafkaModel

@Suite("A broker with several log directories")
struct SeveralDirectoriesTests {
  /// A broker with two directories that leads four partitions.
  private func broker(_ version: KafkaVersion, directories: Int64 = 2) -> BrokerBench {
    var bench = BrokerBench(version, settings: { $0.logs.directoryCount = directories })
    for place: Int32 in 0..<4 {
      bench.order(leader: 1, epoch: 0, isr: [1], replicas: [1], partition: PartitionID(place))
    }
    return bench
  }

  private func roles(_ bench: BrokerBench) -> [String] {
    (0..<Int32(4)).map { place in
      let slot = Int(bench.broker.disk.slot(of: PartitionID(place)))
      return "\(bench.broker.process.partitions[slot].role)"
    }
  }

  @Test("puts a new log where the fewest are, the first directory among equals")
  func placement() {
    let bench = broker(KafkaVersion(3, 7), directories: 3)
    let places = (0..<Int32(4)).map { place in
      bench.broker.disk.directory(of: Int(bench.broker.disk.slot(of: PartitionID(place))))
    }
    #expect(places == [0, 1, 2, 0])
  }

  @Test("loses the partitions of one that fails, and lives on with the others since 1.0")
  func oneFails() {
    var bench = broker(KafkaVersion(1, 0))
    bench.handle(.command(.disksFailed(0)))
    #expect(bench.halted == nil)
    #expect(roles(bench) == ["offline", "leader", "offline", "leader"])
    let client = bench.connectClient()
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.produceResult()?.error == .kafkaStorageError)
    bench.produce(1, acks: .leader, on: client, partition: PartitionID(1))
    #expect(bench.produceResult()?.error == ErrorCode.none)
    #expect(bench.order(leader: 1, epoch: 1) == .kafkaStorageError)
  }

  @Test("ends with the last of them, and with the first before 1.0")
  func ends() {
    var bench = broker(KafkaVersion(3, 7))
    bench.handle(.command(.disksFailed(1)))
    #expect(bench.halted == nil)
    bench.handle(.command(.disksFailed(0)))
    #expect(bench.halted == .logDirectoryFailed)
    var all = broker(KafkaVersion(3, 7))
    all.handle(.command(.disksFailed(nil)))
    #expect(all.halted == .logDirectoryFailed)
    var old = broker(KafkaVersion(0, 11, 0))
    old.handle(.command(.disksFailed(0)))
    #expect(old.halted == .logDirectoryFailed)
  }

  @Test("creates nothing anew while a directory is gone that may hold it")
  func noSilentReplacement() {
    var bench = BrokerBench(KafkaVersion(2, 4), settings: { $0.logs.directoryCount = 2 })
    bench.handle(.command(.disksFailed(1)))
    #expect(bench.order(leader: 1, epoch: 0, isNew: false) == .kafkaStorageError)
    // A partition that the controller calls new may be made; it goes to what is left.
    #expect(bench.order(leader: 1, epoch: 0) == ErrorCode.none)
    #expect(bench.broker.disk.directory(of: 0) == 0)
  }
}
