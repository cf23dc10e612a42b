import KafkaModel
import Kernel

/// What is registered about a partition, what its readers were shown, and what was counted.
struct PartitionRecord: Sendable {
  /// The registered leader; none while it is offline.
  var leader: BrokerID = .none
  /// The last registered leader that was somebody.
  var lastLeader: BrokerID = .none
  /// The registered leader epoch.
  var epoch: LeaderEpoch = .none
  /// The registered in-sync replicas.
  var isr = ReplicaList()
  /// The partition epoch of the last ISR change outside an election.
  var isrEpoch = PartitionEpoch(-1)
  /// The assigned replicas, in their order.
  var replicas = ReplicaList()
  /// Whether a reassignment is under way.
  var isMoving = false
  /// The epoch in which the registered leader has begun to act; none before it does.
  var actingEpoch: LeaderEpoch = .none
  /// Everything that was ever below a leader's high watermark, as it was then.
  var visible = LogRuns()
  /// Below this, everything was visible at some time.
  var visibleEnd: Int64 = 0
  /// The highest high watermark of the leader and of those from whom it took over.
  var committedEnd: Int64 = 0
  /// The largest end that was shown to a client, by a poll or by an answer.
  var shownEnd: Int64 = 0
  /// Records that retention or an operator removed from the leader's log.
  var removed: [RecordSpan] = []
  /// Below this, the cleaner has removed what later records replace.
  var compactedTo: Int64 = 0
  /// Whether the partition exists.
  var exists = false

  // Counted since the scenario's time began.
  var leaderChanges: Int64 = 0
  var uncleanElections: Int64 = 0
  var isrShrinks: Int64 = 0
  var isrGrows: Int64 = 0

  /// Whether somebody leads whom clients can write to, and since when nobody does.
  var isLed = false
  var ledSince = Instant.zero
  var unledSince = Instant.zero
  /// How long nobody could be written to, in all and at most.
  var unledTotal = Duration.zero
  var unledLongest = Duration.zero

  /// The time without a leader up to an instant, in all and the longest stretch.
  func unled(until now: Instant) -> (total: Duration, longest: Duration) {
    guard exists, !isLed else { return (unledTotal, unledLongest) }
    let open = now - unledSince
    return (unledTotal + open, max(unledLongest, open))
  }
}

/// A place in the history where a promise of the log was broken.
struct LogBreak: Sendable {
  /// Where.
  var partition: PartitionID
  /// The replica that shows it.
  var broker: BrokerID
  /// The first offset concerned, and the one behind the last.
  var from: Int64
  var to: Int64
  /// When, and which event shows it.
  var at: Instant
  var number: HistoryNumber
  /// The records concerned, where they are known.
  var records: [RecordSpan] = []
  /// Whether a client did it, and the broker took it.
  var isByClient = false
}
