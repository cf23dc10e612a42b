import Foundation
import Testing

/// What every file of the repository keeps to; limits only ever tighten.
@Suite("The house's rules")
struct HouseRulesTests {
  static let everything = SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")

  @Test("there is a house to look at")
  func filesAreFound() {
    #expect(Self.everything.count > 100)
  }

  @Test("no line is longer than 100 columns, and no file longer than 400 lines")
  func sizes() {
    for file in Self.everything {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
      for (number, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(number + 1): \(line.count) columns")
      }
    }
  }

  @Test("no function is longer than 60 lines")
  func functions() {
    for file in SourceTree.files(below: "Sources") {
      for (name, line, length) in Functions.lengths(in: file.lines) where length > 60 {
        Issue.record("\(file.path):\(line): '\(name)' has \(length) lines")
      }
    }
  }

  /// Words that let hash order, wall clocks, unseeded chance or rounding into a run.
  static let banned: [(pattern: String, instead: String)] = [
    (#"\bDictionary\b"#, "a SortedMap, an IDMap or a sorted array"),
    (#"\bSet<"#, "a sorted array"),
    (#"\[\s*[A-Z]\w*\s*:\s*[A-Z\[]\w*.*\]\s*(=|\(\))"#, "a SortedMap or a sorted array"),
    (#"\b(Double|Float)\b"#, "integers"),
    (#"\bDate\("#, "the simulated instant"),
    (#"\b(ContinuousClock|SuspendingClock|ProcessInfo)\b"#, "the simulated instant"),
    (#"\bSystemRandomNumberGenerator\b"#, "a named RandomStream"),
    (#"\.(randomElement|shuffled)\(\)"#, "a named RandomStream"),
    (#"\b(Int|UInt64|Int64|Bool)\.random\("#, "a named RandomStream"),
    (#"\bhashValue\b"#, "the value itself"),
    (#"\bObjectIdentifier\b"#, "an identifier of the model"),
    (#"\btry!"#, "an error that is handled"),
  ]

  @Test(
    "nothing that differs from run to run is used below the command line",
    arguments: [
      "Sources/Kernel", "Sources/KafkaModel", "Sources/Ackproof/Checking",
      "Sources/Ackproof/Running",
    ])
  func bannedWords(folder: String) throws {
    let files = SourceTree.files(below: folder)
    #expect(!files.isEmpty)
    for (pattern, instead) in Self.banned {
      let expression = try NSRegularExpression(pattern: pattern)
      for file in files {
        for (number, line) in file.lines.enumerated() {
          let code = SourceTree.code(line)
          let range = NSRange(code.startIndex..., in: code)
          if expression.firstMatch(in: code, range: range) != nil {
            Issue.record("\(file.path):\(number + 1): \(pattern) is banned, use \(instead)")
          }
        }
      }
    }
  }

  /// The one place where memory is managed by hand.
  static let memory = [
    "Sources/Kernel/Collections/Table.swift", "Sources/Kernel/Collections/TableMemory.swift",
  ]

  @Test("nothing in the simulation but its tables touches memory unsafely")
  func unsafeWords() {
    for folder in ["Sources/Kernel", "Sources/KafkaModel", "Sources/Ackproof"] {
      for file in SourceTree.files(below: folder) where !Self.memory.contains(file.path) {
        for (number, line) in file.lines.enumerated() {
          let code = SourceTree.code(line)
          if code.contains("nsafe") || code.contains("@unchecked") {
            Issue.record("\(file.path):\(number + 1): unsafe code")
          }
        }
      }
    }
  }

  @Test("no simulated state is a class")
  func classes() {
    for folder in ["Sources/Kernel", "Sources/KafkaModel"] {
      for file in SourceTree.files(below: folder) where !Self.memory.contains(file.path) {
        for (number, line) in file.lines.enumerated() {
          let words = SourceTree.code(line).split(separator: " ")
          if words.contains("class") {
            Issue.record("\(file.path):\(number + 1): a class in simulated state")
          }
        }
      }
    }
  }

  /// Which modules a module may import; the house's layers.
  static let imports: [(folder: String, allowed: [String])] = [
    ("Sources/Kernel", []),
    ("Sources/ScenarioLanguage", []),
    ("Sources/KafkaModel", ["Kernel"]),
    ("Sources/Ackproof", ["KafkaModel", "Kernel", "ScenarioLanguage"]),
    (
      "Sources/AckproofCommand",
      [
        "Ackproof", "KafkaModel", "Kernel", "ScenarioLanguage", "FoundationEssentials",
        "Foundation", "Glibc", "Darwin", "Synchronization",
      ]
    ),
    (
      "Sources/Benchmarks",
      ["Ackproof", "KafkaModel", "Kernel", "ScenarioLanguage", "Glibc", "Darwin"]
    ),
  ]

  @Test("modules import downwards only", arguments: imports.indices)
  func importTable(row: Int) {
    let (folder, allowed) = Self.imports[row]
    for file in SourceTree.files(below: folder) {
      for (number, line) in file.lines.enumerated() where line.hasPrefix("import ") {
        let module = String(line.dropFirst("import ".count))
        #expect(
          allowed.contains(module), "\(file.path):\(number + 1): \(folder) may not import \(module)"
        )
      }
    }
  }

  @Test("no two folders or files differ in case only")
  func caseFolding() {
    let paths = Self.everything.map { $0.path.lowercased() }
    #expect(Set(paths).count == paths.count)
  }
}

/// Finds functions and their lengths by indentation, which the formatter guarantees.
enum Functions {
  static func lengths(in lines: [String]) -> [(name: String, line: Int, length: Int)] {
    var found: [(String, Int, Int)] = []
    for (start, line) in lines.enumerated() {
      let code = SourceTree.code(line)
      guard code.contains("func ") || code.contains(" init(") || code.contains(" init?(") else {
        continue
      }
      let indent = line.prefix { $0 == " " }
      let close = String(indent) + "}"
      guard
        let end = lines[start...].firstIndex(where: { $0 == close || $0.hasPrefix(close + " ") }),
        end > start
      else { continue }
      // A requirement or a one-liner has no body of its own below it.
      let isOneLine = code.contains("{") && code.contains("}")
      if isOneLine { continue }
      let body = lines[start..<end].firstIndex { SourceTree.code($0).hasSuffix("{") }
      let next = lines[start...].dropFirst().first ?? ""
      let isRequirement = !code.contains("{") && next.prefix { $0 == " " }.count <= indent.count
      guard body != nil, !isRequirement || next.contains(") ") else { continue }
      let name = code.trimmingCharacters(in: .whitespaces).prefix(60)
      found.append((String(name), start + 1, end - start + 1))
    }
    return found
  }
}
