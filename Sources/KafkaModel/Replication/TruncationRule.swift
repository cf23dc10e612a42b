import Kernel

/// Algorithm T: where a follower cuts its log, given where its leader says that an epoch ends
/// (KIP-279).
///
/// Models `AbstractFetcherThread.getOffsetTruncationState`.
enum TruncationRule {
  /// Where to cut, and whether that settles it.
  struct Decision: Equatable, Sendable {
    /// The end of the log afterwards; never beyond the present one.
    var target: Offset
    /// False when the next older epoch must be asked about.
    var isFinal: Bool
  }

  /// Decides, from the leader's answer, the log's own view of the answered epoch, its end, and its
  /// high watermark.
  static func decide(
    answer: EpochEnd, local: EpochEnd, logEnd: Offset, highWatermark: Offset
  ) -> Decision {
    // The leader knows nothing of that epoch: fall back to what is certainly committed.
    if answer.endOffset.value < 0 {
      return Decision(target: min(highWatermark, logEnd), isFinal: true)
    }
    // A leader of 0.11 to 1.1 names no epoch: one round must do, which KIP-279 showed to be too
    // few.
    if answer.epoch.value < 0 || local.endOffset.value < 0 {
      return Decision(target: min(answer.endOffset, logEnd), isFinal: true)
    }
    if local.epoch != answer.epoch {
      return Decision(target: min(local.endOffset, logEnd), isFinal: false)
    }
    return Decision(target: min(local.endOffset, answer.endOffset, logEnd), isFinal: true)
  }
}
