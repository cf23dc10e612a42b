import Kernel

/// Who offers a batch to a leader's log (`AppendOrigin`); followers copy through another door.
enum AppendOrigin: UInt8, Sendable {
  /// A producer: every check applies.
  case client
  /// A producer whose transaction was to be verified with its coordinator, but was not (KIP-890).
  case unverifiedClient
  /// A transaction or group coordinator: only the producer's epoch is checked.
  case coordinator
}

/// What became of a batch that was offered to a leader's log.
enum AppendOutcome: Equatable, Sendable {
  /// It was written; its first record has this offset.
  case appended(base: Offset)
  /// It is in the log already, at these offsets; nothing was written and the answer is success.
  case duplicate(base: Offset, last: Offset)
  /// It was not written.
  case refused(ErrorCode)
}

/// What became of a batch that a follower copied from its leader.
enum CopyOutcome: Equatable, Sendable {
  /// It was written.
  case appended
  /// It begins below what the log holds already (`UnexpectedAppendOffsetException`).
  case misplaced
}

/// A cut of a log's end.
struct TruncationOutcome: Equatable, Sendable {
  /// The end before.
  var from: Offset
  /// The end now.
  var to: Offset
  /// The high watermark before, so that a reader can tell whether committed records went.
  var highWatermark: Offset
}

/// A move of a log's start.
struct LogStartMove: Equatable, Sendable {
  var from: Offset
  var to: Offset
  var reason: LogStartReason
}

/// What DeleteRecords (KIP-107) did to the leader's log.
enum DeleteRecordsOutcome: Equatable, Sendable {
  /// The log starts at `to` now; equal numbers mean that it did already.
  case done(from: Offset, to: Offset)
  /// Nothing was changed.
  case refused(ErrorCode)
}

/// What a start found in a log, and what the finding costs.
struct LoadOutcome: Equatable, Sendable {
  /// Bytes that had to be read batch by batch: zero after an orderly shutdown.
  var scannedBytes: Int64
  /// How many offsets of the tail were written before the crash and are gone.
  var lost: Int64
  /// Whether the log ended below its checkpointed start and began again, empty.
  var isRestarted: Bool
}

/// What a cleaning did.
struct CleaningOutcome: Equatable, Sendable {
  /// Everything below this offset is clean now.
  var below: Offset
  /// Records that are gone.
  var removed: Int64
  /// Bytes read, for the time it takes.
  var readBytes: Int64
  /// Which data records are gone.
  var gaps: [CompactionGap] = []
}

/// A run of offsets whose records a cleaning has removed.
struct CompactionGap: Equatable, Sendable {
  /// The first of them.
  var first: Offset
  /// The one behind the last.
  var end: Offset
}

/// How much of its unflushed tail a log keeps when the machine loses power.
enum UnflushedFate: Equatable, Sendable {
  /// The page cache happened to be written out: everything survives.
  case kept
  /// Nothing beyond the last flush survives.
  case lost
  /// Every end between the last flush and the log's end is as likely as any other.
  case drawn
  /// Records below this offset survive, as far as they were written; flushed ones always do.
  case keptBelow(Offset)
  /// The file was cut at this offset, flushed or not.
  case cutAt(Offset)
  /// The last so many records are gone, flushed or not.
  case losingLast(Int64)
}
