/// Duplicates, and the table that `vary` makes.
extension Validator {
  /// Things that may be said once only.
  mutating func checkDuplicates() {
    var seen: [String: String] = [:]
    for statement in scenario.statements {
      guard let (key, name, place) = Validator.identity(of: statement) else { continue }
      if let earlier = seen[key] {
        report(
          earlier == name ? "\(name) is said twice" : "\(name) has the name of \(earlier)",
          at: place)
      } else {
        seen[key] = name
      }
    }
    checkLabels()
    if declared.topics.count > Bounds.topics, let place = scenario.statements.last?.place {
      report("\(declared.topics.count) topics are over the bound of \(Bounds.topics)", at: place)
    }
  }

  private static func identity(
    of statement: Statement
  ) -> (key: String, name: String, place: Place)? {
    switch statement.kind {
    case .title: ("title", "'title'", statement.place)
    case .claim: ("claim", "'claim'", statement.place)
    case .kafka: ("kafka", "'kafka'", statement.place)
    case .brokers: ("brokers", "'brokers'", statement.place)
    case .zooKeeper: ("zookeeper", "'zookeeper'", statement.place)
    case .network: ("network", "'network'", statement.place)
    case .seeds: ("seeds", "'seeds'", statement.place)
    case .run: ("run", "'run'", statement.place)
    case .broker(let id, let place, _): ("broker \(id)", "broker \(id)", place)
    case .topic(let name, _): (" \(name.text)", "topic '\(name.text)'", name.place)
    case .producer(let clients, _):
      (" \(clients.name.text)", "producer '\(clients.name.text)'", clients.name.place)
    case .consumer(let clients, _):
      (" \(clients.name.text)", "consumer '\(clients.name.text)'", clients.name.place)
    case .timeline, .property, .include, .vary, .weather, .expect: nil
    }
  }

  /// A label is given once in each run; lines of different runs may share one.
  private mutating func checkLabels() {
    var seen: [String: [[Condition]]] = [:]
    for (line, _) in timeline {
      guard let label = line.label else { continue }
      let others = seen[label.text] ?? []
      if !others.allSatisfy({ Validator.exclude($0, line.conditions) }) {
        if others.count >= Bounds.varyLines { continue }
        report("label '@\(label.text)' is said twice", at: label.place)
      }
      if others.count < Bounds.varyRuns { seen[label.text, default: []].append(line.conditions) }
    }
  }

  /// Whether no run meets both: the same word with two different values.
  private static func exclude(_ a: [Condition], _ b: [Condition]) -> Bool {
    a.contains { one in
      b.contains { other in
        one.key.text == other.key.text && one.subject == other.subject && !one.isNegated
          && !other.isNegated && one.value.text != other.value.text
      }
    }
  }

  /// Nothing is varied twice, and no value is named twice.
  mutating func checkVary() {
    var keys: Set<String> = []
    for vary in declared.varied {
      let subject = vary.subject?.written ?? ""
      if !keys.insert("\(vary.key.text) of \(subject)").inserted {
        report("'\(vary.key.text)' is varied twice", at: vary.key.place)
      }
      if vary.values.count > Bounds.varyValues {
        report(
          "\(vary.values.count) values are over the bound of \(Bounds.varyValues)",
          at: vary.key.place)
      }
      var values: Set<String> = []
      for value in vary.values where !values.insert(value.text).inserted {
        report("'\(value.text)' is named twice", at: value.place)
      }
    }
  }

  /// A condition needs a varied word, one subject, and one of its values.
  mutating func check(conditions: [Condition]) {
    for condition in conditions {
      if let subject = condition.subject { check(subject) }
      let named = declared.varied.filter { $0.key.text == condition.key.text }
      let matching = named.filter { condition.subject == nil || $0.subject == condition.subject }
      guard let vary = matching.first else {
        if declared.excused != nil { continue }
        report(
          named.isEmpty
            ? "no line varies '\(condition.key.text)'"
            : "no line varies '\(condition.key.text)' of that",
          at: condition.key.place,
          suggestion: nearest(to: condition.key.text, among: declared.varied.map(\.key.text)))
        continue
      }
      if matching.count > 1 {
        report(
          "several lines vary '\(condition.key.text)'; say of which", at: condition.key.place)
      }
      let values = matching.flatMap { $0.values.map(\.text) }
      if !values.contains(condition.value.text) {
        let known = vary.values.count <= 5 ? "; it is \(listed(vary.values.map(\.text)))" : ""
        report(
          "'\(condition.key.text)' is never '\(condition.value.text)'\(known)",
          at: condition.value.place,
          suggestion: nearest(to: condition.value.text, among: values))
      }
    }
  }
}
