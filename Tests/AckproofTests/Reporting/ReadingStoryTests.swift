import Testing

@testable import Ackproof

@Suite("Stories of readers")
struct ReadingStoryTests {
  private func story(_ lines: String) async throws -> [String] {
    let text = "ackproof 1\nkafka 3.7 zookeeper\nbrokers 3\n\(lines)\n"
    let report = await ScenarioRunner(try compile(text).get(), jobs: 1).run()
    return report.variants[0].expectations.first { $0.verdict == .violated }?.story ?? []
  }

  @Test("what was never processed is told from where the reader began, and by no other reader")
  func neverProcessed() async throws {
    let story = try await story(
      """
      topic orders
        assignment 0: 1, 2, 3
      producer web
        send 100 records to orders, one every 100ms
      consumer billing
        group.id = billing
        subscribe orders
      consumer audit
        group.id = audit
        auto.offset.reset = earliest
        subscribe orders
      at 15s  crash broker 3
      run for 40s
      expect at least once for billing
      """)
    let begins = story.filter { $0.contains("billing begins at ") }
    #expect(begins.count == 1, "\(story)")
    #expect(
      begins.allSatisfy { $0.hasSuffix("nothing is committed, so auto.offset.reset decides") })
    #expect(!story.contains { $0.contains("audit") }, "\(story)")
  }

  @Test("what was processed twice is told with the poll that was missed, and who got it next")
  func processedTwice() async throws {
    let story = try await story(
      """
      topic jobs
        partitions 2
      producer feeder
        send 40 records to jobs, one every 100ms, without keys
        batch.size = 0
      consumer worker
        group.id = workers
        auto.offset.reset = earliest
        enable.auto.commit = false
        max.poll.interval.ms = 10000
        subscribe jobs
        process each record in 2s, then commit each batch
      run for 120s
      expect exactly once for workers
      """)
    #expect(story.contains { $0.hasSuffix("leaves group workers: it did not poll in time") })
    #expect(story.contains { $0.contains("worker may not commit") }, "\(story)")
    #expect(story.filter { $0.contains("worker reads offset") }.count >= 2, "\(story)")
    let lost = story.filter { $0.contains("worker loses jobs-") }
    let partition = lost.first?.suffix(6)
    #expect(lost.allSatisfy { $0.suffix(6) == partition }, "\(lost)")
  }

  /// A reader that is away for so long, while retention keeps a quarter of a minute or everything.
  private func absent(_ retention: Int) -> String {
    """
      log.retention.check.interval.ms = 1000
    topic clicks
      retention.ms = \(retention)
      segment.ms = 5000
    producer site
      send 5 records a second to clicks, for 70s
    consumer etl
      group.id = etl
      auto.offset.reset = earliest
      subscribe clicks
      process each record in 1ms, then commit each batch
    at 10s  stop consumer etl for 45s
    run for 90s
    expect at least once for etl
    """
  }

  @Test("what retention deletes before a group has read it was not delivered at least once")
  func overtaken() async throws {
    let story = try await story(absent(15_000))
    #expect(story.contains { $0.contains("retention by time") }, "\(story)")
    #expect(story.contains { $0.contains("etl goes from ") && $0.contains("out of range") })
    #expect(story.contains { $0.contains("  55.000000s  the scenario, line 15 ends: at 10s stop") })
    let kept = try await self.story(absent(86_400_000))
    #expect(kept.isEmpty, "\(kept)")
  }
}
