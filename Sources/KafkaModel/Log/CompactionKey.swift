import Kernel

/// A record's key for compaction: equal numbers are equal keys.
///
/// Batches and workloads write it as one integer: 0 is "no key", k > 0 is a record with key k, and
/// -(k + 1) is a tombstone, a record with key k and no value. -1 is left for batches to say that
/// each of their records has a key of its own.
struct CompactionKey: Equatable, Sendable {
  /// The key, or `none`.
  var number: Int32
  /// Whether the record has no value: it deletes its key.
  var isTombstone: Bool

  /// No key at all; compaction drops such records.
  static let none: Int32 = 0
  /// What a batch says whose records have keys of their own.
  static let perRecord: Int32 = -1

  /// A key as batches and workloads write it.
  init(written: Int32) {
    isTombstone = written < Self.perRecord
    number = isTombstone ? -(written &+ 1) : max(Self.none, written)
  }

  /// How batches and workloads write a tombstone of a key.
  static func tombstone(of key: Int32) -> Int32 { -(key &+ 1) }
}

/// Tells the written key of a record in a batch that says `CompactionKey.perRecord`.
///
/// The workload knows: it gave the record its key when it was sent (`RecordStreams.key`). Asked
/// only while cleaning.
typealias RecordKeys = (_ stream: Int32, _ place: Int64) -> Int32

extension RecordBatch {
  /// The key of the record at a place in the batch.
  func key(ofRecord place: Int32, keys: RecordKeys) -> CompactionKey {
    if key != CompactionKey.perRecord { return CompactionKey(written: key) }
    return CompactionKey(written: keys(records.stream, records.first + Int64(place)))
  }
}
