import KafkaModel
import Kernel

/// A full read of one partition, seen as if each key had a log of its own; records without a key
/// are left out.
///
/// Kafka promises an order within a partition, but what an application counts on is mostly the
/// order of one key.
struct KeyedRead {
  /// The first copy of a record.
  private struct Copy {
    var key: Int32
    var stream: Int32
    /// The record's place in its stream.
    var place: Int64
    /// How many records of the key stand before it, whoever sent them.
    var rank: Int64
    var offset: Int64
  }

  /// Ordered by key, stream and place.
  private var copies: [Copy] = []

  /// Sorts what a full read found by keys.
  init(_ runs: [LogRun], keys: RecordStreams) {
    var ranks = SortedMap<Int32, Int64>()
    for run in runs {
      for step in 0..<run.count {
        let key = keys.key(of: run.stream, at: run.first + step)
        guard key > 0 else { continue }
        let rank = ranks[key, default: 0]
        ranks[key] = rank + 1
        copies.append(
          Copy(
            key: key, stream: run.stream, place: run.first + step, rank: rank,
            offset: run.offset + step))
      }
    }
    copies.sort { ($0.key, $0.stream, $0.place, $0.rank) < ($1.key, $1.stream, $1.place, $1.rank) }
    var last: Copy?
    copies.removeAll { copy in
      defer { last = copy }
      return last.map { $0.key == copy.key && $0.stream == copy.stream && $0.place == copy.place }
        ?? false
    }
  }

  /// Records that stand behind a later one of the same producer and key.
  func reordered(in partition: PartitionID, _ includes: (Int32) -> Bool) -> [Sighting] {
    var late: [Sighting] = []
    var following: (copy: Copy, least: Int64)?
    for copy in copies.reversed() {
      var least = copy.rank
      if let known = following, isSibling(known.copy, copy) {
        if known.least < copy.rank, includes(copy.stream) { late.append(sighting(copy, partition)) }
        least = min(least, known.least)
      }
      following = (copy, least)
    }
    return late.reversed()
  }

  /// Records behind the one that the same producer sent to the same key before them, with another
  /// record of the key between.
  func skipping(in partition: PartitionID, _ includes: (Int32) -> Bool) -> [Sighting] {
    zip(copies, copies.dropFirst()).compactMap { before, copy in
      guard isSibling(before, copy), includes(copy.stream), copy.rank > before.rank + 1 else {
        return nil
      }
      return sighting(copy, partition)
    }
  }

  private func isSibling(_ one: Copy, _ other: Copy) -> Bool {
    one.key == other.key && one.stream == other.stream
  }

  private func sighting(_ copy: Copy, _ partition: PartitionID) -> Sighting {
    Sighting(
      RecordSpan(stream: copy.stream, first: copy.place, count: 1), partition, at: copy.offset)
  }
}

extension Ledger {
  /// What full reads find for each key, partition by partition.
  func perKey(
    _ filter: RecordFilter, keys: RecordStreams,
    _ question: (KeyedRead, PartitionID, (Int32) -> Bool) -> [Sighting]
  ) -> [Sighting] {
    partitions.indices.flatMap { place -> [Sighting] in
      let partition = PartitionID(Int32(place))
      guard filter.includes(partition) else { return [] }
      let runs = fullRead(partition).filter { Int($0.stream) < streams.count }
      return question(KeyedRead(runs, keys: keys), partition) { includes($0, filter) }
    }
  }
}
