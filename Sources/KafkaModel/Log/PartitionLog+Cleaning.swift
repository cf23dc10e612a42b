import Kernel

/// What the cleaner sees in one compacted log when it looks for work (`LogToClean`).
struct CleaningCandidate: Equatable, Sendable {
  /// The first offset that was never cleaned.
  var firstDirty: Offset
  /// The base of the first segment that must stay as it is.
  var firstUncleanable: Offset
  /// Bytes of segments below the first dirty offset.
  var cleanBytes: Int64
  /// Bytes of segments between the two offsets.
  var dirtyBytes: Int64
  /// Whether a dirty record is older than `max.compaction.lag.ms` (KIP-354).
  var isOverdue: Bool

  /// The dirty share of what can be cleaned.
  var dirtyRatio: Ratio {
    dirtyBytes == 0 ? .zero : Ratio(dirtyBytes, dirtyBytes + cleanBytes)
  }

  /// Whether the log is worth cleaning.
  func isEligible(_ rules: LogRules) -> Bool {
    dirtyBytes > 0 && (isOverdue || dirtyRatio > rules.dirtyRatioMin)
  }

  /// Whether the cleaner takes this log before another; being overdue is no precedence.
  func precedes(_ other: CleaningCandidate) -> Bool { dirtyRatio > other.dirtyRatio }
}

extension PartitionLog {
  /// What a cleaning of this log would find, or nil if its topic is not compacted.
  ///
  /// Neither the active segment nor a segment that reaches beyond the release's bound or holds
  /// records younger than `min.compaction.lag.ms` is touched.
  func cleaningCandidate(wall: Int64, rules: LogRules) -> CleaningCandidate? {
    guard rules.compacts else { return nil }
    let isFiled = filed.cleaner >= startOffset && filed.cleaner <= endOffset
    let firstDirty = isFiled ? filed.cleaner : startOffset
    let bound = compactionBound(rules.log.compactionBound)
    var candidate = CleaningCandidate(
      firstDirty: firstDirty, firstUncleanable: active.baseOffset, cleanBytes: 0, dirtyBytes: 0,
      isOverdue: false)
    for place in closed.indices {
      let segment = closed[place]
      let end = base(afterSegment: place)
      if end <= firstDirty {
        candidate.cleanBytes += segment.byteCount
        continue
      }
      let youngest = saturatingDifference(wall, rules.compactionLagMin)
      let isYoung = rules.compactionLagMin > 0 && segment.largestTimestamp > youngest
      if end > bound || isYoung {
        candidate.firstUncleanable = segment.baseOffset
        break
      }
      candidate.dirtyBytes += segment.byteCount
      let age = saturatingDifference(wall, segment.firstTimestamp)
      if segment.firstTimestamp > 0, age > rules.compactionLagMax { candidate.isOverdue = true }
    }
    return candidate
  }

  /// The end of what the cleaner may touch; until 3.0 a leader may overwrite what is committed with
  /// what never will be.
  private func compactionBound(_ bound: LogSemantics.CompactionBound) -> Offset {
    switch bound {
    case .everythingClosed: endOffset
    case .firstUnstableOffset: max(producers.firstUnstable, startOffset)
    case .lastStableOffset: lastStableOffset
    }
  }

  /// Compacts the log: of each key in the dirty part, only the last record stays (`LogCleaner`).
  ///
  /// Offsets stay, so that gaps arise. Simplified: it happens at one instant, with appends before
  /// or after it.
  mutating func clean(
    _ candidate: CleaningCandidate, wall: Int64, rules: LogRules, keys: RecordKeys
  ) -> CleaningOutcome {
    var cleaner = LogCleaner(
      log: self, candidate: candidate, wall: wall, rules: rules, keys: keys)
    let cleaned = closed.prefix { $0.baseOffset < cleaner.end }.count
    cleaner.rewrite(cleaned, of: self, keys: keys)
    // What was not cleaned follows unchanged, at new places.
    let moved = firstBatch(afterSegment: cleaned - 1)
    let shift = cleaner.batches.endIndex - moved
    for place in moved..<batches.endIndex { cleaner.batches.append(batches[place]) }
    var segments = cleaner.segments
    for var segment in closed.dropFirst(cleaned) {
      segment.firstBatch += shift
      segments.append(segment)
    }
    active.firstBatch += shift
    closed = segments
    batches = cleaner.batches
    for place in deleteHorizons.keys.indices where deleteHorizons.key(at: place) >= cleaner.end {
      cleaner.horizons[deleteHorizons.key(at: place)] = deleteHorizons[position: place]
    }
    deleteHorizons = cleaner.horizons
    byteCount = closed.reduce(active.byteCount) { $0 + $1.byteCount }
    filed.cleaner = cleaner.end
    return CleaningOutcome(
      below: cleaner.end, removed: cleaner.removed, readBytes: cleaner.readBytes,
      gaps: cleaner.gaps)
  }
}
