import Kernel

/// What a steered campaign knows: for each situation the shortest schedule that got there, and how
/// many runs did.
///
/// New schedules are changes of those that were where few have been (Mouret and Clune's elites by
/// niche, chosen as grey-box fuzzers choose): a failure that takes four steps is found one step at
/// a time, and what is not needed for a step is dropped on the way. A round is drawn from what was
/// known before it; so what its runs add is kept apart until it is over, and a campaign that is
/// interrupted within a round goes on as if it had not been.
struct Corpus: Equatable, Sendable {
  /// A schedule, and the situations that it is the shortest way to.
  struct Entry: Equatable, Sendable {
    var schedule: Schedule
    var places: [Int]
  }

  /// The shortest schedule to each situation, by the situation's number; goals come last.
  private var elites: [Schedule?]
  /// What the present round has found.
  private(set) var discoveries: [Entry] = []
  /// How many runs of earlier rounds were in each situation.
  private(set) var hits: [Int]
  /// How many of the present round.
  private(set) var roundHits: [Int]

  /// Out of how many situations the rarest is chosen.
  static let tournament = 8

  /// A campaign that has run nothing, with so many goals.
  init(goals: Int) {
    let size = CoverageMap.counted.count + goals
    elites = Array(repeating: nil, count: size)
    hits = Array(repeating: 0, count: size)
    roundHits = hits
  }

  /// Whether nothing is known.
  var isEmpty: Bool { elites.allSatisfy { $0 == nil } }

  /// Adds a run and the goals that it reached, by their places.
  mutating func fold(_ trial: Trial, goals: [Int]) {
    let first = CoverageMap.counted.count
    let seen = trial.coverage.members(below: first) + goals.map { first + $0 }
    for place in seen { roundHits[place] += 1 }
    let size = trial.schedule.lines.count
    let better = seen.filter { elites[$0].map { size < $0.lines.count } ?? true }
    if !better.isEmpty { discoveries.append(Entry(schedule: trial.schedule, places: better)) }
  }

  /// Takes what a round has found into what the next one is drawn from.
  mutating func endRound() {
    for place in hits.indices { hits[place] += roundHits[place] }
    roundHits = Array(repeating: 0, count: roundHits.count)
    for entry in discoveries { keep(entry) }
    discoveries = []
  }

  private mutating func keep(_ entry: Entry) {
    for place in entry.places {
      if let known = elites[place], known.lines.count <= entry.schedule.lines.count { continue }
      elites[place] = entry.schedule
    }
  }

  /// A schedule to change: the one that leads to the rarest of some situations, mostly of what
  /// replicas believe and hold.
  func parent(from random: inout RandomStream) -> Schedule? {
    let known = elites.indices.filter { elites[$0] != nil }
    let states = known.filter(CoverageMap.replicas.range.contains)
    let named = known.filter { $0 < CoverageMap.pairs.base || $0 >= CoverageMap.counted.count }
    let sections = [states, states, named, known]
    let places = sections[random.pick(from: sections.count)]
    guard !places.isEmpty else { return nil }
    let some = (0..<Self.tournament).map { _ in places[random.pick(from: places.count)] }
    return some.min { hits[$0] < hits[$1] }.flatMap { elites[$0] }
  }

  // MARK: As text

  /// Every elite once, with the situations that it is for.
  var entries: [Entry] {
    var entries: [Entry] = []
    for place in elites.indices {
      guard let schedule = elites[place] else { continue }
      if let known = entries.firstIndex(where: { $0.schedule == schedule }) {
        entries[known].places.append(place)
      } else {
        entries.append(Entry(schedule: schedule, places: [place]))
      }
    }
    return entries
  }

  /// Takes in what a text says; false when it makes no sense.
  mutating func restore(hits: [Int], round: [Int]) -> Bool {
    guard hits.count == self.hits.count, round.count == hits.count else { return false }
    (self.hits, roundHits) = (hits, round)
    return true
  }

  /// Takes in an entry of a text; false when it makes no sense.
  mutating func restore(_ entry: Entry, isDiscovery: Bool) -> Bool {
    guard entry.places.allSatisfy(elites.indices.contains) else { return false }
    if isDiscovery { discoveries.append(entry) } else { keep(entry) }
    return true
  }

  /// Counts as text: `place:count` for each that is not zero.
  static func written(_ counts: [Int]) -> String {
    counts.indices.filter { counts[$0] > 0 }.map { "\($0):\(counts[$0])" }.joined(separator: " ")
  }

  /// Reads what `written` gives for so many counts; nil for anything else.
  static func counts(_ text: some StringProtocol, size: Int) -> [Int]? {
    var counts = Array(repeating: 0, count: size)
    for word in text.split(separator: " ") {
      let parts = word.split(separator: ":").map { Int($0) }
      guard parts.count == 2, let place = parts[0], let count = parts[1],
        counts.indices.contains(place), count >= 0
      else { return nil }
      counts[place] = count
    }
    return counts
  }
}
