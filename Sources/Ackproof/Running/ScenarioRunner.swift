import KafkaModel
import Kernel
import ScenarioLanguage

/// Runs every variant of a scenario with every seed, and folds the results in their order.
///
/// Runs share nothing, so they go in parallel; who finishes first is never visible.
public struct ScenarioRunner: Sendable {
  /// The scenario.
  public let plan: RunPlan
  /// The seeds, in the order of the report.
  public let seeds: [UInt64]
  /// How many runs go at the same time.
  public let jobs: Int
  /// The variants to run, by place.
  public let chosen: [Int]

  /// A runner; without seeds of its own the scenario's are used.
  public init(_ plan: RunPlan, seeds: [UInt64] = [], jobs: Int = 1, chosen: [Int]? = nil) {
    self.plan = plan
    self.jobs = max(1, jobs)
    self.chosen = chosen ?? Array(plan.variants.indices)
    self.seeds = seeds.isEmpty ? plan.allSeeds : seeds
  }

  /// Runs everything; `progress` hears how many runs are done.
  public func run(progress: @Sendable (Int, Int) -> Void = { _, _ in }) async -> ScenarioReport {
    var report = ScenarioReport(plan)
    report.variants = chosen.map { report.variants[$0] }
    let total = chosen.count * seeds.count
    var waiting: [RunResult?] = Array(repeating: nil, count: total)
    var folded = 0
    await withTaskGroup(of: (Int, RunResult).self) { group in
      var next = 0
      while next < min(jobs, total) {
        add(next, to: &group)
        next += 1
      }
      while let (place, result) = await group.next() {
        waiting[place] = result
        while folded < total, let ready = waiting[folded] {
          report.fold(ready, variant: folded / seeds.count)
          waiting[folded] = nil
          folded += 1
        }
        progress(folded, total)
        if next < total {
          add(next, to: &group)
          next += 1
        }
      }
    }
    tellStories(&report)
    return report
  }

  private func add(_ place: Int, to group: inout TaskGroup<(Int, RunResult)>) {
    let variant = plan.variants[chosen[place / seeds.count]]
    let seed = seeds[place % seeds.count]
    group.addTask {
      [plan] in
      (place, plan.named(variant, seed) { Conductor(variant: variant, seed: seed).run() })
    }
  }

  /// One run by itself.
  public static func run(_ plan: RunPlan, _ variant: Variant, seed: UInt64) -> RunResult {
    plan.named(variant, seed) { Conductor(variant: variant, seed: seed).run() }
  }

  /// One run with its history kept.
  public func record(variant: Int, seed: UInt64) -> RunResult {
    plan.named(plan.variants[variant], seed) {
      Conductor(variant: plan.variants[variant], seed: seed, recording: true).run()
    }
  }

  /// The most violations per scenario whose story is told; every story repeats a run.
  static let storyLimit = 3

  /// Repeats runs that went wrong with their history kept, and tells what happened.
  private func tellStories(_ report: inout ScenarioReport) {
    var told = 0
    for (place, variant) in chosen.enumerated() {
      var recorded: RunResult?
      for number in report.variants[place].expectations.indices {
        let expectation = report.variants[place].expectations[number]
        guard expectation.verdict == .violated, let example = expectation.example,
          told < Self.storyLimit
        else { continue }
        if recorded?.seed != example.seed {
          recorded = record(variant: variant, seed: example.seed)
        }
        guard let recorded else { continue }
        told += 1
        report.variants[place].expectations[number].story =
          Story(recorded, plan, plan.variants[variant]).lines(about: example.result)
        let digest = report.variants[place].seeds.first { $0.seed == example.seed }?.digest
        if digest != recorded.digest.hex {
          report.broken = "seed \(example.seed) ran differently when it was repeated"
        }
      }
    }
  }
}

extension RunPlan {
  /// Names a run for whoever has to say which one broke a promise of the simulator's own.
  func named<Result>(_ variant: Variant, _ seed: UInt64, _ run: () -> Result) -> Result {
    let (file, values) = (file, variant.values)
    return RunName.during(
      "\(file), seed \(seed)",
      repetition: {
        let chosen = values.map { " --where '\($0)'" }.joined()
        return "ackproof replay \(file) --seed \(seed)\(chosen)"
      }, run)
  }

  /// The seeds of the scenario, one by one.
  public var allSeeds: [UInt64] {
    seeds.flatMap { range in
      (range.first...max(range.first, range.last)).map { UInt64(bitPattern: $0) }
    }
  }

  /// The variants whose values include all of these, written `acks = 1` or `acks of web = 1`.
  public func variants(where conditions: [String]) -> [Int] {
    variants.indices.filter { place in
      conditions.allSatisfy { wanted in
        variants[place].values.contains { value in
          wanted == value.description || wanted == "\(value.key) = \(value.value)"
            || wanted == "\(value.key)=\(value.value)"
        }
      }
    }
  }
}
