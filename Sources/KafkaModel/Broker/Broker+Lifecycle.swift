import Kernel

/// A broker's life: start, orderly stop, and the ends that are not orderly.
///
/// Stages follow `KafkaServer.startup`: connecting → loading (a ZooKeeper session) → registering
/// (logs recovered) → serving (registered) → handing over (SIGTERM) → ended. Every stage may end at
/// once.
extension Broker {
  /// How many bytes of log one recovery thread checks in a second: reading, checksums, and
  /// rebuilding indexes.
  ///
  /// A property of machines, not of Kafka; a rounded figure for an ordinary disk.
  static let recoveryBytesPerSecond: Int64 = 100_000_000
  /// What opening one log costs even after an orderly stop.
  static let logOpeningCost = Duration.microseconds(500)

  // MARK: Start

  /// The process begins.
  mutating func started(turn: inout Turn) {
    guard process.stage == .down else { return }
    process.stage = .connecting
    process.zooKeeper.start(turn: &turn)
  }

  /// Loads every log, which after a crash means to scan what lies above the recovery points.
  mutating func loadLogs(turn: inout Turn) {
    process.stage = .loading
    process.offlineDirectories = disk.failed
    let mayStart =
      turn.semantics.log.diskFailure == .failsDirectory
      ? disk.failed.count < disk.directories.count : disk.failed.isEmpty
    if !mayStart || disk.isFull { return halt(.logDirectoryFailed, turn: &turn) }
    let isClean = disk.directories.indices.map {
      disk.directories[$0].beginLoading(turn.semantics.log)
    }
    process.partitions = Table(
      disk.logs.map {
        HostedPartition(
          partition: $0.partition, topic: turn.catalog.topic(of: $0.partition), role: .vacant)
      })
    // Directories are loaded side by side.
    var costs = Array(repeating: Duration.zero, count: disk.directories.count)
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) {
      guard isUsable(replica) else {
        process.partitions[replica].role = .offline
        continue
      }
      let directory = disk.directory(of: replica)
      process.partitions[replica].role = .dormant
      let outcome = disk.logs[replica].load(
        isClean: isClean[directory], rules: rules(of: replica), turn: &turn)
      let scanning = Duration.nanoseconds(
        saturatingProduct(outcome.scannedBytes, 1_000_000_000 / Self.recoveryBytesPerSecond))
      costs[directory] += scanning + Self.logOpeningCost
    }
    let threads = max(1, plan.settings.logs.recoveryThreads)
    let cost = (costs.max() ?? .zero) / threads
    _ = turn.setTimer(.broker(.logsLoaded), after: cost)
  }

  /// All logs are there: background tasks begin, and the broker makes itself known.
  mutating func logsAreLoaded(turn: inout Turn) {
    guard process.stage == .loading else { return }
    for place in disk.directories.indices where !process.offlineDirectories.contains(place) {
      disk.directories[place].endLoading()
    }
    process.stage = .registering
    startLogTimers(turn: &turn)
    startISRTimers(turn: &turn)
    if process.zooKeeper.isConnected || !process.registration.wasRegistered {
      register(turn: &turn)
    }
  }

  // MARK: Orderly stop

  /// SIGTERM: hand leaderships over if that is enabled, then close everything in order.
  mutating func stopInOrder(turn: inout Turn) {
    switch process.stage {
    case .serving where plan.settings.controller.controlledShutdownIsEnabled:
      process.stage = .handingOver
      process.shutdownAttempts = 0
      askForShutdown(turn: &turn)
    case .down, .connecting, .loading, .registering, .serving: finishStop(turn: &turn)
    case .handingOver, .ended: break
    }
  }

  /// Asks the controller to move leaderships away, or stops anyway after so many attempts.
  mutating func askForShutdown(turn: inout Turn) {
    guard process.stage == .handingOver else { return }
    if process.shutdownAttempts >= plan.settings.controller.controlledShutdownRetries {
      return finishStop(turn: &turn)
    }
    process.shutdownAttempts += 1
    if process.metadata.controller.value < 0 { return shutdownRefused(turn: &turn) }
    askController(.controlledShutdown, turn: &turn)
  }

  /// The controller has answered: done when nothing is led here any more.
  mutating func shutdownAnswered(_ response: ControlledShutdownResponse, turn: inout Turn) {
    if response.error.isSuccess && response.remaining.isEmpty {
      return finishStop(turn: &turn)
    }
    shutdownRefused(turn: &turn)
  }

  /// An attempt has failed: another follows after the pause.
  mutating func shutdownRefused(turn: inout Turn) {
    _ = turn.setTimer(
      .broker(.controlledShutdown),
      after: plan.settings.controller.controlledShutdownRetryBackoff)
  }

  private mutating func finishStop(turn: inout Turn) {
    let hasStarted = process.stage == .serving || process.stage == .handingOver
    shutDown(.stopped, closesLogs: hasStarted, turn: &turn)
  }

  /// A start that fails behind its recovery: what is open is closed in order, so that the next
  /// start finds clean logs, and no session waits for its end (`KafkaServer.startup`).
  mutating func failStart(_ reason: HaltReason, turn: inout Turn) {
    shutDown(reason, closesLogs: true, turn: &turn)
  }

  /// The end of an orderly stop: replica manager, log manager, controller, session
  /// (`KafkaServer.shutdown`).
  private mutating func shutDown(_ reason: HaltReason, closesLogs: Bool, turn: inout Turn) {
    for connection in process.connections.all { turn.close(connection) }
    for fetcher in process.fetchers.indices { disconnect(fetcher, turn: &turn) }
    for channel in process.channels.indices {
      if let connection = process.channels[channel].connection { turn.close(connection) }
      process.channels[channel].connection = nil
    }
    if closesLogs { closeLogs(turn: &turn) }
    process.controller.stop(turn: &turn)
    process.zooKeeper.close(turn: &turn)
    halt(reason, turn: &turn)
  }

  private mutating func closeLogs(turn: inout Turn) {
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) && isUsable(replica) {
      disk.logs[replica].fileHighWatermark()
      disk.logs[replica].close(rules: rules(of: replica), turn: &turn)
    }
    for place in disk.directories.indices where !process.offlineDirectories.contains(place) {
      disk.directories[place].close()
    }
  }

  /// Ends the process from within.
  mutating func halt(_ reason: HaltReason, turn: inout Turn) {
    if process.stage == .ended { return }
    process.stage = .ended
    turn.halt(reason)
  }
}
