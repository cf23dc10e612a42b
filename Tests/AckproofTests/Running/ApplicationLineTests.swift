import Testing

@testable import Ackproof

@Suite("Lines that tell an application what to do")
struct ApplicationLineTests {
  /// A scenario of one topic and one producer whose expectations must all hold.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var lines: String

    static let table: [Case] = [
      .init(
        testDescription: "a new rate counts records a second, among all producers of the name",
        lines: """
          producers web 2
            send 10 records a second to orders, for 20s
          at 10s  set rate of web to 100 records a second
          expect records sent by web = 100..102   at 10s
          expect records sent by web = 1095..1102
          """),
      .init(
        testDescription: "a burst goes to the partition and carries the key that the line names",
        lines: """
          producer web
            send 10 records to orders-0
          at 5s  send 7 records from web to orders-1 with key key-9
          at 6s  send 3 records from web to orders
          expect records in orders-1 = 7..10
          expect records of key key-9 in orders = 7
          expect records sent by web = 20
          """),
      .init(
        testDescription: "a close with a limit ends the process for good",
        lines: """
          producer web
            retries = 100
            send 10 records a second to orders, for 20s
          at 5s  cut web from brokers 1, 2, 3 for 60s
          at 6s  close producer web within 5s
          expect web is up     at 10s
          expect web is down   at 12s
          expect web is down
          expect records acknowledged to web = 48..51
          expect records with unknown outcome of web > 0
          """),
      .init(
        testDescription: "a line acts so long after a message",
        lines: """
          producer web
            send 20 records to orders-0, one every 100ms
          2s after the 3rd produce request from web to leader of orders-0  crash producer web
          expect time from web starts to web crashes = 2200ms
          """),
      .init(
        testDescription: "commits come after so many records, or before each one",
        lines: """
          producer web
            send 100 records to orders-0, one every 20ms
          consumer tens
            group.id = tens
            enable.auto.commit = false
            auto.offset.reset = earliest
            process each record in 1ms, then commit every 10 records
            subscribe orders
          consumer ones
            group.id = ones
            enable.auto.commit = false
            auto.offset.reset = earliest
            commit each record, then process each record in 1ms
            subscribe orders
          consumer async
            group.id = async
            enable.auto.commit = false
            auto.offset.reset = earliest
            process each record in 1ms, then commit each batch asynchronously
            subscribe orders
          expect times tens commits offsets = 10
          expect committed offset of tens in orders-0 = 100
          expect never tens commits offset 35 of orders-0
          when tens processes offset 29 of orders-0  freeze web for 1ms  as done
          expect time from @done to tens commits offset 30 of orders-0 < 5ms
          expect times ones commits offsets = 100
          when ones commits offset 31 of orders-0  freeze web for 1ms  as before
          expect time from @before to ones processes offset 30 of orders-0 = 1ms..2ms
          expect committed offset of async in orders-0 = 100
          """),
      .init(
        testDescription: "a crash with commits every so many records repeats those since the last",
        lines: """
          producer web
            send 100 records to orders-0, one every 20ms
          consumer worker
            group.id = billing
            enable.auto.commit = false
            auto.offset.reset = earliest
            process each record in 1ms, then commit every 10 records
            subscribe orders
          when worker processes offset 36 of orders-0  crash consumer worker as first
          1s after @first  start consumer worker
          expect records processed by billing more than once = 7
          expect at least once for billing
          """),
      .init(
        testDescription: "a record is committed once the watermark has passed it",
        lines: """
          producer web
            acks = 1
            send 20 records to orders-0, one every 100ms
          consumer audit
            auto.offset.reset = earliest
            assign orders-0
          consumer late
            auto.offset.reset = earliest
            assign orders-0
            starts at 5s
          at 950ms  cut broker 1 from brokers 2, 3
          at 3s  heal
          expect sometimes record 5 of web is committed until 500ms
          expect never record 15 of web is committed until 3s
          expect sometimes record 15 of web is committed
          when record 15 of web is committed  freeze broker 2 for 1ms  as done
          expect time from @done to record 15 of web is consumed by audit < 10ms
          expect time from @done to record 15 of web is consumed by late > 1s
          """),
      .init(
        testDescription: "a refusal and the end of the sending are events",
        lines: """
          producer web
            acks = all
            send 20 records to orders-0, one every 100ms
          at 1s  crash brokers 2, 3
          expect sometimes broker 1 refuses a request with NOT_ENOUGH_REPLICAS
          expect never broker 1 refuses a request with OUT_OF_ORDER_SEQUENCE_NUMBER
          expect never web finishes sending  until 1s
          """),
    ]
  }

  @Test("are carried out", arguments: Case.table)
  func carriedOut(_ test: Case) async throws {
    let text = """
      ackproof 1
      title  a test
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        partitions 2
        assignment 0: 1, 2, 3
        assignment 1: 2, 3, 1
        min.insync.replicas = 2
      \(test.lines)

      """
    let plan = try Compiler.compile(
      file: "test.scenario", bytes: Array(text.utf8), load: { _ in nil }
    ).get()
    let report = await ScenarioRunner(plan, jobs: 1).run()
    #expect(report.variants.map(\.status) == [.holds])
  }
}
