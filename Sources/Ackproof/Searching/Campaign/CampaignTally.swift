import Kernel
import ScenarioLanguage

/// What a campaign has come to so far: of fixed size, and the same whoever ran which part of it.
///
/// Every field is a sum, a union or a least element, so that the tallies of shards add up to that
/// of the whole in any order.
public struct CampaignTally: Sendable {
  /// Runs.
  public internal(set) var runs: Int64 = 0
  /// Messages delivered and timers fired.
  public internal(set) var events: UInt64 = 0
  /// Simulated time in milliseconds.
  public internal(set) var simulated: Int64 = 0
  /// Covers every run with its seed, in any order.
  public internal(set) var digest: UInt64 = 0
  /// Runs that violated something.
  public internal(set) var violated: Int64 = 0
  /// Runs that violated nothing and proved nothing.
  public internal(set) var undetermined: Int64 = 0
  /// Why runs proved nothing, by reason.
  public internal(set) var floors: [Floor] = []
  /// Which situations were seen.
  public internal(set) var coverage = CoverageTable()
  /// The goals, with how many runs reached each.
  public internal(set) var goals: [Goal]
  /// What was found, by class.
  public internal(set) var findings: [Found] = []

  /// A reason why runs proved nothing.
  public struct Floor: Equatable, Sendable {
    /// The reason, in words.
    public var reason: String
    /// How many runs.
    public var count: Int64
  }

  /// Something that one run of the campaign has to reach.
  public struct Goal: Equatable, Sendable {
    /// The expectation.
    public var text: String
    /// How many runs reached it.
    public var count: Int64
  }

  /// One way in which the configuration fails.
  public struct Found: Sendable {
    /// What is violated, and how.
    public var failure: FailureClass
    /// How many runs show it.
    public var count: Int64
    /// Whether it is about recovering in time.
    public var isLate: Bool
    /// The smallest schedules that show it, the smallest first: fewest lines, then the least seed.
    /// There is always one; as what is small is not what gets smallest, some more are kept.
    private(set) var examples: [Schedule]

    /// The most schedules that are kept.
    static let exampleLimit = 3

    /// The smallest of them.
    var best: Schedule { examples[0] }

    init(failure: FailureClass, count: Int64, isLate: Bool, _ example: Schedule) {
      self.failure = failure
      self.count = count
      self.isLate = isLate
      examples = [example]
    }

    /// Keeps another schedule that shows it, if it is among the smallest.
    mutating func keep(_ example: Schedule) {
      guard !examples.contains(example) else { return }
      let place = examples.firstIndex { example.precedes($0) } ?? examples.count
      examples.insert(example, at: place)
      if examples.count > Self.exampleLimit { examples.removeLast() }
    }
  }

  /// The most reasons that are told apart.
  static let floorLimit = 32

  /// An empty tally for some goals.
  init(goals: [String]) { self.goals = goals.map { Goal(text: $0, count: 0) } }

  /// Adds a run.
  mutating func fold(_ trial: Trial) {
    runs += 1
    events &+= trial.events
    simulated += trial.simulated.nanoseconds / 1_000_000
    digest &+= Self.mixed(trial.schedule.seed, trial.digest)
    coverage.formUnion(trial.coverage)
    for place in goals.indices where trial.reached.contains(goals[place].text) {
      goals[place].count += 1
    }
    if !trial.failures.isEmpty { violated += 1 }
    if trial.failures.isEmpty, !trial.floors.isEmpty { undetermined += 1 }
    for reason in trial.floors { add(Floor(reason: reason, count: 1)) }
    for failure in trial.failures {
      add(Found(failure: failure, count: 1, isLate: trial.isLate, trial.schedule))
    }
  }

  /// Adds another share of the same campaign.
  mutating func merge(_ other: CampaignTally) {
    runs += other.runs
    events &+= other.events
    simulated += other.simulated
    digest &+= other.digest
    violated += other.violated
    undetermined += other.undetermined
    coverage.formUnion(other.coverage)
    for place in goals.indices {
      goals[place].count += other.goals.first { $0.text == goals[place].text }?.count ?? 0
    }
    other.floors.forEach { add($0) }
    other.findings.forEach { add($0) }
  }

  mutating func add(_ floor: Floor) {
    if let place = floors.firstIndex(where: { $0.reason == floor.reason }) {
      floors[place].count += floor.count
    } else {
      floors.append(floor)
      floors.sort { $0.reason < $1.reason }
      if floors.count > Self.floorLimit { floors.removeLast() }
    }
  }

  mutating func add(_ found: Found) {
    if let place = findings.firstIndex(where: { $0.failure == found.failure }) {
      findings[place].count += found.count
      findings[place].isLate = findings[place].isLate && found.isLate
      found.examples.forEach { findings[place].keep($0) }
    } else {
      findings.append(found)
      findings.sort { $0.failure < $1.failure }
    }
  }

  /// A word that stands for one run with its seed; sums of such words do not depend on an order.
  static func mixed(_ seed: UInt64, _ digest: UInt64) -> UInt64 {
    var mixture = SplitMix(state: seed)
    mixture.state = mixture.next() ^ digest
    return mixture.next()
  }
}

extension Schedule {
  /// Whether it is the smaller of two that show the same: fewer lines, then the least seed.
  func precedes(_ other: Schedule) -> Bool {
    if lines.count != other.lines.count { return lines.count < other.lines.count }
    if seed != other.seed { return seed < other.seed }
    if setting != other.setting { return setting < other.setting }
    return written < other.written
  }

  /// The lines as text.
  var written: String {
    lines.map { ScenarioPrinter.line(of: .timeline($0)) }.joined(separator: "\n")
  }
}
