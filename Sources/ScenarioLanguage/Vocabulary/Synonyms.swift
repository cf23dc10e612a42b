/// Words that other tools and conversations use for what has another name here.
///
/// They are not accepted, so that a scenario reads the same whoever wrote it; whoever types one is
/// told ours.
public enum Synonyms {
  /// Words for faults.
  static let faults: [(words: [String], ours: String)] = [
    (["partition", "disconnect", "split", "block", "unplug"], "cut"),
    (["suspend", "hang", "gc", "sleep"], "freeze"),
    (["unfreeze", "continue", "unpause"], "thaw"),
    (["terminate", "die"], "crash"),
    (["reboot", "roll", "rolling"], "restart"),
    (["throttle", "bandwidth"], "limit bandwidth"),
    (["latency", "lag"], "delay packets"),
    (["loss"], "lose 5% of packets"),
    (["recover", "restore", "reconnect", "unblock"], "heal"),
    (["failover"], "move leader"),
    (["spawn", "launch", "boot"], "start"),
  ]

  /// Words for lines under a header.
  static let settings: [(noun: String, words: [String], ours: String)] = [
    ("consumer setting", ["group"], "group.id = …"),
    ("consumer setting", ["topic", "topics", "consume"], "subscribe"),
    ("consumer setting", ["rack"], "client.rack = …"),
    ("consumer setting", ["handle", "work", "processing"], "process each record in 10ms"),
    ("producer setting", ["produce", "rate", "records", "write", "publish"], "send"),
    ("topic setting", ["replicas", "replication-factor"], "replication.factor"),
    ("network setting", ["delay", "rtt", "ping"], "latency"),
  ]

  /// Words for how often something is so.
  static let often: [(words: [String], ours: String)] = [
    (["eventually", "once"], "sometimes"), (["throughout", "constantly"], "always"),
  ]

  /// Beginnings of expectations.
  static let expectations: [(words: [String], ours: String)] = [
    (
      [
        "no data loss", "no data is lost", "no loss", "no lost record", "no lost records",
        "no record loss", "zero data loss", "durability",
      ], "no acknowledged record is lost"
    ),
    (["no message is lost", "no message loss", "no messages lost"], "no record is lost"),
    (["no duplication"], "no duplicates"),
    (["exactly-once"], "exactly once"), (["at-least-once"], "at least once"),
    (["at-most-once"], "at most once"), (["ordering", "in order"], "order is kept"),
    (["consumer lag", "group lag"], "lag of"),
    (
      ["under replicated", "underreplicated", "urp", "under-replicated-partitions"],
      "under-replicated partitions"
    ),
    (["offline partitions", "leaderless partitions"], "partitions without leader"),
    (["p99"], "99th percentile"),
    (["p99 latency", "latency"], "99th percentile acknowledgement time of"),
    (["end to end latency", "end-to-end latency"], "99th percentile delivery time of"),
    (["throughput"], "records acknowledged"), (["lost records"], "records lost"),
    (["unavailability", "downtime"], "longest time without leader"),
    (["log end offset", "leo"], "log end of"), (["hw", "hwm"], "high watermark of"),
    (["recovery", "cluster recovers"], "the cluster recovers"),
  ]

  /// Our beginning of an expectation, for words that begin with one of others; the longest counts.
  static func expectation(_ words: [String]) -> (theirs: String, ours: String)? {
    var best: (theirs: String, ours: String)?
    for (spellings, ours) in expectations {
      for theirs in spellings
      where words.starts(with: theirs.split(separator: " ").map(String.init)) {
        if theirs.utf8.count > best?.theirs.utf8.count ?? 0 { best = (theirs, ours) }
      }
    }
    return best
  }

  /// Our word for a fault.
  public static func fault(_ word: String) -> String? {
    faults.first { $0.words.contains(word.lowercased()) }?.ours
  }

  /// Our word for how often something is so.
  static func often(_ word: String) -> String? {
    often.first { $0.words.contains(word.lowercased()) }?.ours
  }

  /// Our word for a line under a header, `noun` being what such a line is called.
  static func setting(_ word: String, _ noun: String) -> String? {
    settings.first { $0.noun == noun && $0.words.contains(word.lowercased()) }?.ours
  }

  /// Our word for whatever somebody asks about.
  public static func any(_ word: String) -> String? {
    fault(word) ?? settings.first { $0.words.contains(word.lowercased()) }?.ours
      ?? often(word)
  }
}
