import Kernel

/// Where each leader's records begin in a log (`leader-epoch-checkpoint`, KIP-101).
///
/// Entries ascend strictly in both numbers. The file is written and flushed at once on every new
/// epoch, so that after a loss of power it may be ahead of the log; loading clips it. Simplified:
/// writes of the file after a truncation are as immediate as those after an assignment.
struct LeaderEpochCache: Equatable, Sendable {
  /// One epoch and the offset of its first record.
  struct Entry: Equatable, Sendable {
    var epoch: LeaderEpoch
    var start: Offset
  }

  /// The entries, ascending.
  private(set) var entries: [Entry] = []
  /// The last entry's epoch, or none; kept apart because every append asks for it.
  private(set) var latest: LeaderEpoch = .none

  /// Enters a leader's epoch as it was before a record of it is written, or at its election.
  ///
  /// Since 2.0.1 (KAFKA-7415) entries that contradict the new one go; before, an assignment that
  /// did not ascend in both numbers was ignored.
  @inline(__always)
  mutating func assign(
    _ epoch: LeaderEpoch, from start: Offset, semantics: ReplicationSemantics
  ) {
    if epoch == latest, let last = entries.last, start >= last.start { return }
    assignNew(epoch, from: start, replacesConflicts: semantics.epochAssignmentReplacesConflicts)
  }

  private mutating func assignNew(
    _ epoch: LeaderEpoch, from start: Offset, replacesConflicts: Bool
  ) {
    guard epoch.value >= 0 else { return }
    if replacesConflicts {
      while let last = entries.last, last.epoch >= epoch || last.start >= start {
        entries.removeLast()
      }
    } else if let last = entries.last, epoch <= last.epoch || start < last.start {
      return
    }
    entries.append(Entry(epoch: epoch, start: start))
    latest = epoch
  }

  /// Forgets epochs that begin at or beyond an offset, because the log was cut there.
  mutating func truncateFromEnd(_ end: Offset) {
    while let last = entries.last, last.start >= end { entries.removeLast() }
    latest = entries.last?.epoch ?? .none
  }

  /// Forgets epochs that lie wholly below a new log start.
  ///
  /// The one that is in force at the start begins there from now on.
  mutating func truncateFromStart(_ start: Offset) {
    let dropped = entries.prefix { $0.start <= start }.count
    guard dropped > 0 else { return }
    let inForce = entries[dropped - 1].epoch
    entries.removeFirst(dropped)
    entries.insert(Entry(epoch: inForce, start: start), at: 0)
  }

  /// Forgets everything: the log was restarted, or holds records of a format without epochs.
  mutating func clear() {
    entries.removeAll()
    latest = .none
  }
}

/// The answer to "where does that epoch end?"; epoch none and offset unknown are "I cannot say".
struct EpochEnd: Equatable, Sendable {
  /// The largest epoch of the log that is not above the one asked for.
  var epoch: LeaderEpoch
  /// Where it ends.
  var endOffset: Offset

  /// Nothing is known.
  static let undefined = EpochEnd(epoch: .none, endOffset: .unknown)
}

extension LeaderEpochCache {
  /// Where an epoch ends in a log with this end (`endOffsetFor`).
  ///
  /// The first version of the answer (0.11 to 1.1) names no epoch, and knows nothing below the
  /// first entry; KIP-279 (2.0) names the epoch that the end belongs to.
  func endOffset(
    of epoch: LeaderEpoch, logEnd: Offset, semantics: ReplicationSemantics
  ) -> EpochEnd {
    guard epoch.value >= 0, !entries.isEmpty else { return .undefined }
    let namesEpoch: Bool
    switch semantics.truncation {
    case .highWatermark: return .undefined
    case .singleEpoch: namesEpoch = false
    case .commonEpoch, .commonEpochFenced, .onFetch: namesEpoch = true
    }
    if epoch == latest {
      return EpochEnd(epoch: namesEpoch ? epoch : .none, endOffset: logEnd)
    }
    guard let above = entries.firstIndex(where: { $0.epoch > epoch }) else { return .undefined }
    let end = entries[above].start
    if !namesEpoch {
      return above == 0 ? .undefined : EpochEnd(epoch: .none, endOffset: end)
    }
    return EpochEnd(epoch: above == 0 ? epoch : entries[above - 1].epoch, endOffset: end)
  }
}
