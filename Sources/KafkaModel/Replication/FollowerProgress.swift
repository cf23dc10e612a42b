import Kernel

/// What a leader knows of one of its followers: how far it got, and when it was last caught up.
///
/// Kafka's `Replica` of a remote broker. The fetch offset of a follower *is* the leader's knowledge
/// of that follower's log end; there is no other report. Plain data: progress lists live in one
/// pool per broker.
struct FollowerProgress: Sendable {
  /// The follower.
  var broker: BrokerID
  /// Its log end as of its last fetch; unknown until it fetched from this leader.
  var logEnd: Offset = .unknown
  /// Its log start as of its last fetch.
  var logStart: Offset = .unknown
  /// The leader's log end at the follower's last fetch.
  var leaderEndAtLastFetch: Offset = .zero
  /// When it fetched last.
  var lastFetch: Instant = .longAgo
  /// The last instant at which it had everything that the leader had.
  var lastCaughtUp: Instant = .longAgo
  /// The broker epoch that its last fetch named (KIP-903).
  var brokerEpoch: BrokerEpoch = .unknown
  /// The high watermark that the last answer to it carried; an incremental session sends only news.
  var sentHighWatermark: Offset = .unknown
  /// The log start that the last answer to it carried.
  var sentLogStart: Offset = .unknown
  /// The watch of a session that notes its fetches while nothing changes, or -1.
  var quietWatch: Int32 = -1
  /// Whether it is in the committed in-sync set.
  var isInSync = false
  /// Whether it is in the maximal in-sync set, which includes a member whose entry is not confirmed
  /// yet.
  var isInMaximalSet = false

  /// A follower that this leader has not heard of yet.
  init(broker: BrokerID) { self.broker = broker }

  /// Takes in a fetch that could be answered (`Replica.updateFetchState`).
  @inline(__always)
  mutating func note(
    fetchOffset: Offset, logStart start: Offset, leaderEnd: Offset, at now: Instant,
    rule: ReplicationSemantics.CaughtUp
  ) {
    switch rule {
    case .anyFetch:
      lastCaughtUp = now
    case .atLogEnd:
      if fetchOffset >= leaderEnd { lastCaughtUp = max(lastCaughtUp, now) }
    case .atPreviousLogEnd:
      if fetchOffset >= leaderEnd {
        lastCaughtUp = max(lastCaughtUp, now)
      } else if fetchOffset >= leaderEndAtLastFetch {
        lastCaughtUp = max(lastCaughtUp, lastFetch)
      }
    }
    logEnd = fetchOffset
    logStart = start
    leaderEndAtLastFetch = max(leaderEnd, leaderEndAtLastFetch)
    lastFetch = now
  }

  /// Notes what an answer has told the follower.
  @inline(__always)
  mutating func noteSent(highWatermark: Offset, logStart: Offset) {
    sentHighWatermark = highWatermark
    sentLogStart = logStart
  }

  /// Takes in a fetch that had everything, as the last one noted before it.
  @inline(__always)
  mutating func noteQuietFetch(at instant: Instant) {
    lastFetch = max(lastFetch, instant)
    lastCaughtUp = max(lastCaughtUp, instant)
  }

  /// Takes in a fetch whose read failed, where the release counted those too (until 2.3,
  /// KAFKA-8400).
  mutating func noteFailedRead() { logEnd = .unknown }

  /// Forgets what an earlier term as leader had learned (`Partition.makeLeader`).
  ///
  /// In 0.8 forgetting a follower's log end counts as hearing of it (`Replica.logEndOffset_=`), so
  /// that a new leader gives its followers the whole lag time. A leader that leads on keeps how far
  /// they got, and from 0.10.2 on counts the beginning of the term as their last fetch; from 3.3 on
  /// that is for those in sync only (`Replica.resetReplicaState`).
  mutating func beginTerm(
    isNewLeader: Bool, at now: Instant, leaderEnd: Offset,
    reset: ReplicationSemantics.ProgressReset, rule: ReplicationSemantics.CaughtUp
  ) {
    if reset != .keepingCaughtUpTime {
      lastCaughtUp = isInSync ? now : .longAgo
      leaderEndAtLastFetch = leaderEnd
      lastFetch = isInSync || reset == .always ? now : .longAgo
    }
    guard isNewLeader else { return }
    if rule == .anyFetch { lastCaughtUp = now }
    logEnd = .unknown
    leaderEndAtLastFetch = .zero
    lastFetch = .longAgo
    sentHighWatermark = .unknown
    sentLogStart = .unknown
  }

  /// Whether the follower has fallen out of the in-sync set (`Partition.maybeShrinkIsr`).
  ///
  /// `recordsMax` is `replica.lag.max.messages` of 0.8; in that release the caught-up instant is
  /// that of the last fetch.
  func isOutOfSync(
    leaderEnd: Offset, at now: Instant, lagTimeMax: Duration, recordsMax: Int64?,
    rule: ReplicationSemantics.ISRShrink
  ) -> Bool {
    let isLate = now - lastCaughtUp > lagTimeMax
    switch rule {
    case .stuckOrSlow:
      if isLate { return true }
      guard let recordsMax, logEnd >= .zero else { return false }
      return leaderEnd - logEnd > recordsMax
    case .notCaughtUp:
      return isLate
    case .notCaughtUpUnlessEqual:
      return isLate && logEnd != leaderEnd
    }
  }

  /// Whether the leader waits for this follower before it raises the high watermark.
  ///
  /// `isEligible` matters only for a follower outside the set that was caught up lately.
  @inline(__always)
  func holdsHighWatermark(
    at now: Instant, lagTimeMax: Duration, rule: ReplicationSemantics.HighWatermarkWait,
    isEligible: Bool
  ) -> Bool {
    if isInMaximalSet { return true }
    switch rule {
    case .inSync: return false
    case .inSyncOrRecentlyCaughtUp: return now - lastCaughtUp <= lagTimeMax
    case .inSyncOrEligible: return now - lastCaughtUp <= lagTimeMax && isEligible
    }
  }
}

extension Instant {
  /// Before everything: when something happened that never did.
  static let longAgo = Instant(nanoseconds: .min / 2)
}
