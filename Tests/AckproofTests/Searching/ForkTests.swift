import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("A run that is forked from another one's beginning")
struct ForkTests {
  @Test("is the run from the start, event for event, whatever line was left out or moved")
  func exact() throws {
    let candidate = try SmallScenarios.candidate(SmallScenarios.leaderAlone)
    let outcome = try candidate.evaluate().get()
    let trunk = try #require(Trunk(candidate, outcome.variant))
    let attempts =
      ShrinkPass.fewerLines.attempts(candidate, outcome)
      + ShrinkPass.evenLines.attempts(candidate, outcome)
    var forks = 0
    for attempt in attempts
    where ScenarioReader.problems(in: attempt.candidate.scenario).isEmpty {
      let fresh = try attempt.candidate.evaluate().get()
      guard let forked = trunk.result(of: attempt.candidate, fresh.variant) else { continue }
      forks += 1
      #expect(forked.digest == fresh.result.digest)
      #expect(forked.eventCount == fresh.result.eventCount)
      #expect(
        forked.judgement.results.map(\.verdict) == fresh.result.judgement.results.map(\.verdict))
      #expect(forked.judgement.floors == fresh.result.judgement.floors)
    }
    #expect(forks >= 8)
  }

  @Test("is not made where the setting, the seed or an event's line differs")
  func refused() throws {
    let text = SmallScenarios.leaderAlone
    let candidate = try SmallScenarios.candidate(text)
    let trunk = try #require(Trunk(candidate, try candidate.compiled().get()))
    func isForked(_ other: Candidate) throws -> Bool {
      trunk.result(of: other, try other.compiled().get()) != nil
    }
    let later = text.replacing("at 50s     expire", with: "at 51s     expire")
    #expect(try isForked(SmallScenarios.candidate(later)))
    #expect(try !isForked(SmallScenarios.candidate(later, seed: 2)))
    let setting = later.replacing("acks = 1", with: "acks = all")
    #expect(try !isForked(SmallScenarios.candidate(setting)))
    let event = text.replacing(
      "at 50s     expire", with: "when leader of orders-0 changes  expire")
    #expect(try !isForked(SmallScenarios.candidate(event)))
    #expect(try !isForked(candidate), "nothing differs, so there is no place to fork")
  }

  @Test("says so when two things at one instant might change their order")
  func ties() throws {
    let text = SmallScenarios.leaderAlone
    let candidate = try SmallScenarios.candidate(text)
    let variant = try candidate.compiled().get()
    let trunk = try #require(Trunk(candidate, variant))
    let tied = try SmallScenarios.candidate(
      text.replacing("at 2s      heal", with: "at 50s     heal"))
    #expect(trunk.result(of: tied, try tied.compiled().get()) == nil)
  }
}
