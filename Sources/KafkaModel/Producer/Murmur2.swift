/// The 32-bit hash by which Kafka's clients place a key: Austin Appleby's MurmurHash2 with Kafka's
/// seed (Utils.murmur2).
enum Murmur2 {
  private static let multiplier: UInt32 = 0x5bd1_e995
  private static let seed: UInt32 = 0x9747_b28c

  /// The hash of some bytes.
  static func hash(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32 {
    var hash = seed ^ UInt32(truncatingIfNeeded: bytes.count)
    var place = bytes.startIndex
    var left = bytes.count
    while left >= 4 {
      var word: UInt32 = 0
      for shift in stride(from: UInt32(0), through: 24, by: 8) {
        word |= UInt32(bytes[place]) << shift
        place = bytes.index(after: place)
      }
      word = word &* multiplier
      word ^= word >> 24
      hash = (hash &* multiplier) ^ (word &* multiplier)
      left -= 4
    }
    if left > 0 {
      var shift: UInt32 = 0
      while place < bytes.endIndex {
        hash ^= UInt32(bytes[place]) << shift
        shift += 8
        place = bytes.index(after: place)
      }
      hash = hash &* multiplier
    }
    hash ^= hash >> 13
    hash = hash &* multiplier
    return hash ^ (hash >> 15)
  }

  /// The hash without its sign bit, which is what is divided by the number of partitions.
  static func positive(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32 {
    hash(bytes) & 0x7fff_ffff
  }
}

/// The keys of a workload: number `n` stands for the text `key-n`, and 0 for no key.
///
/// Simplified: a key that a scenario names in words gets a number above `firstNamed` from its
/// text's hash, and is placed by the text of that number.
enum RecordKey {
  /// The lowest number of keys that are named in words.
  static let firstNamed: Int32 = 1_000_000_000
  /// How many different names there can be.
  static let namedCount: Int32 = 1_000_000_000

  /// The bytes of a key.
  static func bytes(_ number: Int32) -> [UInt8] { Array("key-\(number)".utf8) }

  /// How many bytes a key has; -1 for no key, as the record format writes it.
  static func byteCount(_ number: Int32) -> Int32 {
    guard number > 0 else { return -1 }
    var digits: Int32 = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    return 4 + digits
  }

  /// Java's `String.hashCode` of the key, by which the Scala producer placed it.
  static func javaHash(_ number: Int32) -> Int32 { Catalog.javaHash("key-\(number)") }
}
