/// What engineers tell each other about Kafka, and how the project judges it: the table of rows
/// that scenarios name in their `claim` lines.
public enum ClaimTable {
  /// The words of verdicts.
  public enum Verdict: String, Sendable, CaseIterable {
    /// It is true in every run.
    case holds
    /// A run shows that it is not so.
    case refuted
    /// It is true under a condition, and false without.
    case onlyIf = "only if"
    /// It depends on the release.
    case era
    /// A run shows that it happens.
    case canHappen = "can happen"
  }

  /// One row.
  public struct Claim: Sendable {
    /// What scenarios call it.
    public var id: String
    /// What the scenarios of the row prove together.
    public var verdict: Verdict
    /// The claim in one sentence.
    public var text: String

    init(_ id: String, _ verdict: Verdict, _ text: String) {
      self.id = id
      self.verdict = verdict
      self.text = text
    }
  }

  /// Every row, in the order of the report.
  public static let rows: [Claim] =
    cluster + durability + duplicates + transactions + consumers + storage

  private static let cluster: [Claim] = [
    Claim("E1", .holds, "a new partition is led by the first replica of its list"),
    Claim("E2", .onlyIf, "a dead broker is noticed when its ZooKeeper session expires"),
    Claim("E3", .refuted, "the in-sync replica with the lowest id becomes leader"),
    Claim("E4", .holds, "the first in assignment order that is alive and in sync leads"),
    Claim("E5", .holds, "the first broker to create /controller is the controller"),
    Claim("E6", .onlyIf, "without a live in-sync replica any replica is taken"),
    Claim("E7", .holds, "when every replica is down the leader is none"),
    Claim("E8", .holds, "failovers leave leaders uneven; a preferred election restores them"),
    Claim("E9", .onlyIf, "a follower that lags too far cannot lead"),
    Claim("E10", .holds, "a controller's failover grows with the number of partitions"),
    Claim("E11", .holds, "with many partitions ZooKeeper's notifications lag"),
    Claim("E12", .holds, "since 2.8 Kafka runs without ZooKeeper"),
    Claim("E13", .holds, "leaders and replicas of a new topic are spread evenly"),
    Claim("E14", .refuted, "ZooKeeper tells brokers and consumers of the new leader"),
    Claim("E15", .holds, "a leader that slept through its session still thinks it leads"),
    Claim("E16", .holds, "reassigning partitions loses nothing"),
    Claim("E17", .holds, "partitions are added, never removed"),
    Claim("E18", .onlyIf, "groups, offsets, in-sync sets and leaders live in ZooKeeper"),
  ]

  private static let durability: [Claim] = [
    Claim("A1", .canHappen, "acks=0 loses records in silence"),
    Claim("A2", .canHappen, "acks=1 loses acknowledged records with their leader"),
    Claim("A3", .onlyIf, "acks=all loses nothing when the leader dies"),
    Claim("A4", .refuted, "a record is committed when the majority in sync has it"),
    Claim("A5", .holds, "with one replica left in sync acks=all is no better than acks=1"),
    Claim("A6", .onlyIf, "acks=all with two in sync is fully reliable"),
    Claim("A7", .holds, "who lags longer than replica.lag.time.max.ms is not in sync"),
    Claim("A8", .era, "lag is measured in time, not in messages"),
    Claim("A9", .onlyIf, "below min.insync.replicas writes are refused"),
    Claim("A10", .holds, "with as many replicas as min.insync.replicas one loss stops writes"),
    Claim("A11", .refuted, "the leader pushes records to followers"),
    Claim("A12", .holds, "a follower acknowledges by its next fetch"),
    Claim("A13", .refuted, "min.insync.replicas decides what an empty in-sync set loses"),
    Claim("A14", .era, "acks defaults to 1, or to all"),
    Claim("A15", .onlyIf, "data survives because it is on disk"),
    Claim("A16", .era, "high watermark and epochs keep replicas equal after failovers"),
    Claim("A17", .holds, "out of sync is who is assigned and not in sync"),
  ]

  private static let duplicates: [Claim] = [
    Claim("D1", .canHappen, "a lost acknowledgement and a retry make a duplicate"),
    Claim("D2", .canHappen, "acks=all duplicates when the leader dies before it answers"),
    Claim("D3", .holds, "with enable.idempotence a retry is stored once"),
    Claim("D4", .onlyIf, "a sequence that was seen is dropped"),
    Claim("D5", .refuted, "at a gap the broker waits for the missing batch and sorts"),
    Claim("D6", .holds, "idempotence covers one producer session and one partition"),
    Claim("D7", .onlyIf, "a restarted producer gets a new producer id"),
    Claim("D8", .holds, "without idempotence order needs one request in flight"),
    Claim("D9", .holds, "with idempotence up to five requests stay in order"),
    Claim("D10", .holds, "idempotence needs acks=all"),
    Claim("D11", .onlyIf, "exactly once is idempotence and at least once"),
    Claim("D12", .holds, "a retry sends the whole batch again"),
    Claim("D13", .holds, "delivery semantics differ per topic"),
    Claim("D14", .holds, "while the network is down the producer buffers, to a bound"),
    Claim("D15", .holds, "linger.ms and batch.size trade latency for requests"),
    Claim("O1", .holds, "order holds within a partition only"),
    Claim("O2", .onlyIf, "the same key always goes to the same partition"),
    Claim("O3", .era, "without a key records stick to a partition per batch"),
    Claim("O4", .holds, "a custom partitioner decides"),
  ]

  private static let transactions: [Claim] = [
    Claim("T1", .onlyIf, "a transaction writes many partitions atomically"),
    Claim("T2", .holds, "a restarted transactional producer ends what was open"),
    Claim("T3", .holds, "of a broken transaction nothing partial is visible"),
    Claim("T4", .holds, "offsets and output in one transaction are exactly once"),
    Claim("T5", .holds, "init, begin, send, commit, markers: the flow of a transaction"),
  ]

  private static let consumers: [Claim] = [
    Claim("C1", .canHappen, "auto-commit re-reads after a crash"),
    Claim("C2", .onlyIf, "auto-commit loses what was committed and not processed"),
    Claim("C3", .holds, "commit after processing never loses and may repeat"),
    Claim("C4", .holds, "commit before processing is at most once"),
    Claim("C5", .refuted, "processing longer than the commit interval repeats records"),
    Claim("C6", .holds, "offsets stored with the results are exactly once"),
    Claim("C7", .holds, "within a group a partition has one reader; spares idle"),
    Claim("C8", .holds, "joins, leaves, crashes and new partitions rebalance a group"),
    Claim("C9", .onlyIf, "during a rebalance everybody stops"),
    Claim("C10", .holds, "range, round robin and sticky divide partitions by their rules"),
    Claim("C11", .era, "offsets are kept in ZooKeeper, or in __consumer_offsets"),
    Claim("C12", .holds, "the group's coordinator leads the partition of its offsets"),
    Claim("C13", .holds, "missed heartbeats, or a late poll, throw a member out"),
    Claim("C14", .holds, "auto.offset.reset decides where a reader without offsets starts"),
    Claim("C15", .refuted, "unconfirmed records are sent again after a time"),
    Claim("C16", .holds, "one group shares the work, several groups each get all"),
    Claim("C17", .refuted, "what was published before the subscription is not received"),
    Claim("C18", .holds, "assign reads chosen partitions without rebalancing"),
    Claim("C19", .era, "only the leader serves reads"),
    Claim("C20", .holds, "a reader may rewind"),
    Claim("C21", .holds, "a pool of workers scales, and loses order and records"),
    Claim("C22", .holds, "lag is log end less committed, and grows with slow work"),
    Claim("C23", .holds, "a wider topic drains a backlog faster"),
    Claim("C24", .holds, "records are pulled at the reader's pace"),
  ]

  private static let storage: [Claim] = [
    Claim("S1", .holds, "whole segments are deleted by age or size"),
    Claim("S2", .canHappen, "a slow reader loses records to retention"),
    Claim("S3", .holds, "compaction keeps the last value of each key"),
    Claim("S4", .holds, "sparse indexes find an offset by binary search"),
    Claim("S5", .holds, "the epoch checkpoint remembers where each epoch began"),
    Claim("S6", .onlyIf, "disk need is rate by size by retention by replicas"),
    Claim("S7", .onlyIf, "the network is the usual bottleneck"),
  ]
}
