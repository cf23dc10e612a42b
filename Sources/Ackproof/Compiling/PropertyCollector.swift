import KafkaModel
import ScenarioLanguage

/// Gathers properties as written, from scenario lines and included files, and remembers where each
/// stands, so that a problem found by Kafka's own tables can point at it.
struct PropertyCollector {
  let file: String
  /// Files that were included already, by path, so that each is read once.
  private var files: [(path: String, content: PropertiesFile?)] = []
  /// Where each assignment stands in the scenario: its key, its value, and the include behind it.
  private var places: [String: (key: Place, value: Place, isIncluded: Bool, text: String)] = [:]
  private(set) var problems: [Diagnostic] = []
  /// What is in `problems` already, as many variants have the same.
  private var known: Set<String> = []
  /// What of the scenario was not understood.
  var gaps: Gaps

  init(file: String, gaps: Gaps) {
    self.file = file
    self.gaps = gaps
  }

  /// A property of the scenario itself.
  mutating func add(_ property: Property, to list: inout [PropertyAssignment]) {
    let origin = PropertyOrigin(file: file, line: Int(property.key.place.line))
    places["\(origin) \(property.key.text)"] = (
      property.key.place, property.value.place, false, property.value.text
    )
    list.append(PropertyAssignment(property.key.text, property.value.text, origin))
  }

  /// Every property of an included file.
  mutating func add(
    _ include: Include, to list: inout [PropertyAssignment], load: Compiler.Loader
  ) {
    let path = include.path.text
    let content = content(of: path, load)
    guard let content else {
      note(Diagnostic("there is no file '\(path)'", at: include.path.place))
      return
    }
    for problem in content.problems {
      note(
        Diagnostic(
          "\(path):\(problem.place.line): \(problem.message)", at: include.path.place,
          severity: problem.severity))
    }
    for entry in content.entries {
      let origin = PropertyOrigin(file: path, line: Int(entry.place.line))
      places["\(origin) \(entry.key)"] = (
        include.path.place, include.path.place, true, entry.value
      )
      list.append(PropertyAssignment(entry.key, entry.value, origin))
    }
  }

  /// Where a key is written, or the line that includes its file; nil when it is not written.
  func place(of key: String) -> Place? {
    places.filter { $0.key.hasSuffix(" \(key)") }.map(\.value.key).min { $0.precedes($1) }
  }

  /// Every property of the included files, in the order in which they were read.
  var included: [PropertiesFile.Entry] { files.flatMap { $0.content?.entries ?? [] } }

  private mutating func content(of path: String, _ load: Compiler.Loader) -> PropertiesFile? {
    if let known = files.first(where: { $0.path == path }) { return known.content }
    let content = load(path).map { PropertiesFile.read(file: path, bytes: $0) }
    files.append((path, content))
    return content
  }

  /// The most problems that are kept; far fewer are shown.
  static let problemLimit = 10 * Bounds.diagnostics

  /// Notes a problem once, however many variants have it.
  mutating func note(_ problem: Diagnostic) {
    if problems.count >= Self.problemLimit { return }
    let place = problem.place
    if known.insert("\(place.line) \(place.start) \(problem.message)").inserted {
      problems.append(problem)
    }
  }

  /// Notes what Kafka's tables found wrong, at the line that somebody wrote.
  mutating func note(
    _ problem: ConfigurationProblem, in scope: ConfigurationScopes, _ version: KafkaVersion,
    fallback: Place
  ) {
    let written = problem.origin.flatMap { places["\($0) \(problem.name)"] }
    if problems.count >= Self.problemLimit { return }
    if gaps.mayExplain(problem, at: written?.key ?? fallback) { return }
    let pointsAtValue =
      switch problem.kind {
      case .invalid, .conflict: true
      case .unknown, .otherScope, .notInVersion, .deprecated, .withoutEffect, .openEnded: false
      }
    let place = written.map { pointsAtValue ? $0.value : $0.key } ?? fallback
    var message = problem.message
    if case .invalid = problem.kind, let value = written?.text {
      message += UnitHint.text(for: problem.name, value: value)
    }
    if written?.isIncluded == true, let origin = problem.origin {
      message = "\(origin): \(message)"
    }
    var suggestion: String?
    if problem.kind == .unknown {
      suggestion = nearest(
        to: problem.name, among: ConfigurationTable.names(in: scope, version: version))
    }
    note(
      Diagnostic(
        message, at: place, suggestion: suggestion,
        severity: problem.isError ? .error : .warning))
  }
}
