import Kernel

/// The identity of an idempotent producer session, and what is pending about it
/// (TransactionManager, KIP-98, KIP-360).
///
/// none → requested: InitProducerId goes to any broker; nothing is drained before the answer
/// requested → known: the answer came
/// known → known: the epoch is raised locally after a gap in the sequences (2.5+)
/// known → none: the session starts over under a new id (before 2.5, or at the last epoch)
struct ProducerIdentity: Sendable {
  enum Request: Sendable { case none, inFlight }

  /// How far idempotence reaches; `none` where it is off.
  let era: ClientSemantics.Idempotence
  var id: ProducerID = .none
  var epoch: ProducerEpoch = .none
  var request: Request = .none
  /// When InitProducerId may be tried again.
  var retryAt: Instant = .zero
  var failures: Int32 = 0
  /// Whether the epoch is raised at the sender's next pass.
  var isRaiseDue = false
  /// Partitions with an unresolved sequence.
  var unresolvedCount: Int32 = 0
  /// The error after which the producer can do nothing any more.
  var fatalError: ErrorCode = .none

  /// No identity yet.
  init(era: ClientSemantics.Idempotence) { self.era = era }

  /// The token of InitProducerId requests in the network's table.
  static let token: Int32 = -2
  /// Whether a session is established.
  var isKnown: Bool { id != .none }
}
