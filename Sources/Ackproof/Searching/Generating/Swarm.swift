import Kernel

/// What one seed makes of the table of faults: which families it has, how much of what, how long.
///
/// Swarm testing: leaving things out finds more than always having everything, because faults
/// hide each other. A cluster whose leader dies every second never gets to truncate.
struct Swarm: Sendable {
  /// The families that this seed has, with their weights.
  var families: [(family: FaultFamily, weight: Int)] = []
  /// How many lines are drawn.
  var lines: Int
  /// Out of 100 lines, how many wait for the clock; the rest wait for history.
  var clocked: Int
  /// Out of 100 lines that wait for history, how many wait for an earlier line.
  var chained: Int
  /// Out of 100 victims, how many are what an earlier line hit.
  var sameVictim: Int
  /// How long things last: weights of short, middling and long.
  var lengths: [Int]
  /// Out of 100 lines that may go without an end, how many do.
  var lasting: Int
  /// Whether everything is healed and started at the end of the work.
  var endsWell: Bool

  /// The most lines of one schedule; more than a person would read.
  static let linesMax = 12

  /// The swarm of a seed, out of the families that are wanted.
  init(_ wanted: [FaultFamily], endsWell always: Bool, from random: inout RandomStream) {
    for family in wanted where random.chance(Ratio(1, 2)) {
      families.append((family, family.weight << random.pick(from: 3)))
    }
    if families.isEmpty, !wanted.isEmpty {
      families.append((wanted[random.pick(from: wanted.count)], 1))
    }
    // Most failures need few faults, and few faults leave the rest of the run undisturbed.
    lines = 1
    while lines < Self.linesMax, random.chance(Ratio(2, 3)) { lines += 1 }
    clocked = [10, 30, 50, 80][random.pick(from: 4)]
    chained = [0, 30, 60][random.pick(from: 3)]
    sameVictim = [0, 25, 50][random.pick(from: 3)]
    lengths = (0..<3).map { _ in [0, 1, 1, 3][random.pick(from: 4)] }
    if lengths.allSatisfy({ $0 == 0 }) { lengths = [1, 1, 1] }
    lasting = always ? 0 : [0, 0, 10, 40][random.pick(from: 4)]
    endsWell = always || random.chance(Ratio(1, 3))
  }
}
