/// A set of small numbers of fixed size: which of the known situations a search has seen.
///
/// Its size is the same however long a campaign runs, and the union of two tables does not depend
/// on their order, so that shards add up.
public struct CoverageTable: Equatable, Sendable {
  private var words: [UInt64]

  /// How many situations there are.
  static let size = CoverageMap.size

  /// A table that has seen nothing.
  public init() { words = Array(repeating: 0, count: (Self.size + 63) / 64) }

  /// How many situations were seen.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether a situation was seen.
  func contains(_ number: Int) -> Bool { words[number >> 6] & (1 << UInt64(number & 63)) != 0 }

  /// Notes a situation.
  mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

  /// The situations below a number that were seen, in order.
  func members(below limit: Int) -> [Int] {
    var members: [Int] = []
    for place in words.indices where place << 6 < limit {
      var rest = words[place]
      while rest != 0 {
        let number = place << 6 | rest.trailingZeroBitCount
        if number < limit { members.append(number) }
        rest &= rest &- 1
      }
    }
    return members
  }

  /// Notes everything that the other table has.
  mutating func formUnion(_ other: CoverageTable) {
    for place in words.indices { words[place] |= other.words[place] }
  }

  // MARK: As text

  /// Hexadecimal digits, sixteen per word; words without a bit are written as `.`.
  var written: String {
    words.map { word in
      if word == 0 { return "." }
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Reads what `written` gives; nil for anything else.
  init?(written text: String) {
    self.init()
    var rest = text.utf8[...]
    for place in words.indices {
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        continue
      }
      guard rest.count >= 16, let word = UInt64(String(Substring(rest.prefix(16))), radix: 16)
      else { return nil }
      words[place] = word
      rest = rest.dropFirst(16)
    }
    if !rest.isEmpty { return nil }
  }
}
