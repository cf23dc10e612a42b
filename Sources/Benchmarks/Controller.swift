import KafkaModel
import Kernel

/// What a controller has to do when it takes over, and when a broker dies, by the number of
/// partitions.
///
/// Until 1.0 it read and wrote one znode after another; since 1.1 many requests are on their way at
/// a time (KAFKA-5642). Simulated time is the finding, processor time its price.
enum ControllerLoad {
  static let brokers = 6
  /// How long the cluster is watched after each crash, the expiry of sessions included.
  static let watch = Duration.seconds(1_200)

  static func cluster(partitions: Int32, version: KafkaVersion) -> Cluster {
    var cluster = Cluster(brokers: brokers, version: version)
    let topics = max(1, partitions / 1_000)
    for _ in 0..<topics { _ = cluster.addTopic(partitions: partitions / topics) }
    return cluster
  }

  /// What the history says of one crash.
  struct Outcome {
    var detected: Instant?
    var elected: Instant?
    /// When the last new leader was registered.
    var led: Instant?
    /// When the last broker had heard of it.
    var heard: Instant?

    mutating func note(_ event: HistoryEvent) {
      switch event.fact {
      case .cluster(.controllerElected): elected = event.at
      case .cluster(.sessionExpired): detected = event.at
      case .cluster(.metadataApplied): if led != nil || elected != nil { heard = event.at }
      case .partition(.leaderElected): led = event.at
      default: break
      }
    }
  }

  /// Kills a broker and watches until nothing comes of it any more.
  static func kill(_ broker: BrokerID, in world: inout World) -> Outcome {
    world.clearHistory()
    world.inject(.crash(world.layout.node(of: broker)))
    var outcome = Outcome()
    var buffer: [HistoryEvent] = []
    let end = world.now + watch
    world.appoint(0, at: end)
    // Over when all is quiet for a while after the last news.
    while world.step() == .handled {
      world.takeHistory(&buffer)
      for event in buffer { outcome.note(event) }
      if let heard = outcome.heard, world.now > heard + .seconds(30) { break }
    }
    return outcome
  }

  static func measure(
    partitions: Int32, version: KafkaVersion, _ stopwatch: inout Stopwatch
  ) -> Work {
    var world = cluster(partitions: partitions, version: version).boot()
    world.run(until: world.origin + .seconds(1))
    let before = world.eventCount
    let start = world.now
    var delays: [(name: String, length: Duration)] = []
    stopwatch.measure {
      let first = world.controller ?? BrokerID(1)
      let takeover = kill(first, in: &world)
      note("takeover", takeover, since: takeover.detected, in: &delays)
      world.inject(.start(world.layout.node(of: first)))
      world.run(until: world.now + .seconds(60))
      let other = world.layout.brokers.first { $0 != world.controller } ?? BrokerID(1)
      let death = kill(other, in: &world)
      note("death", death, since: death.detected, in: &delays)
    }
    return Work(
      events: Int(world.eventCount - before), simulated: world.now - start, delays: delays,
      digest: world.digest.hex)
  }

  private static func note(
    _ name: String, _ outcome: Outcome, since start: Instant?,
    in delays: inout [(name: String, length: Duration)]
  ) {
    guard let start else { return }
    if let led = outcome.led { delays.append((name + "Led", led - start)) }
    if let heard = outcome.heard { delays.append((name + "Heard", heard - start)) }
  }
}

let controllerBenchmarks: [Benchmark] =
  [("1K", Int32(1_000)), ("10K", 10_000), ("100K", 100_000)].flatMap { size, partitions in
    [KafkaVersion(1, 0), KafkaVersion(3, 7)].map { version in
      Benchmark(
        name: "controller/\(size)-\(version)",
        summary: "\(size) partitions: the controller dies, then another broker",
        isStandard: partitions < 10_000
      ) { ControllerLoad.measure(partitions: partitions, version: version, &$0) }
    }
  }
