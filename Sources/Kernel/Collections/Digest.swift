/// A running 64-bit fingerprint of a sequence of integers: equal sequences, equal digests,
/// everywhere.
///
/// It mixes words, not bytes, so the order of bytes in memory never matters. It finds accidents,
/// not attackers.
@frozen public struct Digest: Equatable, Sendable {
  @usableFromInline var state: UInt64

  /// The fingerprint of the empty sequence.
  @inlinable public init() { state = 0x243F_6A88_85A3_08D3 }

  /// The fingerprint of everything combined so far.
  @inlinable public var value: UInt64 { state }

  /// Adds a word to the sequence.
  @inlinable public mutating func combine(_ word: UInt64) {
    let mixed = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state = mixed ^ (mixed >> 29)
  }

  /// Adds a signed word to the sequence.
  @inlinable public mutating func combine(_ word: Int64) {
    combine(UInt64(bitPattern: word))
  }

  /// Adds an integer to the sequence.
  @inlinable public mutating func combine(_ word: Int) {
    combine(UInt64(bitPattern: Int64(word)))
  }

  /// Adds a text to the sequence: its length in UTF-8 bytes, then each byte.
  public mutating func combine(_ text: String) {
    combine(text.utf8.count)
    for byte in text.utf8 { combine(UInt64(byte)) }
  }

  /// The fingerprint as sixteen hexadecimal digits.
  public var hex: String { hexadecimal(state) }
}

/// A word as sixteen lower-case hexadecimal digits.
public func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
