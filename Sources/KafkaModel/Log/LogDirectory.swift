import Kernel

/// A log directory's marker of an orderly shutdown (`.kafka_cleanshutdown`), over starts and stops.
///
/// The marker means "skip recovery", and it is believed whatever happened to the files since.
struct LogDirectory: Equatable, Sendable {
  /// Whether the marker file is there.
  private(set) var hasCleanMarker = false
  /// Whether logs are being loaded, and from an orderly shutdown.
  private var loading = Loading.none

  private enum Loading: Sendable { case none, afterCrash, afterCleanStop }

  /// A start begins to load logs; returns whether it may skip recovery.
  ///
  /// Before 2.8 the marker was removed only when all logs were loaded, so that a crash on the way
  /// was taken for an orderly shutdown at the next start.
  mutating func beginLoading(_ semantics: LogSemantics) -> Bool {
    let isClean = hasCleanMarker
    if semantics.cleanShutdownMarkerIsRemovedFirst { hasCleanMarker = false }
    loading = isClean ? .afterCleanStop : .afterCrash
    return isClean
  }

  /// All logs are loaded.
  mutating func endLoading() {
    hasCleanMarker = false
    loading = .none
  }

  /// All logs were closed in order; the marker is written only if they had all been loaded, or if
  /// nothing had to be recovered.
  mutating func close() {
    switch loading {
    case .none, .afterCleanStop: hasCleanMarker = true
    case .afterCrash: break
    }
    loading = .none
  }

  /// The process died.
  mutating func loseProcess() { loading = .none }
}
