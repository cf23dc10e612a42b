import Ackproof
import ScenarioLanguage

/// One option of a command.
struct OptionForm: Sendable {
  /// With its two dashes.
  let name: String
  /// What stands behind it; nil for a flag.
  let value: String?
  /// One sentence for help.
  let help: String

  init(_ name: String, _ value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }
}

/// The words of a command line, sorted into options and the rest.
struct Options: Sendable {
  /// Options in their order, with what stands behind them.
  private(set) var given: [(name: String, value: String)] = []
  /// Files, folders and other words.
  private(set) var words: [String] = []

  /// Why a command line cannot be understood.
  struct Problem: Error {
    var message: String
  }

  /// Whether an option was given.
  func has(_ name: String) -> Bool { given.contains { $0.name == name } }
  /// The last value of an option.
  func value(_ name: String) -> String? { given.last { $0.name == name }?.value }
  /// All values of an option, in their order.
  func values(_ name: String) -> [String] { given.filter { $0.name == name }.map(\.value) }

  /// Reads the words behind a command's name.
  static func read(_ arguments: [String], for command: Command) -> Result<Options, Problem> {
    var options = Options()
    var place = 0
    while place < arguments.count {
      let word = arguments[place]
      place += 1
      if word == "--" {
        options.words += arguments[place...]
        break
      }
      guard word.hasPrefix("--"), word.count > 2 else {
        options.words.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let form = command.options.first(where: { $0.name == name }) else {
        return .failure(unknown(name, command))
      }
      guard form.value != nil else {
        if parts.count > 1 { return .failure(.init(message: "\(name) takes no value")) }
        options.given.append((name, ""))
        continue
      }
      if parts.count > 1 {
        options.given.append((name, String(parts[1])))
      } else if place < arguments.count {
        options.given.append((name, arguments[place]))
        place += 1
      } else {
        return .failure(.init(message: "\(name) needs \(form.value ?? "a value") behind it"))
      }
    }
    return .success(options)
  }

  private static func unknown(_ name: String, _ command: Command) -> Problem {
    let names = command.options.map(\.name)
    if let near = nearest(to: name, among: names) {
      return .init(message: "unknown option '\(name)'; did you mean '\(near)'?")
    }
    return .init(
      message: "unknown option '\(name)'; see 'ackproof \(command.name) --help'")
  }

  /// A whole number within bounds.
  func number(_ name: String, _ range: ClosedRange<Int64>) -> Result<Int64?, Problem> {
    guard let text = value(name) else { return .success(nil) }
    guard let number = Int64(text), range.contains(number) else {
      return .failure(
        .init(
          message: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), "
            + "not '\(text)'"))
    }
    return .success(number)
  }

  // MARK: What several commands take

  /// The scenario files behind the words.
  func files() throws(Problem) -> [String] { try Files.scenarios(words).get() }

  /// How many runs go at the same time: as many as there are processors, unless told.
  func jobs() throws(Problem) -> Int {
    try number("--jobs", 1...256).get().map { Int($0) } ?? Output.processors
  }

  /// A range of seeds, which is the last value of `--seeds`; nil when none was given.
  func seeds(atMost limit: UInt64) throws(Problem) -> ClosedRange<UInt64>? {
    guard let text = value("--seeds") else { return nil }
    let ends = text.ranges(of: "..").first.map { range in
      (UInt64(text[..<range.lowerBound]), UInt64(text[range.upperBound...]))
    }
    guard let (low, high) = ends, let low, let high, low <= high, high < UInt64(Int64.max) else {
      throw Problem(message: "--seeds takes a range such as 1..2000, not '\(text)'")
    }
    guard high - low < limit else {
      throw Problem(message: "--seeds takes \(limit) seeds at most, not '\(text)'")
    }
    return low...high
  }
}
