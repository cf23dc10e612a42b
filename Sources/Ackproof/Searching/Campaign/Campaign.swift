import Kernel
import ScenarioLanguage

/// Runs a campaign on several processors, and folds its runs in their order.
///
/// Whoever finishes first is never visible. Runs go in rounds of fixed size: a steered campaign
/// draws a whole round from what was known before it, so that it is the same sequence of runs
/// whatever the number of jobs, only shorter or longer.
public struct Campaign: Sendable {
  /// Where it stands.
  public private(set) var record: CampaignRecord
  private let jobs: Int

  /// How many runs are drawn together.
  static let roundSize = 64
  /// How many runs one task does before it hands them over.
  static let chunkSize = 8

  /// A campaign that begins, or goes on where a record stands.
  public init(_ record: CampaignRecord, jobs: Int) {
    self.record = record
    self.jobs = max(1, jobs)
  }

  /// Runs until everything is done or `goOn` says no, which is asked after each chunk.
  public mutating func run(while goOn: (CampaignRecord) -> Bool) async {
    while !record.isComplete {
      let schedules = round()
      guard await run(schedules, while: goOn) else { return }
    }
  }

  /// The schedules of the round that comes next, without those of it that are done.
  private func round() -> [Schedule] {
    let start = record.done
    let end = (start / Self.roundSize + 1) * Self.roundSize
    let numbers = start..<min(end, record.plan.total ?? end)
    let generator = record.plan.generator
    switch record.plan.reach {
    case .seeds: return numbers.map { generator.schedule(seed: record.plan.seed($0)) }
    case .steered: return numbers.map { steered($0, generator) }
    }
  }

  /// The n-th schedule of a steered campaign: a new one, or a change of one that reached something.
  private func steered(_ number: Int, _ generator: ScheduleGenerator) -> Schedule {
    var random = RandomStream(runSeed: UInt64(number), stream: "search steering")
    let fresh = generator.schedule(seed: record.plan.seed(number))
    let corpus = record.corpus
    guard !corpus.isEmpty, random.chance(Ratio(4, 5)), let parent = corpus.parent(from: &random),
      let other = corpus.parent(from: &random)
    else { return fresh }
    let child = Mutator(generator: generator)
      .mutated(parent, with: other, number: random.next())
    // A change may name what another setting does not have, or put an end behind the run's.
    return record.plan.base.isSound(child) ? child : fresh
  }

  /// Runs some schedules and folds them in their order; false when the campaign is to stop.
  private mutating func run(
    _ schedules: [Schedule], while goOn: (CampaignRecord) -> Bool
  ) async -> Bool {
    let base = record.plan.base
    let chunks = stride(from: 0, to: schedules.count, by: Self.chunkSize).map { start in
      Array(schedules[start..<min(start + Self.chunkSize, schedules.count)])
    }
    var waiting: [[Trial]?] = Array(repeating: nil, count: chunks.count)
    var folded = 0
    return await withTaskGroup(of: (Int, [Trial]).self) { group in
      var next = 0
      func add() {
        guard next < chunks.count else { return }
        let (place, chunk) = (next, chunks[next])
        group.addTask { (place, chunk.map { Trial($0, in: base) }) }
        next += 1
      }
      for _ in 0..<jobs { add() }
      var isGoingOn = true
      while let (place, trials) = await group.next() {
        waiting[place] = trials
        while isGoingOn, folded < chunks.count, let ready = waiting[folded] {
          for trial in ready where !record.hasStopped { record.fold(trial) }
          waiting[folded] = nil
          folded += 1
          isGoingOn = !record.hasStopped && goOn(record)
        }
        if isGoingOn { add() }
      }
      return isGoingOn
    }
  }
}

extension SearchBase {
  /// Whether a schedule makes sense in its setting.
  func isSound(_ schedule: Schedule) -> Bool {
    ScenarioReader.problems(
      in: settings[schedule.setting].scenario(with: schedule.lines)
    ).isEmpty
  }
}
