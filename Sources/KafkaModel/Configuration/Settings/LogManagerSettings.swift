import Kernel

/// The settings of a broker's log manager: what concerns all its logs, not one topic's.
public struct LogManagerSettings: Equatable, Sendable {
  /// How many log directories, and so disks, the broker has.
  public var directoryCount: Int64
  /// How often logs are looked over for segments to delete.
  public var retentionCheckInterval: Duration
  /// How often logs are looked over for a due flush; infinite by default.
  public var flushCheckInterval: Duration
  /// How often recovery points are written to disk.
  public var recoveryPointCheckpointInterval: Duration
  /// How often log start offsets are written to disk.
  public var logStartCheckpointInterval: Duration
  /// When these tasks run for the first time after a start.
  public var initialTaskDelay: Duration
  /// How many logs of one directory are recovered at a time.
  public var recoveryThreads: Int64
  /// Whether logs are compacted at all.
  public var cleanerIsEnabled: Bool
  /// The memory for keys that each cleaner has.
  public var cleanerBufferBytes: Int64
  /// How long an idle cleaner sleeps.
  public var cleanerBackoff: Duration

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    let delayBeforeTheKey = Duration.seconds(30)
    let directories = (values.text("log.dirs") ?? "").splitAtCommas.filter { !$0.isEmpty }
    directoryCount = Int64(max(1, directories.count))
    // Release 0.8.0 had a key in minutes instead.
    retentionCheckInterval =
      values.period("log.retention.check.interval.ms")
      ?? values.period("log.cleanup.interval.mins") ?? .infinite
    flushCheckInterval = values.period("log.flush.scheduler.interval.ms") ?? .infinite
    recoveryPointCheckpointInterval =
      values.period("log.flush.offset.checkpoint.interval.ms") ?? .infinite
    logStartCheckpointInterval =
      values.period("log.flush.start.offset.checkpoint.interval.ms") ?? .infinite
    initialTaskDelay = values.duration("log.initial.task.delay.ms") ?? delayBeforeTheKey
    recoveryThreads = values.number("num.recovery.threads.per.data.dir") ?? 1
    cleanerIsEnabled = values.flag("log.cleaner.enable") ?? false
    let cleanerThreads = values.number("log.cleaner.threads") ?? 1
    let buffer = values.number("log.cleaner.dedupe.buffer.size") ?? 134_217_728
    cleanerBufferBytes = buffer / max(1, cleanerThreads)
    cleanerBackoff = values.period("log.cleaner.backoff.ms") ?? .infinite
  }
}

/// The settings of a ZooKeeper server, named as in its own configuration file.
public struct ZooKeeperSettings: Equatable, Sendable {
  /// The unit of ZooKeeper's time: sessions expire on multiples of it.
  public var tick: Duration
  /// The shortest session that a client is granted; two ticks unless given.
  public var sessionTimeoutMin: Duration
  /// The longest session that a client is granted; twenty ticks unless given.
  public var sessionTimeoutMax: Duration

  /// The settings that a server's effective configuration amounts to.
  public init(_ values: EffectiveConfiguration) {
    let ticksMin: Int64 = 2
    let ticksMax: Int64 = 20
    let milliseconds = values.number("tickTime") ?? 1
    func session(_ name: String, ticks: Int64) -> Duration {
      guard let given = values.number(name), given >= 0 else {
        return .milliseconds(milliseconds * ticks)
      }
      return .milliseconds(given)
    }
    tick = .milliseconds(milliseconds)
    sessionTimeoutMin = session("minSessionTimeout", ticks: ticksMin)
    sessionTimeoutMax = session("maxSessionTimeout", ticks: ticksMax)
  }
}
