import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("A run depends on its scenario and its seed, and on nothing else")
struct DeterminismTests {
  private static func variant(_ crash: String = "5s") throws -> Variant {
    let text = """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        partitions 3
      producer web
        send 20 records a second to orders, keyed, for 10s
      consumer audit
        group.id = billing
        auto.offset.reset = earliest
        subscribe orders
      weather from 2s to 9s
        freeze a broker every 2s..4s for 1s..10s
        lose 0%..5% of packets
        reset a connection every 1s..3s
      at \(crash)  crash broker 2 for 3s
      heal at 10s
      run for 25s
      expect no acknowledged record is lost
      """
    switch Compiler.compile(file: "test.scenario", bytes: Array(text.utf8), load: { _ in nil }) {
    case .success(let plan): return try #require(plan.variants.first)
    case .failure(let failure):
      Issue.record("\(failure.rendered)")
      throw failure
    }
  }

  private static func run(
    _ variant: Variant, seed: UInt64, recording: Bool = true, covering: Bool = false
  ) -> RunResult {
    Conductor(variant: variant, seed: seed, recording: recording, covering: covering).run()
  }

  @Test("twice in a process, watched or not, its digest is the same", arguments: [1, 2, 3])
  func repeated(_ seed: UInt64) throws {
    let variant = try Self.variant()
    let plain = Self.run(variant, seed: seed, recording: false)
    let again = Self.run(variant, seed: seed, recording: false)
    let traced = Self.run(variant, seed: seed)
    let covered = Self.run(variant, seed: seed, recording: false, covering: true)
    #expect(plain.digest == again.digest)
    #expect(plain.digest == traced.digest)
    #expect(plain.digest == covered.digest)
    #expect(traced.divergence(from: traced) == nil)
    #expect(plain.judgement.results.map(\.verdict) == [.holds])
  }

  @Test("history read in one go comes to what it comes to event by event", arguments: [1, 2, 3])
  func unread(_ seed: UInt64) throws {
    let text = """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        min.insync.replicas = 2
      producer web
        acks = 1
        send 200 records a second to orders for 10s
      consumer audit
        auto.offset.reset = earliest
        assign orders-0
      weather from 2s to 9s
        freeze a broker every 2s..4s for 1s..10s
      at 3s  crash broker 2  as hit
      at 5s  start @hit
      heal at 9s
      run for 25s
      expect no acknowledged record is lost
      expect isr of orders-0 is 1, 2, 3  at 4s
      expect isr of orders-0 is 1, 2, 3  within 6s of heal
      expect acknowledged records of web > 100  at 2503ms
      expect every partition has a leader  within 5s of heal
      """
    let plan = try Compiler.compile(
      file: "test.scenario", bytes: Array(text.utf8), load: { _ in nil }
    ).get()
    let variant = try #require(plan.variants.first)
    func run(unread: Int) -> RunResult {
      var conductor = Conductor(variant: variant, seed: seed, recording: true, covering: true)
      conductor.unreadLimit = unread
      return conductor.run()
    }
    let (late, prompt) = (run(unread: 64), run(unread: 1))
    #expect(late.digest == prompt.digest)
    #expect(late.judgement.results.map(\.observed) == prompt.judgement.results.map(\.observed))
    #expect(late.judgement.results.map(\.at) == prompt.judgement.results.map(\.at))
    #expect(late.judgement.floors == prompt.judgement.floors)
    #expect(late.firings == prompt.firings)
    #expect(late.coverage == prompt.coverage)
    #expect(late.firstDifference(from: prompt) == nil)
  }

  @Test("another seed is another run")
  func seeds() throws {
    let variant = try Self.variant()
    let digests = (1...5).map { Self.run(variant, seed: $0, recording: false).digest.hex }
    #expect(Set(digests).count == 5)
  }

  @Test("a planted divergence is found, and its first event is named")
  func planted() throws {
    let plain = Self.run(try Self.variant("5s"), seed: 7)
    let planted = Self.run(try Self.variant("5001ms"), seed: 7)
    let parting = try #require(plain.divergence(from: planted))
    let named = try #require(parting.lines[0])
    #expect(named.hasPrefix("5s broker 2: fault "))
    #expect(named.hasSuffix(": crash at broker 2"))
    #expect(parting.lines[1] != parting.lines[0])
    #expect(parting.event == plain.firstDifference(from: planted))
    #expect(parting.words.hasPrefix("event \(parting.event) is [5s broker 2: fault "))
  }

  @Test("an event that is missing, moved, retold or differently caused is named, at any place")
  func plantedAnywhere() throws {
    let plain = Self.run(try Self.variant(), seed: 3)
    let events = try #require(plain.history?.events)
    for place in [0, events.count / 2, events.count - 1] {
      for kind in 0..<4 {
        var changed = events
        switch kind {
        case 0: changed.remove(at: place)
        case 1: changed[place].at = changed[place].at + .nanoseconds(1)
        case 2: changed[place].fact = .process(.faultBit(fault: 4711))
        default: changed[place].cause = HistoryNumber(changed[place].cause.value + 1)
        }
        var other = plain
        other.digest = Digest()
        other.history = HistoryRecorder()
        other.history?.append(changed)
        #expect(plain.firstDifference(from: other) == place + 1)
      }
    }
  }
}
