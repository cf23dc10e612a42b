/// A value as JSON: integers only, keys in the order in which they are given.
public indirect enum JSONText: Sendable {
  case null
  case boolean(Bool)
  case number(Int64)
  case text(String)
  case list([JSONText])
  case object([(key: String, value: JSONText)])

  /// The text, indented by two spaces per level; equal values give equal bytes.
  public var written: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .text(let value): text += Self.quoted(value)
    case .list(let values):
      let inner = indent + "  "
      text += values.isEmpty ? "[" : "[\n"
      for (place, value) in values.enumerated() {
        text += inner
        value.write(to: &text, indent: inner)
        text += place == values.count - 1 ? "\n" + indent : ",\n"
      }
      text += "]"
    case .object(let fields):
      let inner = indent + "  "
      text += fields.isEmpty ? "{" : "{\n"
      for (place, field) in fields.enumerated() {
        text += inner + Self.quoted(field.key) + ": "
        field.value.write(to: &text, indent: inner)
        text += place == fields.count - 1 ? "\n" + indent : ",\n"
      }
      text += "}"
    }
  }

  /// A string literal: quotes, backslashes and control characters escaped, and `<`, so that the
  /// text can lie in a script element.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "<": result += "\\u003c"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
