import ScenarioLanguage
import Testing

/// One word of the fault table: lines with it, an expectation that it makes true, and one that it
/// makes false.
struct FaultWord: Sendable, CustomTestStringConvertible {
  var id: FaultID
  var lines: [String]
  var held: String
  var violated: String
  var testDescription: String { id.rawValue }

  init(_ id: FaultID, _ lines: String..., held: String, violated: String) {
    self.id = id
    self.lines = lines
    self.held = held
    self.violated = violated
  }

  /// Long enough for the last line to be felt: a follower leaves the isr within 45 seconds.
  var length: String {
    let instants = lines.compactMap { line -> Int? in
      let time = line.split(separator: " ").dropFirst().first ?? ""
      if time.hasSuffix("ms") { return 1 }
      return time.hasSuffix("s") ? Int(time.dropLast()) : nil
    }
    return "run for \((instants.max() ?? 1) + 50)s"
  }

  /// What the lines act on.
  static let setting = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
      rack east: 1
      rack west: 2, 3
    topic orders
      partitions 2
      assignment 0: 1, 2, 3
      assignment 1: 2, 3, 1
    topic small
      assignment 0: 1, 2
    producer web
      send 200 records to orders-0, one every 10ms
    consumer worker
      group.id = billing
      auto.offset.reset = earliest
      subscribe orders
    consumer reader
      enable.auto.commit = false
      group.id = tail
      auto.offset.reset = earliest
      assign orders-0

    """

  static let machines: [FaultWord] = [
    FaultWord(
      .crash, "at 1s crash broker 1", held: "times broker 1 crashes = 1", violated: "broker 1 is up"
    ),
    FaultWord(
      .powerOff, "at 1s power off broker 1 keeping the first 10 records of orders-0",
      held: "times broker 1 crashes = 1", violated: "broker 1 is up"),
    FaultWord(
      .wipe, "at 5s wipe broker 3", held: "log end of orders-0 on broker 3 = 0",
      violated: "log end of orders-0 on broker 3 > 0"),
    FaultWord(
      .start, "at 1s crash broker 1", "at 30s start broker 1", held: "broker 1 is up",
      violated: "broker 1 is down"),
    FaultWord(
      .stop, "at 1s stop broker 1", held: "times broker 1 stops = 1", violated: "broker 1 is up"),
    FaultWord(
      .restart, "at 1s restart broker 1, down for 5s", held: "times broker 1 starts = 1",
      violated: "broker 1 is down"),
    FaultWord(
      .bounce, "at 1s bounce broker 2", held: "times broker 2 starts > 0",
      violated: "times broker 2 crashes = 0"),
    FaultWord(
      .freeze, "at 1s freeze broker 1", held: "broker 1 is frozen", violated: "broker 1 is down"),
    FaultWord(
      .thaw, "at 1s freeze broker 1", "at 5s thaw broker 1", held: "broker 1 is up",
      violated: "broker 1 is frozen"),
    FaultWord(
      .expireSession, "at 1s expire session of broker 2", held: "sessions expired of broker 2 = 1",
      violated: "sessions expired = 0"),
    FaultWord(
      .jumpClock, "at 1s jump clock of broker 2 by -5s", held: "faults that bit = 1",
      violated: "no fault bites"),
    FaultWord(
      .driftClock, "at 1s drift clock of broker 2 by +200ppm", held: "faults that bit = 1",
      violated: "no fault bites"),
    FaultWord(
      .slowDisk, "at 500ms slow disk of broker 1 by 10000x for 5s",
      held: "longest acknowledgement time of web > 200ms",
      violated: "longest acknowledgement time of web < 200ms"),
    FaultWord(
      .stallDisk, "at 500ms stall disk of broker 1 for 3s",
      held: "longest acknowledgement time of web > 2s",
      violated: "longest acknowledgement time of web < 2s"),
    FaultWord(
      .fillDisk, "at 500ms fill disk of broker 1", held: "broker 1 is down",
      violated: "broker 1 is up"),
    FaultWord(
      .failDisk, "at 500ms fail disk of broker 1", held: "broker 1 is down",
      violated: "broker 1 is up"),
    FaultWord(
      .repairDisk, "at 500ms fail disk of broker 1", "at 40s repair disk of broker 1",
      "at 41s start broker 1", held: "broker 1 is up", violated: "broker 1 is down"),
    FaultWord(
      .flush, "at 5s flush orders-0 on broker 1",
      "at 6s power off broker 1 losing everything unflushed", "at 40s start broker 1",
      held: "truncations of orders-0 on broker 1 = 0",
      violated: "log end of orders-0 on broker 1 < 200"),
    FaultWord(
      .truncateLog, "at 5s stop broker 2", "at 10s truncate orders-0 on broker 2 to 5",
      held: "log end of orders-0 on broker 2 = 5", violated: "log end of orders-0 on broker 2 = 200"
    ),
  ]

  static let network: [FaultWord] = [
    FaultWord(
      .cut, "at 1s cut broker 3 from brokers 1, 2", held: "isr of orders-0 is 1, 2",
      violated: "isr of orders-0 is 1, 2, 3"),
    FaultWord(
      .cutOneWay, "at 1s cut broker 3 to broker 1", held: "isr of orders-0 is 1, 2",
      violated: "isr of orders-0 is 1, 2, 3"),
    FaultWord(
      .isolate, "at 1s isolate broker 3 for 40s", held: "sessions expired of broker 3 = 1",
      violated: "sessions expired = 0"),
    FaultWord(
      .heal, "at 1s isolate broker 3", "at 60s heal", held: "isr of orders-0 is 1, 2, 3",
      violated: "isr of orders-0 is 1, 2"),
    FaultWord(
      .lose, "at 500ms lose 40% of packets for 1s",
      held: "longest acknowledgement time of web > 200ms",
      violated: "longest acknowledgement time of web < 200ms"),
    FaultWord(
      .delay, "at 500ms delay packets from web to broker 1 by 2s for 5s",
      held: "longest acknowledgement time of web > 2s",
      violated: "longest acknowledgement time of web < 2s"),
    FaultWord(
      .limit, "at 500ms limit bandwidth of broker 1 to 1KiB a second for 5s",
      held: "longest acknowledgement time of web > 200ms",
      violated: "longest acknowledgement time of web < 200ms"),
    FaultWord(
      .resetConnections, "at 500ms reset connections between broker 1 and web",
      held: "faults that bit = 1", violated: "no fault bites"),
    FaultWord(
      .dropIt, "on the 3rd produce response from broker 1 to web drop it and reset the connection",
      held: "errors of web > 0", violated: "errors of web = 0"),
    FaultWord(
      .holdIt, "on the 3rd produce response from broker 1 to web hold it for 1s",
      held: "longest acknowledgement time of web >= 1s",
      violated: "longest acknowledgement time of web < 1s"),
    FaultWord(
      .delayIt, "on the 3rd produce response from broker 1 to web delay it by 1s",
      held: "longest acknowledgement time of web >= 1s",
      violated: "longest acknowledgement time of web < 1s"),
    FaultWord(
      .hold, "at 500ms hold produce response from broker 1 to web for 2s",
      held: "longest acknowledgement time of web >= 2s",
      violated: "longest acknowledgement time of web < 2s"),
    FaultWord(
      .drop, "at 500ms drop produce response from broker 1 to web for 2s",
      held: "errors of web > 0", violated: "errors of web = 0"),
    FaultWord(
      .release, "at 500ms hold produce response from broker 1 to web as late",
      "at 3s release @late", held: "longest acknowledgement time of web = 2s..3s",
      violated: "longest acknowledgement time of web < 2s"),
  ]

  static let cluster: [FaultWord] = [
    FaultWord(
      .electPreferred, "at 1s stop broker 1 for 10s", "at 60s elect preferred leader of orders-0",
      held: "leader of orders-0 is 1", violated: "leader of orders-0 is 2"),
    FaultWord(
      .electUnclean, "at 1s crash broker 2", "at 40s crash broker 1", "at 80s start broker 2",
      "at 110s elect unclean leader of small-0", held: "unclean elections = 1",
      violated: "unclean elections = 0"),
    FaultWord(
      .moveLeader, "at 5s move leader of orders-0 to broker 3", held: "leader of orders-0 is 3",
      violated: "leader of orders-0 is 1"),
    FaultWord(
      .reassign, "at 5s reassign orders-0 to 3, 2", held: "replicas of orders-0 is 2, 3",
      violated: "replicas of orders-0 is 1, 2, 3"),
    FaultWord(
      .cancelReassignment, "at 1s crash broker 3", "at 30s reassign small-0 to 1, 3",
      "at 60s cancel reassignment of small-0", held: "replicas of small-0 is 1, 2",
      violated: "replicas of small-0 is 1, 3"),
    FaultWord(
      .createTopic, "at 5s create topic late with 3 partitions", held: "topic late exists",
      violated: "topic late does not exist"),
    FaultWord(
      .addPartitions, "at 5s add 2 partitions to small", held: "replicas on every broker = 12",
      violated: "replicas on every broker = 8"),
    FaultWord(
      .setPartitions, "at 5s set partitions of small to 3", held: "replicas on every broker = 12",
      violated: "replicas on every broker = 8"),
    FaultWord(
      .deleteTopic, "at 5s delete topic small", held: "topic small does not exist",
      violated: "topic small exists"),
    FaultWord(
      .deleteRecords, "at 5s delete records of orders-0 before 100",
      held: "log start of orders-0 = 100", violated: "log start of orders-0 = 0"),
    FaultWord(
      .setProperty, "at 500ms set min.insync.replicas of topic orders to 3",
      "at 600ms crash broker 3", held: "NOT_ENOUGH_REPLICAS errors of web > 0",
      violated: "NOT_ENOUGH_REPLICAS errors of web = 0"),
    FaultWord(
      .send, "at 5s send 10 records from web to orders", held: "records sent by web = 210",
      violated: "records sent by web = 200"),
    FaultWord(
      .setRate, "at 1s set rate of web to 2 records a second",
      held: "records sent by web < 150 at 5s", violated: "records sent by web = 200 at 5s"),
    FaultWord(
      .closeClient, "at 1s close producer web within 5s", held: "web is down", violated: "web is up"
    ),
    FaultWord(
      .seek, "at 5s seek reader to beginning", held: "records consumed by reader = 400",
      violated: "records consumed by reader = 200"),
    FaultWord(
      .pauseReading, "at 1s pause reading of reader", held: "records consumed by reader < 150",
      violated: "records consumed by reader = 200"),
    FaultWord(
      .resumeReading, "at 1s pause reading of reader", "at 30s resume reading of reader",
      held: "records consumed by reader = 200", violated: "records consumed by reader < 200"),
    FaultWord(
      .subscribe, "at 5s subscribe worker to small", "at 20s send 10 records from web to small",
      held: "records consumed by worker from small = 10",
      violated: "records consumed by worker from small = 0"),
    FaultWord(
      .assign, "at 5s assign small-0 to reader", "at 10s send 10 records from web to small",
      held: "records consumed by reader from small = 10",
      violated: "records consumed by reader from small = 0"),
    FaultWord(
      .unsubscribe, "at 1s unsubscribe worker", held: "members of group billing = 0",
      violated: "members of group billing = 1"),
    FaultWord(
      .commitOffsets, "at 5s commit offsets of reader",
      held: "committed offset of reader on orders-0 = 200",
      violated: "committed offset of reader on orders-0 = 0"),
    FaultWord(
      .deleteGroup, "at 20s stop worker", "at 25s delete group billing",
      held: "group billing is dead", violated: "group billing is stable"),
    FaultWord(
      .resetOffsets, "at 20s stop worker", "at 25s reset offsets of group billing to beginning",
      held: "committed offset of billing on orders-0 = 0",
      violated: "committed offset of billing on orders-0 = 200"),
    FaultWord(.scale, "at 1s scale worker to 0", held: "worker is down", violated: "worker is up"),
    FaultWord(
      .setProcessing, "at 500ms set processing time of worker to 1s for 1m",
      held: "lag of billing > 100 at 30s", violated: "lag of billing = 0 at 30s"),
  ]

  static let all = machines + network + cluster
}
