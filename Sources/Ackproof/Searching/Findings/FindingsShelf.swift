import ScenarioLanguage

/// A folder of findings as text: which failures it has already, and what new ones are to be called.
///
/// Every finding expects what should hold, so the folder is a regression suite as it stands:
/// `ackproof run` on it fails until all of them are mended, and tells from then on when one is
/// back.
/// Nothing on the shelf is ever overwritten.
public struct FindingsShelf: Sendable {
  private var entries: [Entry] = []
  private var names: [String]

  private struct Entry: Sendable {
    let file: String
    let failure: FailureClass
    let base: String?
    let lineCount: Int
  }

  /// What is to be done with a finding.
  public enum Placement: Equatable, Sendable {
    /// It is a new failure, for a file of this name.
    case new(file: String)
    /// The failure is there already, but larger; the smaller one gets a file of its own.
    case smaller(file: String, than: String)
    /// The failure is there already.
    case known(file: String)
  }

  /// A shelf with the scenario files of a folder; those without a header count as taken names.
  public init(_ files: [(name: String, text: [UInt8])]) {
    names = files.map(\.name)
    for file in files {
      let scenario = ScenarioReader.read(file: file.name, bytes: file.text).scenario
      guard let header = FindingHeader(comments: scenario.trivia.comments) else { continue }
      entries.append(
        Entry(
          file: file.name, failure: header.failure, base: header.base,
          lineCount: Candidate(scenario, seed: header.seed).timeline.count))
    }
  }

  /// Which file has a failure already; nil for a new one.
  public func file(of failure: FailureClass, base: String?) -> String? {
    entries.filter { $0.failure == failure && Self.isSame($0.base, base) }
      .min { ($0.lineCount, $0.file) < ($1.lineCount, $1.file) }?.file
  }

  /// Finds a place for a finding, and keeps it for it.
  public mutating func place(_ finding: Finding) -> Placement {
    let known =
      entries
      .filter { $0.failure == finding.failure && Self.isSame($0.base, finding.base) }
      .min { ($0.lineCount, $0.file) < ($1.lineCount, $1.file) }
    if let known, known.lineCount <= finding.lineCount { return .known(file: known.file) }
    var file = "\(finding.name).scenario"
    var number = 2
    while names.contains(file) {
      file = "\(finding.name)-\(number).scenario"
      number += 1
    }
    names.append(file)
    entries.append(
      Entry(
        file: file, failure: finding.failure, base: finding.base, lineCount: finding.lineCount))
    return known.map { .smaller(file: file, than: $0.file) } ?? .new(file: file)
  }

  /// Whether two paths may name one file, seen from different folders.
  private static func isSame(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one == other }
    let parts = [one, other].map { path in
      path.split(separator: "/").filter { $0 != "." && $0 != ".." }
    }
    let count = min(parts[0].count, parts[1].count)
    return parts[0].suffix(count) == parts[1].suffix(count)
  }
}
