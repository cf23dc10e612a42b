/// The named limits of scenario text, so that reading a file never costs more than its author can
/// see.
public enum Bounds {
  /// The largest scenario or properties file, in bytes.
  public static let fileBytes = 1 << 20
  /// The most lines of one file.
  public static let lines = 20_000
  /// The longest line, in bytes.
  public static let lineBytes = 4_096
  /// The most property files that one scenario may include.
  public static let includes = 16
  /// The most problems that are reported at once.
  public static let diagnostics = 100
  /// The most brokers of a cluster.
  public static let brokers = 1_000
  /// The most ZooKeeper servers.
  public static let zooKeeperServers = 9
  /// The most partitions of one topic.
  public static let partitions = 200_000
  /// The most topics of one scenario.
  public static let topics = 1_000
  /// The most clients behind one `producers` or `consumers` line.
  public static let clients = 1_000
  /// The most clients of one scenario.
  public static let allClients = 10_000
  /// The most partitions of one scenario.
  public static let allPartitions = 400_000
  /// The most seeds of one scenario.
  public static let seeds: Int64 = 1_000_000
  /// The most values of one `vary` line.
  public static let varyValues = 64
  /// The most runs that all `vary` lines together may ask for.
  public static let varyRuns = 4_096
  /// The most `vary` lines of one scenario.
  public static let varyLines = 32
  /// The most statements that all runs of `vary` together may have.
  public static let variedLines = 1_000_000
  /// The most brokers and clients that all runs of `vary` together may have.
  public static let variedProcesses = 400_000
  /// The longest time that can be written: ten simulated years.
  public static let timeNanoseconds: Int64 = 10 * 365 * 24 * 3_600 * 1_000_000_000
  /// The largest bare number that can be written.
  public static let number: Int64 = 1_000_000_000_000
  /// The longest name of a topic, client or label; Kafka's own bound for topics.
  public static let nameBytes = 249
}
