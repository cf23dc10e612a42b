/// What a producer expects compression to leave of a batch, in thousandths; 0 where nothing is
/// compressed.
///
/// Models CompressionRatioEstimator and MemoryRecordsBuilder: whether a record has room is decided
/// by the estimate times 1.05, so a wrong one makes batches that are too small or too large.
/// Simplified: releases before 1.0 estimate in the same way.
struct CompressionEstimate: Equatable, Sendable {
  /// Thousandths of the uncompressed size.
  var thousandths: Int32

  /// No compression.
  static let none = CompressionEstimate(thousandths: 0)
  /// What a topic begins with.
  static let initial = CompressionEstimate(thousandths: 1000)
  /// How fast the estimate follows batches that turn out smaller.
  private static let improvingStep: Int32 = 5
  /// How much it grows at least when a batch turns out larger.
  private static let deterioratingStep: Int32 = 50

  /// The bytes that so many uncompressed ones are taken for.
  @inline(__always)
  func bytes(of uncompressed: Int32) -> Int32 {
    if thousandths == 0 { return uncompressed }
    return Int32(clamping: Int64(uncompressed) * Int64(thousandths) * 105 / 100_000)
  }

  /// How many records of a size have room behind uncompressed bytes; each is weighed uncompressed.
  @inline(__always)
  func room(for size: Int32, behind written: Int32, in capacity: Int32) -> Int32 {
    if thousandths == 0 { return (capacity - written) / size }
    guard capacity >= size else { return 0 }
    // The most uncompressed bytes whose estimate still leaves room for one more record.
    let most = ((Int64(capacity - size) + 1) * 100_000 - 1) / (Int64(thousandths) * 105)
    guard Int64(written) <= most else { return 0 }
    return Int32(clamping: (most - Int64(written)) / Int64(size) + 1)
  }

  /// Learns what became of a batch.
  mutating func learn(_ observed: Int32) {
    if observed > thousandths {
      thousandths = max(thousandths + Self.deterioratingStep, observed)
    } else {
      thousandths = max(thousandths - Self.improvingStep, observed)
    }
  }
}
