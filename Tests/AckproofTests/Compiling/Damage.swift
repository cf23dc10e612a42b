import Foundation
import Kernel

/// Damages the scenarios, property files and results of the repository, the same way for a seed.
struct Damage {
  private var random: RandomStream

  init(seed: UInt64) { random = RandomStream(runSeed: seed, stream: "damage") }

  /// Every scenario of the repository that is small enough to be read often, as lines.
  static let scenarios: [[[UInt8]]] = files(ending: ".scenario").filter { $0.count < 2_000 }
    .map { $0.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) } }

  /// Every property file of the repository.
  static let properties: [[UInt8]] = files(ending: ".properties")

  private static let lines = scenarios.flatMap { $0 }
  private static let words = Set(
    lines.flatMap { $0.split(separator: 0x20).map { Array($0) } }
  ).sorted { $0.lexicographicallyPrecedes($1) }
  private static let noise: [UInt8] = Array(" \t\n\r#=,:@\"'%<>!.-0159smKB\\u{}[]\u{E9}".utf8)
  private static let extremes = [
    "0", "1", "-1", "7", "64", "1000", "4096", "200000", "999999999999", "1000000000000",
    "9223372036854775807", "99999999999999999999", "1..1000000", "5..1", "0ns", "10d", "3650d",
    "0s..1h", "101%", "0.0001%", "1GiB", "''", "\"a, b\"", "{}", "@first", "orders-0", "all",
  ].map { Array($0.utf8) }

  /// The files of the scenarios' folder whose paths end so, sorted.
  static func files(ending: String) -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../../Scenarios")
      .standardized
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let urls = (found?.allObjects as? [URL] ?? []).filter { $0.path.hasSuffix(ending) }
    return urls.sorted { $0.path < $1.path }.compactMap { try? Array(Data(contentsOf: $0)) }
  }

  private mutating func below(_ count: Int) -> Int { Int(random.below(UInt64(count))) }

  private mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

  /// A scenario with some lines and some bytes changed; sometimes not a scenario at all.
  mutating func scenario() -> [UInt8] {
    var lines = pick(Damage.scenarios)
    switch below(10) {
    case 0:
      lines = [Array("ackproof 1".utf8)]
      for _ in 0...below(12) { lines.append(pick(Damage.lines)) }
    case 1: return (0..<below(200)).map { _ in pick(Damage.noise) }
    default: break
    }
    for _ in 0...below(4) where !lines.isEmpty { change(&lines) }
    return bytes(Array(lines.joined(separator: [0x0A])), times: below(3))
  }

  /// A text with some bytes changed, swapped, doubled or gone.
  mutating func bytes(_ text: [UInt8], times: Int) -> [UInt8] {
    var bytes = text
    for _ in 0..<times where !bytes.isEmpty {
      let place = below(bytes.count)
      switch below(6) {
      case 0: bytes[place] = UInt8(below(256))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(pick(Damage.noise), at: place)
      case 3: bytes.swapAt(place, below(bytes.count))
      case 4: bytes.removeLast(below(bytes.count))
      default:
        let end = min(bytes.count, place + below(40))
        bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
      }
    }
    return bytes
  }

  private mutating func change(_ lines: inout [[UInt8]]) {
    let place = below(lines.count)
    switch below(8) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(pick(lines), at: place)
    case 2: lines.swapAt(place, below(lines.count))
    case 3: lines.insert(pick(Damage.lines), at: place)
    default:
      var words = lines[place].split(separator: 0x20).map { Array($0) }
      guard !words.isEmpty else { return }
      let indent = lines[place].prefix { $0 == 0x20 }
      let word = below(words.count)
      switch below(4) {
      case 0: words.remove(at: word)
      case 1: words.swapAt(word, below(words.count))
      case 2: words[word] = pick(Damage.extremes)
      default: words[word] = pick(Damage.words)
      }
      lines[place] = indent + Array(words.joined(separator: [0x20]))
    }
  }
}
