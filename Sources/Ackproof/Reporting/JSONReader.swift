/// Reads JSON text back, as far as this tool writes it: whole numbers only, within bounds.
struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// The deepest nesting that is read.
  static let depthLimit = 64
  /// The largest document that is read, in bytes.
  static let sizeLimit = 256 << 20

  /// The value of a whole document; nil for anything that is not JSON.
  static func read(_ bytes: [UInt8]) -> JSONText? {
    guard bytes.count <= sizeLimit else { return nil }
    var reader = JSONReader(bytes: bytes)
    guard let value = reader.value() else { return nil }
    reader.skipSpace()
    return reader.index == bytes.count ? value : nil
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func value() -> JSONText? {
    skipSpace()
    guard let first = current, depth < Self.depthLimit else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch first {
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return list()
    case UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "t"): return word("true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .boolean(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let wanted = Array(word.description.utf8)
    guard bytes[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func number() -> JSONText? {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    while let byte = current, byte >= 0x30, byte <= 0x39 { index += 1 }
    return Int64(String(decoding: bytes[start..<index], as: UTF8.self)).map { .number($0) }
  }

  private mutating func object() -> JSONText? {
    index += 1
    var fields: [(key: String, value: JSONText)] = []
    if accept("}") { return .object(fields) }
    repeat {
      skipSpace()
      guard let key = text(), accept(":"), let value = value() else { return nil }
      fields.append((key, value))
    } while accept(",")
    return accept("}") ? .object(fields) : nil
  }

  private mutating func list() -> JSONText? {
    index += 1
    var values: [JSONText] = []
    if accept("]") { return .list(values) }
    repeat {
      guard let value = value() else { return nil }
      values.append(value)
    } while accept(",")
    return accept("]") ? .list(values) : nil
  }

  private mutating func text() -> String? {
    guard current == UInt8(ascii: "\"") else { return nil }
    index += 1
    var units: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      guard let scalar = escaped() else { return nil }
      units += Array(String(scalar).utf8)
    }
    guard current != nil else { return nil }
    index += 1
    return String(validating: units, as: UTF8.self)
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard let byte = current else { return nil }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"):
      guard index + 4 <= bytes.count else { return nil }
      let digits = String(decoding: bytes[index..<(index + 4)], as: UTF8.self)
      index += 4
      return UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
    default: return Unicode.Scalar(byte)
    }
  }
}

extension JSONText {
  /// A field of an object.
  subscript(key: String) -> JSONText? {
    guard case .object(let fields) = self else { return nil }
    return fields.first { $0.key == key }?.value
  }

  /// The text, if it is one.
  var asText: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The values, if it is a list; none otherwise.
  var asList: [JSONText] {
    if case .list(let values) = self { return values }
    return []
  }
}
