import KafkaModel
import Kernel

extension Check {
  /// I-POS: within one assignment a position neither skips a readable record nor goes back.
  static let positions = Check(
    id: .positions,
    promise: "within one assignment a consumer neither skips a visible record nor goes back"
  ) { ledger in
    guard ledger.readers.contains(where: { !$0.reads.isEmpty }) else {
      return Answer(.unknown("nothing was consumed"))
    }
    for reader in ledger.readers {
      if reader.unexplained > 0 {
        return Answer(
          .holds(false), remark: "a position went back \(reader.unexplained) times without a reset"
        ).failing(.wentBack)
      }
      guard reader.partition.index < ledger.partitions.count else { continue }
      for gap in reader.gaps where !gap.isReset {
        let passed = ledger.readable(reader.partition, from: gap.from, to: gap.to)
        if !passed.isEmpty {
          return Answer(
            .holds(false), records: passed.map { Sighting($0, reader.partition, at: gap.from) },
            evidence: [gap.number],
            remark: "a position jumped from \(gap.from) to \(gap.to)")
        }
      }
    }
    return Answer(.holds(true))
  }

  /// I-GRP: a group's committed offset neither falls nor vanishes.
  static let groupOffsets = Check(
    id: .groupOffsets, promise: "a group's committed offset neither falls nor vanishes"
  ) { ledger in
    let hasCommitted = ledger.groups.contains { group in
      group.committed.contains { $0 >= 0 } || !group.regressions.isEmpty
    }
    guard hasCommitted else {
      return Answer(.unknown("nothing was committed"))
    }
    for group in ledger.groups {
      guard let first = group.regressions.first else { continue }
      let to = first.to < 0 ? "nothing" : String(first.to)
      return Answer(
        .holds(false), evidence: [first.number],
        remark: "a committed offset went from \(first.from) to \(to)")
    }
    return Answer(.holds(true))
  }

  /// I-LIVE: once faults are healed, elections, sends and reads finish.
  ///
  /// Judged at the instant of the question: every partition is led, no record has waited longer
  /// than the patience of the guarantee, and no group has stopped reading what is there.
  static let liveness = Check(
    id: .liveness, promise: "once faults are healed, elections, sends and reads finish"
  ) { ledger in
    guard ledger.partitions.contains(where: \.exists) else {
      return Answer(.unknown("there is no partition"))
    }
    let unled = ledger.partitions.filter { $0.exists && !$0.isLed }.count
    if unled > 0 { return Answer(.holds(false), remark: "\(unled) partitions have no leader") }
    let pending = ledger.pending(.all)
    if let since = pending.since, ledger.now - since > Guarantees.patience {
      return Answer(.holds(false), remark: "\(pending.count) records still have no outcome")
    }
    for reader in ledger.readers {
      let node = ledger.node(of: reader.client)
      guard node.isUp, !node.isFrozen, reader.expected >= 0,
        let mirror = ledger.readable(reader.partition), reader.expected < mirror.highWatermark,
        ledger.now - reader.lastReadAt > Guarantees.patience * 2
      else { continue }
      return Answer(.holds(false), remark: "a reader has stopped although there is more to read")
    }
    return Answer(.holds(true))
  }
}
