import Kernel

/// How far a broker has got with its znode under /brokers/ids.
struct Registration: Sendable {
  /// Whether this process was registered before.
  var wasRegistered = false
  /// Whether it must register as soon as a session is connected.
  var isDue = true
  /// The session that owned its znode last, or 0.
  var session: Int64 = 0

  /// A process that was never registered.
  init() {}
}

/// The numbers of ZooKeeper operations that belong to a broker's own life.
enum LifecycleTicket: Int32 {
  /// Nobody waits for the answer.
  case ignored
  /// The znode is being created.
  case register
  /// Somebody's znode of this id is there: whose?
  case readOwner
  /// The znode of this process's former session is being removed.
  case removeOwn
}
