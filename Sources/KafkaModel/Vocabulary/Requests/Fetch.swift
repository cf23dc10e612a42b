import Kernel

/// Which records a consumer wants to see.
public enum IsolationLevel: UInt8, Sendable {
  case readUncommitted, readCommitted
}

/// Fetch, by a follower (its broker id) or a consumer (`BrokerID.none`).
///
/// Fetch sessions (KIP-227) only shrink the wire form: the leader updates its view of every
/// partition of the session at each request, so the list here always names them all and the byte
/// count is that of the incremental form. The list goes to the leader and back with the answer; see
/// `FetchSession.swift`.
struct FetchRequest: Sendable {
  var replica: BrokerID
  var replicaEpoch: BrokerEpoch
  var maxWait: Duration
  var minBytes: Int32
  var maxBytes: Int32
  var isolation: IsolationLevel
  /// Fetch v11 or newer (clients 2.4+): any replica may answer a consumer (KIP-392).
  var mayReadFollower: Bool
  /// The consumer's `client.rack`, as a number of the scenario; 0 is none.
  var rack: Int16
  /// `FetchPart`s.
  var parts: ListRef
  /// What of the parts is new to the leader, who keeps them from fetch to fetch.
  var change = Change.renewed

  /// How a list of parts differs from that of the last fetch on the same connection.
  enum Change: UInt8, Sendable { case none, some, renewed }
}

/// One partition of a fetch.
struct FetchPart: Sendable {
  var partition: PartitionID
  var fetchOffset: Offset
  /// The follower's log start, -1 from consumers.
  var logStart: Offset
  var maxBytes: Int32
  /// The epoch the sender believes in; none before KIP-320.
  var currentLeaderEpoch: LeaderEpoch
  /// The epoch of the sender's last record; none before truncation on fetch.
  var lastFetchedEpoch: LeaderEpoch
  /// The leader's watch of this part in its session, or -1.
  var watch: Int32 = -1
  /// Whether the sender has changed it since the leader read it.
  var isFresh = true
}

/// Fetch response.
struct FetchResponse: Sendable {
  var error: ErrorCode
  /// `FetchedPart`s; partitions with nothing to say are left out, as incremental sessions do.
  var parts: ListRef
  var byteCount: Int32
  /// The parts of the request, which go back to its sender.
  var asked = ListRef()
}

/// One partition of a fetch response.
struct FetchedPart: Sendable {
  var partition: PartitionID
  /// Echo of the request, so that a stale answer is recognised.
  var fetchOffset: Offset
  var error: ErrorCode
  var highWatermark: Offset
  var lastStableOffset: Offset
  var logStart: Offset
  /// Where the sender's log departs from the leader's, or none (truncation on fetch, 2.7+).
  var divergingEpoch: LeaderEpoch
  var divergingEnd: Offset
  /// The replica a consumer should read from instead, or none (KIP-392).
  var preferredReplica: BrokerID
  /// The leader as the answering broker knows it, or none (KIP-951; and for the reader's
  /// information).
  var currentLeader: BrokerID
  /// `RecordBatch`es, in offset order.
  var batches: ListRef
  /// `AbortedTransaction`s that touch the returned range.
  var aborted: ListRef
}

/// A transaction whose records a read_committed reader must skip.
struct AbortedTransaction: Sendable {
  var producerID: ProducerID
  var firstOffset: Offset
}

/// ListOffsets: end, start or time lookup of one partition.
struct ListOffsetsRequest: Sendable {
  var partition: PartitionID
  /// Milliseconds since the wall clock's origin; -1 is the end, -2 the start, -3 the record with
  /// the greatest timestamp.
  var timestamp: Int64
  var replica: BrokerID
  var isolation: IsolationLevel
  var currentLeaderEpoch: LeaderEpoch
}

/// ListOffsets response.
struct ListOffsetsResponse: Sendable {
  var partition: PartitionID
  var error: ErrorCode
  var offset: Offset
  var leaderEpoch: LeaderEpoch
}

/// OffsetsForLeaderEpoch for one partition: where does that epoch end on your log?
struct EpochEndRequest: Sendable {
  var partition: PartitionID
  var replica: BrokerID
  var currentLeaderEpoch: LeaderEpoch
  var epoch: LeaderEpoch
}

/// OffsetsForLeaderEpoch response; epoch none is "I know no such epoch".
struct EpochEndResponse: Sendable {
  var partition: PartitionID
  var error: ErrorCode
  var epoch: LeaderEpoch
  var endOffset: Offset
}
