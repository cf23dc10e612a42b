import KafkaModel
import Kernel

extension Check {
  /// I-OFF: one offset never shows two different values.
  static let oneValuePerOffset = Check(
    id: .oneValuePerOffset, promise: "one offset of a partition never shows two different records"
  ) { ledger in
    let isTested = ledger.partitions.contains { $0.visibleEnd > 0 }
    let seen = ledger.offsetBreaks + ledger.readBreaks()
    return .breaks(seen, tested: isTested, otherwise: "nothing became visible") { found in
      "offset \(found.from) showed two records"
    }
  }

  /// I-LM: the logs of any two replicas agree below the lesser high watermark.
  static let logMatching = Check(
    id: .logMatching,
    promise: "the logs of any two replicas agree below the lesser high watermark"
  ) { ledger in
    let isTested = ledger.mirrors.filter { $0.highWatermark > 0 }.count > 1
    return .breaks(
      ledger.replicaBreaks, tested: isTested, otherwise: "no two replicas have committed records"
    ) { found in "broker \(found.broker) has another record at offset \(found.from)" }
  }

  /// I-HW: the end that clients are shown never moves back.
  static let watermarkKept = Check(
    id: .watermarkKept, promise: "the end that is shown to clients never moves back"
  ) { ledger in
    let isTested = ledger.partitions.contains { $0.shownEnd > 0 }
    return .breaks(
      ledger.shownBreaks, tested: isTested, otherwise: "nobody was shown anything"
    ) { found in "the end \(found.from) was shown after \(found.to)" }
  }

  /// I-ISR: who joins the in-sync replicas has what is committed.
  static let inSyncComplete = Check(
    id: .inSyncComplete, promise: "who joins the in-sync replicas has what is committed"
  ) { ledger in
    .breaks(
      ledger.joinBreaks, tested: ledger.cluster.joinedInSync > 0,
      otherwise: "nobody joined the in-sync replicas"
    ) { found in
      "broker \(found.broker) was in sync without offset \(found.from) of its leader's log"
    }
  }

  /// I-FENCE: once a newer leader, controller, producer or member acts, the older one changes
  /// nothing.
  static let fencing = Check(
    id: .fencing,
    promise: "after a newer leader, controller, producer or member is installed, the older one"
      + " changes nothing"
  ) { ledger in
    let isTested =
      ledger.cluster.controllerEpoch.value > 1
      || ledger.partitions.contains { $0.epoch.value > 0 }
      || ledger.clients.contains { $0.isFenced }
      || ledger.groups.contains { $0.generation > 1 }
    return .breaks(
      ledger.fenceBreaks, tested: isTested, otherwise: "nobody was replaced"
    ) { found in
      let who = found.isByClient ? "a client of broker" : "broker"
      return "\(who) \(found.broker) acted after it had been replaced"
    }
  }

  /// I-DUP: one send occupies one offset at most.
  static let noDuplicates = Check(
    id: .noDuplicates, promise: "one successful send occupies at most one offset"
  ) { ledger in
    guard !ledger.found(.all).isEmpty else { return Answer(.unknown("the log is empty")) }
    let copies = ledger.duplicates(.all)
    guard case .number(let count) = copies.value, count > 0 else { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: copies.records, evidence: copies.evidence,
      remark: "\(count) duplicates")
  }

  /// I-ORD: records of one producer session on one partition keep the order of their sends.
  static let order = Check(
    id: .order, promise: "records of one producer session on one partition keep their order"
  ) { ledger in
    guard !ledger.found(.all).isEmpty else { return Answer(.unknown("the log is empty")) }
    let late = ledger.reordered(.all)
    let count = late.reduce(0) { $0 + $1.records.count }
    guard count > 0 else { return Answer(.holds(true)) }
    return Answer(
      .holds(false), records: Array(late.prefix(Ledger.namedRecords)),
      remark: "\(count) records out of order")
  }
}

extension Ledger {
  /// Reads that returned another record than what was committed at their offset.
  func readBreaks() -> [LogBreak] {
    var found: [LogBreak] = []
    for reader in readers where reader.partition.index < partitions.count {
      let visible = partitions[reader.partition.index].visible
      reader.reads.forEach { read in
        guard found.count < Self.breakLimit, read.stream >= 0 else { return }
        let end = read.offset + Int64(read.count)
        visible.forEach(from: read.offset, to: end) { run in
          let expected = read.first + (run.offset - read.offset)
          if run.count == run.span, run.stream != read.stream || run.first != expected {
            found.append(
              LogBreak(
                partition: reader.partition, broker: .none, from: run.offset, to: run.end,
                at: read.at, number: .none, records: [run.records, read.records]))
          }
        }
      }
    }
    return found
  }
}
