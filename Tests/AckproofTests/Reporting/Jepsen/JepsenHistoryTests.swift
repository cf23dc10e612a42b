import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("Histories for Jepsen's Kafka checker")
struct JepsenHistoryTests {
  static let head = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 2
      assignment 0: 1, 2, 3
      assignment 1: 2, 3, 1

    """

  /// Loses acknowledged records, crashes clients, and reads with a group and by hand.
  static let stormy =
    head + """
      producer web
        acks = 1
        retries = 0
        enable.idempotence = false
        send 300 records to orders, one every 5ms, keyed
        send 400 records to orders, one every 200ms, keyed, from 5s
      consumers worker 2
        group.id = billing
        auto.offset.reset = earliest
        subscribe orders
      consumer audit
        auto.offset.reset = earliest
        enable.auto.commit = false
        assign orders-0
      at 500ms  cut broker 1 from brokers 2, 3
      at 650ms  cut broker 1 from web
      at 700ms  crash web
      at 750ms  start web
      at 800ms  crash leader of orders-0
      at 900ms  seek audit to beginning
      at 1s     heal
      at 10s    crash worker-1
      at 11s    start worker-1
      at 65s    stop worker-1
      run for 90s
      """

  static func history(_ text: String, seed: UInt64 = 1) throws -> JepsenHistory {
    let bytes = Array((text + "\nexpect no acknowledged record is lost\n").utf8)
    let plan = try Compiler.compile(file: "t.scenario", bytes: bytes, load: { _ in nil }).get()
    let result = ScenarioRunner(plan).record(variant: 0, seed: seed)
    return try #require(JepsenHistory(result, plan.variants[0]))
  }

  static func operations(_ history: JepsenHistory) throws -> [EDN] {
    try history.text.split(separator: "\n").map { try #require(EDN.read($0), "\($0)") }
  }

  @Test("1: one map per line, numbered and in time, with Jepsen's keys")
  func form() throws {
    let operations = try Self.operations(try Self.history(Self.stormy))
    #expect(operations.count > 600)
    #expect(operations.indices.allSatisfy { operations[$0]["index"] == .number(Int64($0)) })
    let times = operations.compactMap { $0["time"]?.number }
    #expect(times.count == operations.count)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    let functions = Set(operations.compactMap { $0["f"]?.word })
    #expect(functions == ["assign", "subscribe", "send", "poll", "crash"])
    #expect(Set(operations.compactMap { $0["type"]?.word }) == ["invoke", "ok", "info"])
  }

  @Test("2: every invocation is completed by its process before it does anything else")
  func completions() throws {
    var open: [Int64: String] = [:]
    for operation in try Self.operations(try Self.history(Self.stormy)) {
      let process = try #require(operation["process"]?.number)
      let function = try #require(operation["f"]?.word)
      if operation["type"] == .keyword("invoke") {
        #expect(open[process] == nil)
        open[process] = function
      } else {
        #expect(open.removeValue(forKey: process) == function)
      }
    }
    #expect(open.isEmpty)
  }

  @Test("3: a poll that found nothing is an empty map")
  func empty() throws {
    let nothing = JepsenOperation(
      time: 5, process: 2, kind: .ok, function: .poll, value: .polled([]))
    #expect(
      nothing.edn(index: 7)
        == "{:index 7, :time 5, :process 2, :type :ok, :f :poll, :value [[:poll {}]]}")
    let sent = JepsenOperation(
      time: 6, process: 3, kind: .info, function: .send,
      value: .sends([.init(key: "orders-0", value: 9, isAnswered: true, offset: nil)]),
      error: "request-timed-out")
    #expect(
      sent.edn(index: 8)
        == """
        {:index 8, :time 6, :process 3, :type :info, :f :send, \
        :value [[:send "orders-0" [nil 9]]], :error :request-timed-out}
        """)
  }

  @Test("4: after an unknown outcome a process is never heard of again")
  func retirement() throws {
    var retired: Set<Int64> = []
    for operation in try Self.operations(try Self.history(Self.stormy)) {
      let process = try #require(operation["process"]?.number)
      #expect(!retired.contains(process))
      if operation["type"] == .keyword("info") { retired.insert(process) }
    }
    #expect(retired.count >= 2)
  }

  @Test("5: a send that may be stored is never said to have failed")
  func ambiguity() throws {
    // The record is stored and read; only the answer to its sender is lost.
    let history = try Self.history(
      Self.head + """
        producer web
          acks = 1
          retries = 0
          enable.idempotence = false
          request.timeout.ms = 5000
          delivery.timeout.ms = 6000
          send 20 records to orders-0, one every 100ms
        consumer audit
          auto.offset.reset = earliest
          enable.auto.commit = false
          assign orders-0
        on the 3rd produce response from broker 1 to web  drop it
        run for 30s
        """)
    let operations = try Self.operations(history)
    let sends = operations.filter { $0["f"] == .keyword("send") }
    #expect(sends.filter { $0["type"] == .keyword("info") }.count == 1)
    #expect(sends.allSatisfy { $0["type"] != .keyword("fail") })
    #expect(JepsenOracle(operations).abortedReads == 0)
  }

  @Test("6: a poll after a rebalance says what changed")
  func rebalances() throws {
    let operations = try Self.operations(try Self.history(Self.stormy))
    let logs = operations.compactMap { $0["rebalance-log"] }.flatMap(\.items)
    let types = Set(logs.compactMap { $0["type"]?.word })
    #expect(types.contains("assigned"))
    #expect(types.contains("revoked"))
    #expect(logs.allSatisfy { !($0["keys"]?.items ?? []).isEmpty })
  }

  @Test("7: retention and compaction come with a warning")
  func removal() throws {
    let history = try Self.history(
      Self.head + """
        producer web
          send 10 records to orders, one every 5ms
        at 5s  delete records of orders-0 before 3
        run for 10s
        """)
    #expect(
      history.notes == [
        "compaction or retention is at work, which the checker takes for lost writes"
      ])
    #expect(try Self.history(Self.stormy).notes == [])
  }

  @Test("8: the first operation has a type, a process and a time")
  func first() throws {
    let operation = try #require(try Self.operations(try Self.history(Self.stormy)).first)
    #expect(operation["type"] == .keyword("invoke"))
    #expect(operation["process"] == .number(1) || operation["process"] == .number(0))
    #expect(operation["time"] == .number(0))
  }

  @Test("9: a history in which nothing was sent is said to be one")
  func nothing() throws {
    let history = try Self.history(
      Self.head + """
        consumer audit
          enable.auto.commit = false
          assign orders-0
        run for 5s
        expect nothing is consumed
        """)
    #expect(history.operations.allSatisfy { $0.function != .send })
    let polls = history.operations.filter { $0.function == .poll }
    #expect(polls.map(\.value) == [.poll, .polled([])])
  }

  @Test("the oracle finds in an export what the simulator's own ledger finds")
  func agreement() throws {
    let text = Self.stormy + "\nexpect acknowledged records of web lost = 0"
    let bytes = Array((text + "\n").utf8)
    let plan = try Compiler.compile(file: "t.scenario", bytes: bytes, load: { _ in nil }).get()
    for seed: UInt64 in 1...8 {
      let result = ScenarioRunner(plan).record(variant: 0, seed: seed)
      let history = try #require(JepsenHistory(result, plan.variants[0]))
      let oracle = JepsenOracle(try Self.operations(history))
      let observed = try #require(result.judgement.results.first?.observed)
      #expect("\(oracle.unseen)" == observed, "seed \(seed)")
      #expect(oracle.duplicates == 0)
    }
  }
}
