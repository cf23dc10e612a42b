/// The text of single statements, in the columns that neighbours share.
extension ScenarioPrinter {
  /// The parts of a line that are aligned with those of its neighbours.
  static func columns(of kind: Statement.Kind) -> [String] {
    switch kind {
    case .timeline(let line): columns(of: line)
    case .expect(let expectation): columns(of: expectation)
    default: [head(of: kind)]
    }
  }

  /// The widest text that its neighbours' columns still make room for.
  private static let widestColumn = 56

  /// Pads columns so that they line up, two spaces apart.
  static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    var texts = rows.map { _ in "" }
    for column in 0..<columns {
      let present = rows.indices.filter { column < rows[$0].count }
      for row in present where column > 0 && !rows[row][column].isEmpty { texts[row] += "  " }
      for row in present { texts[row] += rows[row][column] }
      let filled = present.filter { rows[$0].dropFirst(column + 1).contains { !$0.isEmpty } }
      let width = filled.map { texts[$0].count }.filter { $0 <= widestColumn }.max() ?? 0
      for row in filled where texts[row].count < width {
        texts[row] += String(repeating: " ", count: width - texts[row].count)
      }
    }
    return texts
  }

  /// A statement's first line, without the columns that neighbours share.
  public static func line(of kind: Statement.Kind) -> String {
    columns(of: kind).filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// A statement's first line.
  static func head(of kind: Statement.Kind) -> String {
    switch kind {
    case .title(let title): title.isEmpty ? "title" : "title  \(title)"
    case .claim(let claims): "claim  " + claims.map(\.text).joined(separator: ", ")
    case .kafka(let kafka):
      "kafka \(kafka.version.text)" + (kafka.mode.map { " \($0.rawValue)" } ?? "")
    case .brokers(let count, _, _): "brokers \(count)"
    case .broker(let id, _, _): "broker \(id)"
    case .zooKeeper(let count, _, _): "zookeeper \(count)"
    case .network: "network"
    case .topic(let name, _): "topic \(name.text)"
    case .producer(let clients, _): head("producer", clients)
    case .consumer(let clients, _): head("consumer", clients)
    case .property(let property): text(of: property)
    case .include(let include): "properties \(include.path.text)"
    case .vary(let vary):
      "vary \(vary.key.text)" + (vary.subject.map { " of \($0.written)" } ?? "") + ": "
        + vary.values.map { quotedIfNeeded($0.text) }.joined(separator: ", ")
    case .weather(let from, let to, _): "weather from \(from.written) to \(to.written)"
    case .seeds(let ranges):
      (ranges.count == 1 && ranges[0].first == ranges[0].last ? "seed " : "seeds ")
        + ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)..\($0.last)" }
        .joined(separator: ", ")
    case .run(.time(let time)): "run for \(time.written)"
    case .run(.quiet(let time)): "run until quiet within \(time.written)"
    case .timeline, .expect: columns(of: kind).filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }

  private static func head(_ word: String, _ clients: Clients) -> String {
    clients.count.map { "\(word)s \(clients.name.text) \($0)" } ?? "\(word) \(clients.name.text)"
  }

  /// `key = value`, without a space behind an empty value's sign.
  static func text(of property: Property) -> String {
    property.value.text.isEmpty
      ? "\(property.key.text) =" : "\(property.key.text) = \(property.value.text)"
  }

  private static func columns(of line: TimelineLine) -> [String] {
    [
      text(of: line.trigger), line.action.written, line.label.map { "as \($0.text)" } ?? "",
      text(of: line.conditions),
    ]
  }

  private static func columns(of expectation: Expectation) -> [String] {
    var body: String
    var isPrefix = false
    switch expectation.body {
    case .comparison(let measure, let comparison, let operand):
      body = "\(measure.written) \(comparison.rawValue) \(operand.written)"
    case .guarantee(let guarantee): body = guarantee.written
    case .event(let event):
      body = event.written
      isPrefix = true
    }
    let modality = expectation.modality == .once ? "" : expectation.modality.rawValue
    if isPrefix { body = "\(modality) \(body)" }
    let scope = [
      isPrefix ? "" : modality, expectation.window?.written ?? "",
      expectation.quantifier == .someSeed ? "in some seed" : "",
    ]
    return [
      "expect \(body)", scope.filter { !$0.isEmpty }.joined(separator: " "),
      text(of: expectation.conditions),
    ]
  }

  /// `at 2s`, `on the 3rd …`.
  public static func text(of trigger: Trigger) -> String {
    switch trigger {
    case .at(let time): return "at \(time.written)"
    case .every(let time, let from, let until, let times):
      var text = "every \(time.written)"
      if let from { text += " from \(from.written)" }
      if let until { text += " until \(until.written)" }
      if let times { text += ", \(times) times" }
      return text
    case .on(.first, let event): return "when \(event.written)"
    case .on(let occurrence, let event): return "on \(self.text(of: occurrence))\(event.written)"
    case .after(let time, let occurrence, let event):
      return "\(time.written) after \(self.text(of: occurrence))\(event.written)"
    }
  }

  private static func text(of occurrence: Occurrence) -> String {
    switch occurrence {
    case .first: ""
    case .nth(let number): "the \(ordinal(number)) "
    case .every: "every "
    }
  }

  /// `1st`, `2nd`, `11th`.
  static func ordinal(_ number: Int) -> String {
    let isTeen = (11...13).contains(number % 100)
    switch number % 10 {
    case 1 where !isTeen: return "\(number)st"
    case 2 where !isTeen: return "\(number)nd"
    case 3 where !isTeen: return "\(number)rd"
    default: return "\(number)th"
    }
  }

  private static func text(of conditions: [Condition]) -> String {
    if conditions.isEmpty { return "" }
    return "where "
      + conditions.map { condition in
        let subject = condition.subject.map { " of \($0.written)" } ?? ""
        let sign = condition.isNegated ? "!=" : "="
        return "\(condition.key.text)\(subject) \(sign) \(quotedIfNeeded(condition.value.text))"
      }.joined(separator: " and ")
  }

  /// A value where only one word is understood.
  static func oneWord(_ text: String) -> String {
    text.isEmpty || text.contains(" ") ? Token.inQuotes(text) : quotedIfNeeded(text)
  }

  /// A value that would be cut at a comma, or lose its spaces, is quoted.
  static func quotedIfNeeded(_ text: String) -> String {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let isPlain =
      !parts.contains { $0.isEmpty || $0.hasPrefix("#") || $0.hasPrefix("@") || $0 == "and" }
      && !text.contains { ",:=<>!\"\t".contains($0) }
    return isPlain ? text : Token.inQuotes(text)
  }
}

extension Operand {
  /// As the author would write it.
  public var written: String {
    switch self {
    case .numbers(let numbers): numbers.map(String.init).joined(separator: ", ")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    case .times(let lower, let upper): "\(lower.written)..\(upper.written)"
    case .time(let time): time.written
    case .size(let size): size.written
    case .percent(let percent): percent.written
    case .none: "none"
    case .nodes(let roles): roles.map(\.written).joined(separator: ", ")
    case .word(let word): ScenarioPrinter.oneWord(word.text)
    case .measure(let measure): measure.written
    }
  }
}
