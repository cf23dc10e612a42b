import Testing

@testable import Ackproof

@Suite("A property that is set while everything runs")
struct RunningChangesTests {
  private func problems(_ line: String, kafka version: String = "3.7") -> [String] {
    AckproofTests.problems(
      of: compile(
        """
        ackproof 1
        title  Changes
        kafka \(version) zookeeper
        brokers 3
        topic orders
          partitions 1
        producer web
          send 10 records to orders
        at 5s  \(line)
        expect no acknowledged record is lost
        """))
  }

  @Test(
    "is checked like any other",
    arguments: [
      ("set retention.ms of topic orders to 1000", []),
      ("set message.max.bytes of broker 2 to 1000", []),
      ("set unclean.leader.election.enable of every broker to true", []),
      (
        "set retenton.ms of topic orders to 1000",
        ["9:12: unknown property 'retenton.ms' [retention.ms]"]
      ),
      (
        "set retention.ms of topic orders to soon",
        ["9:44: Invalid value soon for configuration retention.ms: Not a number of type LONG"]
      ),
      (
        "set log.retention.ms of orders to 1000",
        ["9:12: 'log.retention.ms' is a property of a broker; here it is 'retention.ms'"]
      ),
      (
        "set acks of web to all",
        ["9:20: only topics and brokers take new properties while they run"]
      ),
      (
        "set message.max.bytes of brokers 2, 3 to 1000",
        ["9:33: set it of one broker at a time, or of every broker"]
      ),
      (
        "set replica.lag.time.max.ms of every broker to 5000",
        ["9:12: Kafka takes 'replica.lag.time.max.ms' only when a broker starts"]
      ),
      (
        "set log.cleaner.backoff.ms of every broker to 5000",
        ["9:12: setting 'log.cleaner.backoff.ms' while brokers run is not simulated yet"]
      ),
    ] as [(String, [String])])
  func checks(_ line: String, _ expected: [String]) {
    #expect(problems(line) == expected)
  }

  @Test("could not be a broker's before KIP-226")
  func old() {
    #expect(problems("set retention.ms of topic orders to 1000", kafka: "1.0") == [])
    #expect(
      problems("set log.retention.ms of every broker to 1000", kafka: "1.0") == [
        "9:12: Kafka 1.0.2 takes no new properties of a broker that runs; 1.1 does (KIP-226)"
      ])
  }
}
