import Testing

@testable import ScenarioLanguage

@Suite("Damaged text")
struct MutationTests {
  /// How many damaged files are read; a debug build is a dozen times slower.
  static let count: UInt64 = {
    #if DEBUG
      4_000
    #else
      1_000_000
    #endif
  }()

  private static let noise: [UInt8] = Array(" \t\n\r#=,:@\"'%<>!.-0159smKB\\\u{E9}".utf8)

  /// Some lines of the examples and of the tables, with some bytes changed, swapped or gone.
  static func damaged(_ random: inout SplitMix, _ lines: [[UInt8]]) -> [UInt8] {
    var bytes = Array("ackproof 1\n".utf8)
    for _ in 0...random.below(6) {
      bytes += random.pick(lines)
      bytes.append(0x0A)
    }
    for _ in 0...random.below(6) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      switch random.below(5) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(random.pick(noise), at: place)
      case 3: bytes.swapAt(place, random.below(bytes.count))
      default:
        let end = min(bytes.count, place + random.below(12))
        bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count))
      }
    }
    return bytes
  }

  @Test("is read without a crash, and every problem points into it")
  func survives() {
    let lines =
      Examples.all.flatMap { $0.split(separator: "\n").map { Array($0.utf8) } }
      + AnyForm.all.flatMap { form -> [[UInt8]] in
        ["at 2s \(form.example)", "expect \(form.example)", "  \(form.example)"]
          .map { Array($0.utf8) }
      }
    for seed in 0..<Self.count {
      var random = SplitMix(state: seed)
      let bytes = Self.damaged(&random, lines)
      let reading = ScenarioReader.read(file: "x", bytes: bytes)
      guard let source = reading.source else { continue }
      for problem in reading.problems {
        let isInside =
          problem.place.line >= 1 && Int(problem.place.line) <= max(1, source.lineCount)
        #expect(isInside && !problem.message.isEmpty, "seed \(seed): \(problem)")
      }
      _ = Diagnostic.rendered(reading.problems, in: source)
      _ = ScenarioPrinter.text(of: reading.scenario)
    }
  }

  @Test("of the largest size is read in linear time")
  func large() {
    let line = "expect " + String(repeating: "leader of orders-0 is ", count: 30) + "\n"
    let text = "ackproof 1\n" + String(repeating: line, count: 1_500)
    let clock = ContinuousClock()
    let start = clock.now
    let reading = ScenarioReader.read(file: "x", bytes: Array(text.utf8))
    #expect(reading.problems.count >= 1_500)
    #expect(clock.now - start < .seconds(30))
  }

  @Test("of ten megabytes is refused with the bound named")
  func tooLarge() {
    let reading = ScenarioReader.read(
      file: "big.scenario", bytes: Array(repeating: 0x61, count: 10 << 20))
    #expect(
      reading.problems.map(\.message) == [
        "the file is over the bound of 1048576 bytes (1 MiB)"
      ])
  }
}
