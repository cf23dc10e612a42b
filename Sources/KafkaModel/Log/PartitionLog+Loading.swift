import Kernel

extension PartitionLog {
  /// Closes the log in an orderly shutdown: all is flushed and filed (`LogManager.shutdown`).
  ///
  /// High watermarks are filed by the broker, of whose shutdown this is a part.
  mutating func close(wall: Int64, rules: LogRules) {
    pendingFlush = .unknown
    flush(to: endOffset, wall: wall)
    takeSnapshot(at: endOffset, rules)
    fileRecoveryPoint()
    fileLogStart()
  }

  /// The machine loses power: of what was not flushed a prefix survives, in whole batches.
  ///
  /// Returns how many offsets are gone. A batch that was written in part fails its checksum at the
  /// next start and is trimmed, with everything behind it. Simplified: pages of one log reach the
  /// disk in order, so that no hole can precede what survives; files beside the log are flushed
  /// whenever they are written, as Kafka does.
  @discardableResult
  mutating func losePower(_ fate: UnflushedFate, random: inout RandomStream) -> Int64 {
    let before = endOffset
    let target: Offset
    switch fate {
    case .kept: target = endOffset
    case .lost: target = durableEnd
    case .drawn:
      target = Offset(
        DiskState.survivingSuffix(
          written: endOffset.value, durable: durableEnd.value, random: &random))
    case .keptBelow(let offset): target = max(durableEnd, min(offset, endOffset))
    case .cutAt(let offset): target = min(offset, endOffset)
    case .losingLast(let count): target = max(startOffset, endOffset.advanced(by: -count))
    }
    if target < endOffset {
      cut(to: target, wall: active.modified)
      endOffset = recoveredEnd
    }
    // What is left now is on the disk; the process that knew anything else is gone.
    durableEnd = endOffset
    pendingFlush = .unknown
    lostAtCrash = before - endOffset
    return lostAtCrash
  }

  /// The process dies: everything that was written is still in the page cache.
  mutating func loseProcess() { pendingFlush = .unknown }

  /// Where a log ends that is read from its files.
  private var recoveredEnd: Offset {
    max(batches.last?.nextOffset ?? active.baseOffset, active.baseOffset)
  }

  /// Opens the log at a start of its broker, from what is on the disk (`LogLoader.load`).
  ///
  /// `isClean` is the directory's word, not the log's: after an orderly shutdown nothing is scanned
  /// even if files were damaged since. Simplified: a scan finds no damage but the torn tail, which
  /// `losePower` has trimmed.
  mutating func load(isClean: Bool, wall: Int64, rules: LogRules) -> LoadOutcome {
    var outcome = LoadOutcome(scannedBytes: 0, lost: lostAtCrash, isRestarted: false)
    lostAtCrash = 0
    pendingFlush = .unknown
    endOffset = recoveredEnd
    if isClean {
      recoveryPoint = endOffset
    } else {
      outcome.scannedBytes = bytesToScan(from: filed.recoveryPoint)
      recoveryPoint =
        rules.log.recoveryTrustsUnflushedLog ? endOffset : min(filed.recoveryPoint, endOffset)
    }
    durableEnd = min(durableEnd, endOffset)
    active.created = wall
    if endOffset < filed.logStart {
      restart(at: filed.logStart, wall: wall)
      outcome.isRestarted = true
    }
    startOffset = max(filed.logStart, firstSegmentBase)
    highWatermark = max(startOffset, min(filed.highWatermark, endOffset))
    epochs.truncateFromEnd(endOffset)
    if let first = epochs.entries.first, first.start < startOffset {
      epochs.truncateFromStart(startOffset)
    }
    aborted.truncate(to: endOffset)
    if filed.cleaner > endOffset { filed.cleaner = .unknown }
    rebuildProducers(wall: wall, rules)
    lastFlush = wall
    return outcome
  }

  /// The bytes of the segments that reach beyond an offset.
  private func bytesToScan(from point: Offset) -> Int64 {
    var bytes = active.byteCount
    for place in closed.indices.reversed() {
      if base(afterSegment: place) <= point { break }
      bytes += closed[place].byteCount
    }
    return bytes
  }
}
