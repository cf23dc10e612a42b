import Kernel

/// Everything that a check, a trigger, a trace or a report may know about a run.
///
/// Facts are what happened, not what a machine thinks: two brokers may both announce that they
/// lead. To add one, add a case to the enum of its area and its fields to the digest below it;
/// readers that do not care pass it by.
public enum HistoryFact: Sendable {
  case producer(ProducerFact)
  case consumer(ConsumerFact)
  case log(LogFact)
  case partition(PartitionFact)
  case cluster(ClusterFact)
  case process(ProcessFact)

  /// Feeds the fact to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .producer(let fact): fact.combine(into: &digest)
    case .consumer(let fact): fact.combine(into: &digest)
    case .log(let fact): fact.combine(into: &digest)
    case .partition(let fact): fact.combine(into: &digest)
    case .cluster(let fact): fact.combine(into: &digest)
    case .process(let fact): fact.combine(into: &digest)
    }
  }
}

extension Digest {
  /// Feeds a case's number and its fields; unused places count as zero.
  @inline(__always)
  mutating func combine(
    _ tag: Int64, _ a: Int64, _ b: Int64 = 0, _ c: Int64 = 0, _ d: Int64 = 0, _ e: Int64 = 0,
    _ f: Int64 = 0, _ g: Int64 = 0, _ h: Int64 = 0, _ i: Int64 = 0
  ) {
    combine(UInt64(bitPattern: tag &+ a &* 0x100))
    combine(UInt64(bitPattern: b))
    combine(UInt64(bitPattern: c))
    combine(UInt64(bitPattern: d))
    combine(UInt64(bitPattern: e))
    combine(UInt64(bitPattern: f))
    combine(UInt64(bitPattern: g))
    combine(UInt64(bitPattern: h &+ i &* 0x1_0000_0001))
  }
}
