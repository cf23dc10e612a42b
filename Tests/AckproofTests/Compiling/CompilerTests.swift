import KafkaModel
import ScenarioLanguage
import Testing

@testable import Ackproof

/// Compiles text without any file beside it.
func compile(
  _ text: String, files: [(String, String)] = []
) -> Result<RunPlan, Compiler.Failure> {
  Compiler.compile(file: "t.scenario", bytes: Array(text.utf8)) { path in
    files.first { $0.0 == path }.map { Array($0.1.utf8) }
  }
}

/// The messages of a failure, with their places.
func problems(of result: Result<RunPlan, Compiler.Failure>) -> [String] {
  guard case .failure(let failure) = result, let source = failure.source else { return [] }
  return failure.problems.filter { $0.severity == .error }.map { problem in
    "\(problem.place.line):\(source.column(of: problem.place)): \(problem.message)"
      + (problem.suggestion.map { " [\($0)]" } ?? "")
  }
}

@Suite("A scenario becomes a plan")
struct CompilerTests {
  static let small = """
    ackproof 1
    title  Small
    claim  A2

    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 1
      assignment 0: 1, 2, 3
      min.insync.replicas = 2

    producer web
      retries = 0
      enable.idempotence = false
      send 200 records to orders, one every 5ms

    consumer audit
      group.id = audit
      process each record in 1ms..20ms, then commit
      subscribe orders

    vary acks of web: 1, all

    at 500ms  cut broker 1 from brokers 2, 3   where acks = 1
    at 800ms  crash leader of orders-0         as first
    at 1s     heal

    expect no acknowledged record is lost          where acks = all
    expect duplicates in orders = 0
    """

  @Test("with one variant for each value, and what is about it")
  func variants() throws {
    let plan = try compile(Self.small).get()
    #expect(
      plan.variants.map { $0.values.map(\.description) } == [
        ["acks of web = 1"], ["acks of web = all"],
      ])
    #expect(plan.variants.map(\.timeline.count) == [3, 2])
    #expect(plan.variants.map(\.expectations.count) == [1, 2])
    #expect(plan.variants[0].world.producers[0].settings.acks == .leader)
    #expect(plan.variants[1].world.producers[0].settings.acks == .all)
    #expect(plan.title == "Small")
    #expect(plan.claims == ["A2"])
    #expect(plan.seeds == [SeedRange(1, 1)])
  }

  @Test("with the properties that were written and the defaults of the version")
  func settings() throws {
    let variant = try compile(Self.small).get().variants[0]
    #expect(variant.world.brokers.count == 3)
    #expect(variant.world.topics[0].settings.minInSyncReplicas == 2)
    #expect(variant.world.topics[0].assignment.count == 1)
    #expect(variant.world.topics[0].replicationFactor == 3)
    #expect(variant.world.producers[0].workloads[0].total == 200)
    #expect(variant.world.producers[0].workloads[0].interval == .milliseconds(5))
    #expect(variant.world.consumers[0].work.commit == .afterBatch)
    #expect(variant.world.consumers[0].work.workMax == .milliseconds(20))
    #expect(variant.world.groups == ["audit"])
    #expect(variant.names.readers(named: "audit") == [0])
    #expect(variant.length == .at(.milliseconds(121_000)))
  }

  @Test("unless a property is unknown, and then the nearest is named")
  func unknownProperty() {
    let text = Self.small.replacing("min.insync.replicas", with: "min.insync.replica")
    #expect(
      problems(of: compile(text)) == [
        "11:3: unknown property 'min.insync.replica' [min.insync.replicas]"
      ])
  }

  @Test("unless Kafka refuses a client's configuration and nobody expects that")
  func refusedConfiguration() throws {
    let text = """
      ackproof 1
      topic orders
      producer web
        acks = 1
        enable.idempotence = true
        send 10 records to orders

      """
    let refused = compile(text + "expect no duplicates\n")
    #expect(problems(of: refused).count == 1)
    let expected = try compile(text + "expect configuration of web is refused\n").get()
    #expect(expected.variants[0].refusals.map(\.name) == ["web"])
  }

  @Test("with the properties of files, overridden by later lines")
  func includes() throws {
    let text = """
      ackproof 1
      brokers 2
      properties server.properties
      replica.lag.time.max.ms = 9000
      topic orders
      producer web
        properties missing.properties
        send 10 records to orders
      expect no duplicates
      """
    let server = "replica.lag.time.max.ms=5000\nbroker.id=0\nnum.partitions=4\n"
    let files = [("server.properties", server), ("missing.properties", "acks=1\n")]
    let plan = try compile(text, files: files).get()
    let world = plan.variants[0].world
    #expect(world.brokers[0].settings.replication.replicaLagTimeMax == .seconds(9))
    #expect(world.topics[0].partitions == 4)
    #expect(world.topics[0].replicationFactor == 2)
    #expect(
      problems(of: compile(text, files: Array(files.prefix(1)))) == [
        "7:14: there is no file 'missing.properties'"
      ])
  }

  @Test("a broker's own file passes as Kafka ships it, and one of KRaft is refused by name")
  func shippedFiles() throws {
    let text = """
      ackproof 1
      kafka 3.9 zookeeper
      properties server.properties
      topic orders
      producer web
        send 10 records to orders
      expect no duplicates
      """
    let shipped = """
      # See kafka.server.KafkaConfig for additional details and defaults
      broker.id=0
      #listeners=PLAINTEXT://:9092
      num.network.threads=3
      num.io.threads=8
      socket.send.buffer.bytes=102400
      socket.receive.buffer.bytes=102400
      socket.request.max.bytes=104857600
      log.dirs=/tmp/kafka-logs
      num.partitions=1
      num.recovery.threads.per.data.dir=1
      offsets.topic.replication.factor=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      log.retention.hours=168
      log.retention.check.interval.ms=300000
      zookeeper.connect=localhost:2181
      zookeeper.connection.timeout.ms=18000
      group.initial.rebalance.delay.ms=0

      """
    let plan = try compile(text, files: [("server.properties", shipped)]).get()
    #expect(plan.variants[0].world.topics[0].partitions == 1)
    let kraft = "process.roles=broker,controller\nnode.id=1\nlog.dirs=/tmp/kraft-logs\n"
    #expect(
      problems(of: compile(text, files: [("server.properties", kraft)])) == [
        "3:12: 'process.roles' makes this a KRaft server, and KRaft is not simulated yet"
      ])
    let wrong = shipped.replacing("num.io.threads=8", with: "num.io.threads=0")
    #expect(
      problems(of: compile(text, files: [("server.properties", wrong)])) == [
        "3:12: server.properties:5: Invalid value 0 for configuration num.io.threads: "
          + "Value must be at least 1"
      ])
  }
}
