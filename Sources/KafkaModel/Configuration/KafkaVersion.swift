/// A release of Kafka, as its own numbering has it: three numbers since 1.0, up to four before.
///
/// Every default and every rule that changed between releases is chosen by comparing with one of
/// these.
public struct KafkaVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// The four numbers packed from the most significant down, so that comparing is one instruction.
  private let packed: Int64

  /// A version given by its numbers; numbers left out are zero, so a line's name is its first
  /// release.
  public init(_ major: Int64, _ minor: Int64, _ patch: Int64 = 0, _ hotfix: Int64 = 0) {
    packed = (major << 48) | (minor << 32) | (patch << 16) | hotfix
  }

  /// The first number; zero for everything before November 2017.
  public var major: Int64 { packed >> 48 }
  /// The second number; with `major` it names a release line since 1.0.
  public var minor: Int64 { (packed >> 32) & 0xffff }
  /// The third number; before 1.0 it still named a line of its own (0.8.1 and 0.8.2 differ a lot).
  public var patch: Int64 { (packed >> 16) & 0xffff }
  /// The fourth number, used only before 1.0.
  public var hotfix: Int64 { packed & 0xffff }

  /// The number as Kafka writes it: four parts before 1.0 (three for 0.8.0 and 0.8.1), three since.
  public var description: String {
    let three = "\(major).\(minor).\(patch)"
    guard major == 0 else { return three }
    let firstLinesHadThree = self == KafkaVersion(0, 8, 0) || self == KafkaVersion(0, 8, 1)
    return firstLinesHadThree ? three : "\(three).\(hotfix)"
  }

  /// The release line, as people say it: `3.7`, or `0.8.2` before 1.0.
  public var line: String {
    major == 0 ? "\(major).\(minor).\(patch)" : "\(major).\(minor)"
  }

  /// Orders releases by their numbers, most significant first.
  public static func < (a: KafkaVersion, b: KafkaVersion) -> Bool { a.packed < b.packed }
}

extension KafkaVersion {
  /// The version of a scenario that names none: the last line whose ZooKeeper mode was still
  /// common.
  public static let standard = KafkaVersion(3, 7, 2)
  /// The oldest release whose replication this model knows.
  public static let oldest = KafkaVersion(0, 8, 0)
  /// The newest release line of ZooKeeper mode; 4.0 removed it (KIP-833).
  public static let newestWithZooKeeper = KafkaVersion(3, 9, 1)
  /// The newest release that the tables know.
  public static let newest = KafkaVersion(4, 0, 0)
  /// The first release whose KRaft mode was declared fit for production (KIP-833).
  public static let firstWithKRaft = KafkaVersion(3, 3, 0)

  /// Every release line with the number of its last release, in order.
  ///
  /// A line's releases are numbered without gaps from zero (3.3.0 was tagged, though never
  /// announced).
  static let lines: [KafkaVersion] = [
    KafkaVersion(0, 8, 0), KafkaVersion(0, 8, 1, 1), KafkaVersion(0, 8, 2, 2),
    KafkaVersion(0, 9, 0, 1), KafkaVersion(0, 10, 0, 1), KafkaVersion(0, 10, 1, 1),
    KafkaVersion(0, 10, 2, 2), KafkaVersion(0, 11, 0, 3),
    KafkaVersion(1, 0, 2), KafkaVersion(1, 1, 1),
    KafkaVersion(2, 0, 1), KafkaVersion(2, 1, 1), KafkaVersion(2, 2, 2), KafkaVersion(2, 3, 1),
    KafkaVersion(2, 4, 1), KafkaVersion(2, 5, 1), KafkaVersion(2, 6, 3), KafkaVersion(2, 7, 2),
    KafkaVersion(2, 8, 2),
    KafkaVersion(3, 0, 2), KafkaVersion(3, 1, 2), KafkaVersion(3, 2, 3), KafkaVersion(3, 3, 2),
    KafkaVersion(3, 4, 1), KafkaVersion(3, 5, 2), KafkaVersion(3, 6, 2), KafkaVersion(3, 7, 2),
    KafkaVersion(3, 8, 1), KafkaVersion(3, 9, 1),
    KafkaVersion(4, 0, 0),
  ]

  /// The last release of each line, oldest first: what a message lists as the versions that exist.
  public static var lastReleases: [KafkaVersion] { lines }

  /// Why a text is not the number of a Kafka release.
  public enum ParseProblem: Error, Equatable, Sendable {
    /// Not two to four numbers joined by dots.
    case malformed
    /// Numbers, but Kafka never made such a release line; the known ones are `lastReleases`.
    case unknownLine
    /// The line exists, and its last release is an older one.
    case unknownRelease(lastOfLine: KafkaVersion)
  }

  /// A sentence about a text that is no version, for a diagnostic.
  public static func message(for problem: ParseProblem, in text: String) -> String {
    switch problem {
    case .malformed: "a Kafka version is two to four numbers such as 3.7 or 0.8.2.2, not '\(text)'"
    case .unknownLine:
      "no Kafka '\(text)' is known; the releases go from \(oldest.line) to \(newest.line)"
    case .unknownRelease(let last):
      "no Kafka '\(text)' was released; the last of its line is \(last)"
    }
  }

  /// The most parts, and the most digits of a part, that a version text may have.
  private static let partCountMax = 4
  private static let partDigitsMax = 4

  /// Reads `3.7`, `3.7.1`, `0.8`, `0.8.2.2`; a short form means the last release it fits.
  ///
  /// People who write `3.1` run 3.1.2, not the first release of that line with its known defects.
  public static func parse(_ text: String) throws(ParseProblem) -> KafkaVersion {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...partCountMax).contains(parts.count) else { throw .malformed }
    var numbers: [Int64] = []
    for part in parts {
      guard part.utf8.count <= partDigitsMax, part.utf8.allSatisfy({ 48...57 ~= $0 }),
        let number = Int64(part)
      else { throw .malformed }
      numbers.append(number)
    }
    let candidates = lines.filter { $0.hasLine(of: numbers) }
    guard let last = candidates.last else { throw .unknownLine }
    let lineLength = last.major == 0 ? 3 : 2
    if numbers.count <= lineLength { return last }
    if last.major > 0 && numbers.count == partCountMax { throw .malformed }
    guard let asked = numbers.last, asked <= last.lastPart else {
      throw .unknownRelease(lastOfLine: last)
    }
    return last.major == 0
      ? KafkaVersion(numbers[0], numbers[1], numbers[2], asked)
      : KafkaVersion(numbers[0], numbers[1], asked)
  }

  /// The number that counts releases inside one line.
  private var lastPart: Int64 { major == 0 ? hotfix : patch }

  /// Whether the leading numbers, as many as name a line, agree with this release's.
  private func hasLine(of numbers: [Int64]) -> Bool {
    let own = major == 0 ? [major, minor, patch] : [major, minor]
    return zip(own, numbers).allSatisfy { $0 == $1 }
  }
}
