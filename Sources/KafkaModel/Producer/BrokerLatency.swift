import Kernel

/// How long data has been waiting for a broker that takes no requests (NodeLatencyStats, KIP-794).
struct BrokerLatency: Equatable, Sendable {
  private var readyAt: Instant = .distantFuture
  private var drainedAt: Instant = .distantFuture

  /// Nothing was ready for the broker yet.
  init() {}

  /// Data is ready for the broker, which can take it or not.
  mutating func note(ready now: Instant, canDrain: Bool) {
    if canDrain || drainedAt == .distantFuture { drainedAt = now }
    readyAt = now
  }

  /// Whether data has been waiting for longer than that.
  func exceeds(_ limit: Duration) -> Bool {
    drainedAt != .distantFuture && readyAt - drainedAt > limit
  }
}
