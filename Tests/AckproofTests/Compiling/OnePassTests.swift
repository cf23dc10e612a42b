import KafkaModel
import ScenarioLanguage
import Testing

@testable import Ackproof

/// Problems of every layer at once: grammar, names, configuration, and what is not simulated.
@Suite("All errors of a scenario are told in one pass")
struct OnePassTests {
  @Test("a misspelt property and an unknown broker, drawn as in the language's fifth example")
  func fifthExample() {
    let text = """
      ackproof 1
      title  Acknowledged by the leader alone, then the leader dies
      kafka 3.7 zookeeper
      brokers 3

      topic orders
        partitions 1
        assignment 0: 1, 2, 3
        min.insync.replica = 2

      producer web
        retries = 0
        enable.idempotence = false
        send 200 records to orders, one every 5ms

      consumer audit
        group.id = audit
        auto.offset.reset = earliest
        subscribe orders

      vary acks of web: 1, all


      at 500ms  cut broker 4 from brokers 2, 3
      at 1s     heal
      expect no acknowledged record is lost
      """
    guard case .failure(let failure) = compile(text) else {
      Issue.record("the scenario compiles")
      return
    }
    #expect(
      failure.rendered == """
        t.scenario:9:3: error: unknown property 'min.insync.replica'
           |
         9 |   min.insync.replica = 2
           |   ^~~~~~~~~~~~~~~~~~ did you mean 'min.insync.replicas'?
        t.scenario:24:15: error: no broker 4 here; the brokers are 1 to 3
           |
        24 | at 500ms  cut broker 4 from brokers 2, 3
           |               ^~~~~~~~
        """)
  }

  @Test("grammar, a bad value, an unknown name and a missing feature, in the order of the text")
  func everyLayer() {
    let text = """
      ackproof 1
      topic orders
        min.insync.replicas = two
        partitons 3
      producer web
        acks = 7
        send 10 records to order
      consumer audit
        group.id = audit
        subscribe orders
        read from the start
      at 1s  begin transaction of web
      at 2s  crsh broker 1
      vary compression.type of web: gzip, zipp
      expect no duplicats
      """
    #expect(
      problems(of: compile(text)) == [
        "3:25: Invalid value two for configuration min.insync.replicas: Not a number of type INT",
        "4:3: unknown topic setting 'partitons' [partitions]",
        "6:10: Invalid value 7 for configuration acks: String must be one of: all, -1, 0, 1",
        "7:22: unknown topic 'order' [orders]",
        "11:13: expected 'beginning', 'end' or 'offset', found 'the'",
        "12:8: this is understood, but not simulated yet",
        "13:8: unknown fault 'crsh' [crash]",
        "14:37: Invalid value zipp for configuration compression.type: "
          + "String must be one of: none, gzip, snappy, lz4, zstd",
        "15:11: 'duplicats' is not understood here [duplicates]",
      ])
  }

  @Test(
    "but nothing is told that only a broken line explains",
    arguments: [
      // The group's line is broken, so its lack is no news.
      ("consumer audit\n  group.id: audit\n  subscribe orders", ["5:3"]),
      // The topic is misspelt, so the consumer reads something after all.
      ("consumer audit\n  group.id = audit\n  subscribe order", ["6:13"]),
      // The release is misspelt, so keys of another release are not judged by the default one.
      (
        "kafka 3.77\nconsumer audit\n  group.id = audit\n  subscribe orders\n"
          + "  group.remote.assignor = uniform", ["4:7"]
      ),
      // The idempotence is broken, so its contradiction with acks may not be meant.
      (
        "producer web\n  enable.idempotence: false\n  acks = 1\n  retries = 0\n"
          + "  enable.idempotence = true\n  send 1 record to orders", ["5:3"]
      ),
      // What a broken line may read is not called useless.
      ("vary care: 1, 2\nat 1s  crsh broker 1 where care = 1", ["5:8"]),
    ])
  func noCascade(_ lines: String, _ places: [String]) {
    let text = "ackproof 1\ntopic orders\n  partitions 1\n\(lines)\nexpect no duplicates\n"
    let found = problems(of: compile(text)).map {
      $0.split(separator: ":").prefix(2).joined(separator: ":")
    }
    #expect(found == places)
  }

  @Test(
    "and what many lines add up to is bounded before it is made",
    arguments: [
      (
        String(repeating: "producers p 1000\n", count: 11),
        "the clients are over the bound of 10000"
      ),
      (
        (1...3).map { "topic t\($0)\n  partitions 200000\n" }.joined(),
        "the partitions are over the bound of 400000"
      ),
      (
        "brokers 1000\n"
          + (1...5).map { "vary a\($0): 1, 2, 3, 4\n" }.joined(),
        "1024 runs of 1000 processes are over the bound of 400000 processes in all"
      ),
      (
        (1...33).map { "vary a\($0): 1\n" }.joined(),
        "more than 32 lines vary something, the bound"
      ),
    ])
  func totals(_ lines: String, _ message: String) {
    let text = "ackproof 1\n\(lines)expect no duplicates\n"
    let found = problems(of: compile(text))
    #expect(found.contains { $0.hasSuffix(message) }, "\(found.prefix(5))")
  }
}
