import ScenarioLanguage
import Testing

@testable import Ackproof

/// Scenarios for tests of the search, as candidates.
enum SmallScenarios {
  /// The acks=1 loss with two lines that have no part in it.
  static let leaderAlone = """
    ackproof 1

    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 1
      assignment 0: 1, 2, 3
      min.insync.replicas = 2
      retention.ms = 3600000

    topic spare

    producer web
      acks = 1
      retries = 0
      enable.idempotence = false
      send 200 records to orders, one every 20ms

    at 512ms   cut broker 1 from brokers 2, 3  as away
    at 1300ms  jump clock of broker 2 by -5s
    at 1730ms  crash leader of orders-0 for 41s
    at 2s      heal
    at 50s     expire session of broker 3

    expect no acknowledged record is lost
    expect replicas agree

    """

  /// That loss after shrinking; done once, as many tests look at it.
  static let shrunkLeaderAlone = Result { try shrunk(leaderAlone) }

  /// A scenario as a candidate with a seed.
  static func candidate(_ text: String, seed: UInt64 = 1) throws -> Candidate {
    let compiled = Compiler.compile(file: "test.scenario", bytes: Array(text.utf8)) { _ in nil }
    let plan = try compiled.get()
    let variant = try #require(plan.variants.first)
    return Candidate(alone: variant, seed: seed) { _ in nil }
  }

  /// The failures of a candidate's run.
  static func failures(of candidate: Candidate) throws -> [FailureClass] {
    FailureClass.classes(of: try candidate.evaluate().get())
  }

  /// What the first of them is after shrinking.
  static func shrunk(_ text: String, seed: UInt64 = 1) throws -> Shrunk {
    let candidate = try candidate(text, seed: seed)
    let failure = try #require(try failures(of: candidate).first)
    return try #require(Shrinker.shrink(candidate, failure))
  }
}
