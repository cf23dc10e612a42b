import Kernel

/// The parts of a record that decide its size; -1 bytes means that the part is null.
struct RecordShape: Equatable, Sendable {
  var keyBytes: Int32
  var valueBytes: Int32
}

/// Sizes of records and batches, as the message formats count them.
///
/// Models DefaultRecord, DefaultRecordBatch and MemoryRecordsBuilder; CompressionEstimate has what
/// compression does to them.
/// Simplified: the producers up to 0.10.2 use the size of message format v1 whatever the release
/// wrote.
struct RecordSizes: Equatable, Sendable {
  /// Whether records have the variable-length form of message format v2 (0.11+).
  let isVersion2: Bool

  /// The bytes of a batch before its first record.
  var batchOverhead: Int32 { isVersion2 ? 61 : 0 }

  /// The bytes of one record at its place in a batch.
  func record(_ shape: RecordShape, offsetDelta: Int32, timestampDelta: Int64) -> Int32 {
    guard isVersion2 else { return 34 + max(0, shape.keyBytes) + max(0, shape.valueBytes) }
    let body =
      1 + Self.variableLength(timestampDelta) + Self.variableLength(Int64(offsetDelta))
      + Self.part(shape.keyBytes) + Self.part(shape.valueBytes) + 1
    return body + Self.variableLength(Int64(body))
  }

  /// The bytes that a batch of this one record never exceeds (`estimateSizeInBytesUpperBound`).
  func upperBound(_ shape: RecordShape) -> Int32 {
    guard isVersion2 else { return record(shape, offsetDelta: 0, timestampDelta: 0) }
    return batchOverhead + 21 + Self.part(shape.keyBytes) + Self.part(shape.valueBytes) + 1
  }

  /// How many further records fit, and what they take, into a batch that holds some already.
  ///
  /// The first record of a batch always fits. Steps over runs of equal size, so the cost does not
  /// grow with the count.
  func fitting(
    _ shape: RecordShape, limit: Int32, held: Int32, written: Int32, capacity: Int32,
    timestampDelta: Int64, estimate: CompressionEstimate = .none
  ) -> (count: Int32, bytes: Int32) {
    var count: Int32 = 0
    var bytes: Int32 = 0
    while count < limit {
      let place = held + count
      let size = record(shape, offsetDelta: place, timestampDelta: timestampDelta)
      if place == 0 {
        count = 1
        bytes = size
        continue
      }
      let room = estimate.room(for: size, behind: written + bytes, in: capacity - batchOverhead)
      let run = min(min(limit - count, room), Self.placesOfEqualSize(from: place))
      if run <= 0 { break }
      count += run
      bytes += run * size
    }
    return (count, bytes)
  }

  /// How many places from this one on are written with as many bytes.
  private static func placesOfEqualSize(from place: Int32) -> Int32 {
    if place < 64 { return 64 - place }
    if place < 8192 { return 8192 - place }
    return place < 1_048_576 ? 1_048_576 - place : .max - place
  }

  /// A length and that many bytes; null is a length of -1.
  private static func part(_ bytes: Int32) -> Int32 {
    variableLength(Int64(bytes)) + max(0, bytes)
  }

  /// The bytes of a zig-zag variable-length integer.
  static func variableLength(_ value: Int64) -> Int32 {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    var bytes: Int32 = 1
    while rest >= 0x80 {
      rest >>= 7
      bytes += 1
    }
    return bytes
  }
}
