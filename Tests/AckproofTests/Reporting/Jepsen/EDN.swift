/// A value of EDN, as far as histories use it; written apart from the exporter.
indirect enum EDN: Equatable {
  case null
  case bool(Bool)
  case number(Int64)
  case keyword(String)
  case text(String)
  case vector([EDN])
  case map([(EDN, EDN)])

  static func == (a: EDN, b: EDN) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    case (.keyword(let x), .keyword(let y)): x == y
    case (.text(let x), .text(let y)): x == y
    case (.vector(let x), .vector(let y)): x == y
    case (.map(let x), .map(let y)): x.elementsEqual(y) { $0 == $1 }
    default: false
    }
  }

  subscript(_ key: String) -> EDN? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.0 == .keyword(key) }?.1
  }

  var items: [EDN] { if case .vector(let items) = self { items } else { [] } }
  var number: Int64? { if case .number(let number) = self { number } else { nil } }
  var word: String? {
    switch self {
    case .keyword(let word), .text(let word): word
    default: nil
    }
  }

  /// The one value of a line, or nil if the line is anything else.
  static func read(_ line: Substring) -> EDN? {
    var rest = line
    guard let value = value(&rest) else { return nil }
    skip(&rest)
    return rest.isEmpty ? value : nil
  }

  private static func skip(_ rest: inout Substring) {
    while let first = rest.first, first == " " || first == "," { rest.removeFirst() }
  }

  private static func value(_ rest: inout Substring) -> EDN? {
    skip(&rest)
    guard let first = rest.first else { return nil }
    switch first {
    case "[": return list(&rest, "]").map { .vector($0) }
    case "{":
      guard let flat = list(&rest, "}"), flat.count.isMultiple(of: 2) else { return nil }
      return .map(
        stride(from: 0, to: flat.count, by: 2).map { (flat[$0], flat[$0 + 1]) })
    case "\"":
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      defer { rest = rest[rest.index(after: end)...] }
      return .text(String(rest[..<end]))
    default:
      let word = String(rest.prefix { !" ,[]{}".contains($0) })
      rest = rest.dropFirst(word.count)
      if word == "nil" { return .null }
      if word == "true" || word == "false" { return .bool(word == "true") }
      if word.hasPrefix(":") { return .keyword(String(word.dropFirst())) }
      return Int64(word).map { .number($0) }
    }
  }

  private static func list(_ rest: inout Substring, _ end: Character) -> [EDN]? {
    rest.removeFirst()
    var items: [EDN] = []
    while true {
      skip(&rest)
      guard let first = rest.first else { return nil }
      if first == end {
        rest.removeFirst()
        return items
      }
      guard let item = value(&rest) else { return nil }
      items.append(item)
    }
  }
}
