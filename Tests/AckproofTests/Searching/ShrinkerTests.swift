import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("Shrinking")
struct ShrinkerTests {
  @Test("leaves the lines, records and words without which nothing is lost")
  func smallest() throws {
    let shrunk = try SmallScenarios.shrunkLeaderAlone.get()
    #expect(shrunk.bound == nil)
    #expect(shrunk.failure.key == "no acknowledged record is lost: lost")
    #expect(
      ScenarioPrinter.text(of: shrunk.candidate.scenario) == """
        ackproof 1

        kafka 3.7 zookeeper
        brokers 3

        topic orders
          assignment 0: 2, 1, 3

        producer web
          acks = 1
          send 52 records to orders, one every 20ms

        at 1s  cut leader of orders-0 from broker 1 for 1s
        at 1s  stop leader of orders-0 for 1s

        expect no acknowledged record is lost

        """)
  }

  @Test("a second time changes nothing")
  func fixedPoint() throws {
    let once = try SmallScenarios.shrunkLeaderAlone.get()
    let twice = try #require(Shrinker.shrink(once.candidate, once.failure))
    #expect(twice.successes == 0)
    #expect(twice.candidate.text == once.candidate.text)
  }

  @Test("two times from the start give the same, run for run")
  func deterministic() throws {
    let candidate = try SmallScenarios.candidate(SmallScenarios.leaderAlone)
    let failure = try #require(try SmallScenarios.failures(of: candidate).first)
    let budget = ShrinkBudget(successes: 6)
    let one = try #require(Shrinker.shrink(candidate, failure, budget: budget))
    let other = try #require(Shrinker.shrink(candidate, failure, budget: budget))
    #expect(one.candidate.text == other.candidate.text)
    #expect(one.trials == other.trials)
    #expect(one.outcome.result.digest == other.outcome.result.digest)
  }

  @Test("stops at its bound and says so")
  func bounded() throws {
    let candidate = try SmallScenarios.candidate(SmallScenarios.leaderAlone)
    let failure = try #require(try SmallScenarios.failures(of: candidate).first)
    let steps = try #require(
      Shrinker.shrink(candidate, failure, budget: ShrinkBudget(successes: 2)))
    #expect(steps.bound == .successes(2))
    #expect(steps.successes == 2)
    let runs = try #require(Shrinker.shrink(candidate, failure, budget: ShrinkBudget(trials: 5)))
    #expect(runs.bound == .trials(5))
    let late = try #require(
      Shrinker.shrink(candidate, failure, budget: ShrinkBudget(isTimeUp: { true })))
    #expect(late.bound == .time(300))
    #expect(late.successes == 0)
  }

  @Test("does not begin with a run that fails in another way")
  func noSlippage() throws {
    let candidate = try SmallScenarios.candidate(SmallScenarios.leaderAlone)
    let other = FailureClass(expectation: "no acknowledged record is lost", kind: .duplicated)
    #expect(Shrinker.shrink(candidate, other) == nil)
    let another = FailureClass(expectation: "replicas agree", kind: .diverged)
    #expect(Shrinker.shrink(candidate, another) == nil)
  }

  @Test("keeps a setting that is put to the test, although less of it fails all the more")
  func testedSetting() throws {
    let text = """
      ackproof 1

      kafka 3.7 zookeeper
      brokers 3

      topic orders
        assignment 0: 1, 2, 3
        min.insync.replicas = 2
        unclean.leader.election.enable = true

      producer web
        send 200 records to orders, one every 250ms

      at 1s   freeze broker 2 for 60s
      at 40s  crash broker 1
      at 41s  crash broker 3

      expect no acknowledged record is lost

      """
    let candidate = try SmallScenarios.candidate(text)
    let failure = FailureClass(expectation: "no acknowledged record is lost", kind: .lost)
    // The settings' own pass alone: in the end the timeline may leave nothing to tell apart.
    let outcome = try candidate.evaluate().get()
    let attempts = ShrinkPass.fewerBlockLines.attempts(candidate, outcome)
    var laboratory = Laboratory(failure)
    #expect(laboratory.begin(with: candidate) != nil)
    let weaker = try #require(
      attempts.first { !$0.candidate.text.contains("min.insync.replicas") })
    #expect(
      FailureClass.classes(of: try weaker.candidate.evaluate().get()).contains(failure),
      "without the setting it fails, too")
    #expect(laboratory.outcome(of: weaker, replacing: outcome) == nil)
  }

  @Test("comes down to milder faults, where they show the failure too")
  func milder() throws {
    for violent in [
      "wipe leader of orders-0", "power off leader of orders-0 losing everything unflushed",
    ] {
      let text = SmallScenarios.leaderAlone.replacing("crash leader of orders-0", with: violent)
      let candidate = try SmallScenarios.candidate(text)
      let failure = try #require(try SmallScenarios.failures(of: candidate).first)
      #expect(failure.harm != .none)
      let shrunk = try #require(Shrinker.shrink(candidate, failure))
      #expect(shrunk.failure.key == "no acknowledged record is lost: lost")
      let rest = ScenarioPrinter.text(of: shrunk.candidate.scenario)
      #expect(!rest.contains("wipe") && !rest.contains("power off"), "\(rest)")
    }
  }

  @Test("repairs what the first run repaired, where neglect alone would show the failure")
  func neglect() throws {
    let text = """
      ackproof 1

      kafka 3.7 zookeeper
      brokers 3

      topic orders
        assignment 0: 1, 2, 3

      producer web
        send 10 records to orders, one every 20ms

      at 1s   crash broker 1
      at 60s  start broker 1

      run for 100s

      expect preferred leaders lead

      """
    let shrunk = try SmallScenarios.shrunk(text)
    #expect(shrunk.failure.kind == .otherwise)
    #expect(shrunk.outcome.result.leftBroken == 0)
    #expect(
      shrunk.candidate.timeline.map(\.line.action.written) == ["freeze leader of orders-0 for 30s"])
  }
}

@Suite("Weather that is handed back")
struct ShrinkingWeatherTests {
  @Test("is written as what it did")
  func written() throws {
    let text = """
      ackproof 1

      kafka 3.7 zookeeper
      brokers 3

      topic orders

      producer web
        acks = 1
        retries = 0
        enable.idempotence = false
        send 500 records to orders, one every 20ms

      weather from 1s to 9s
        expire a zookeeper session every 2s..3s
        reset a connection every 1s..2s

      run for 30s

      expect no acknowledged record is lost

      """
    let shrunk = try SmallScenarios.shrunk(text)
    #expect(!ScenarioPrinter.text(of: shrunk.candidate.scenario).contains("weather"))
    #expect(shrunk.candidate.timeline.count == 1)
    #expect(try SmallScenarios.failures(of: shrunk.candidate) == [shrunk.failure])
  }

  @Test("was the same run before it was shrunk, as far as strikes alone decide")
  func strikes() throws {
    let text = """
      ackproof 1

      kafka 3.7 zookeeper
      brokers 3

      topic orders

      producer web
        send 100 records to orders, one every 20ms

      weather from 1s to 10s
        freeze a broker every 3s for 500ms

      run for 20s

      expect no acknowledged record is lost

      """
    let candidate = try SmallScenarios.candidate(text)
    let outcome = try candidate.evaluate().get()
    #expect(outcome.result.strikes.map(\.at) == [.seconds(4), .seconds(7)])
    let attempt = try #require(ShrinkPass.weatherAsLines.attempts(candidate, outcome).first)
    #expect(attempt.candidate.timeline.count == 2)
    let explicit = try attempt.candidate.evaluate().get()
    #expect(explicit.result.digest == outcome.result.digest)
  }
}
