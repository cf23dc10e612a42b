import KafkaModel
import Kernel

/// Leaders, in-sync replicas, registrations and the lives of processes.
extension Ledger {
  mutating func observe(
    _ fact: PartitionFact, at instant: Instant, number: HistoryNumber
  ) {
    switch fact {
    case .leaderElected(let partition, let leader, let epoch, let isr, let election):
      elected(
        leader, of: partition, epoch: epoch, isr: isr, election, at: instant, number: number)
    case .isrChanged(let partition, let isr, let epoch, let isShrink):
      let place = record(of: partition)
      // A process that woke from a freeze tells late what it did before.
      if epoch < partitions[place].isrEpoch { return }
      partitions[place].isrEpoch = epoch
      if !isShrink { checkJoined(isr, place, at: instant, number: number) }
      partitions[place].isr = isr
      if isShrink { partitions[place].isrShrinks += 1 } else { partitions[place].isrGrows += 1 }
    case .becameLeader(let broker, let partition, let epoch, _):
      let place = record(of: partition)
      if epoch > partitions[place].epoch {
        adoptUnannounced(broker, epoch: epoch, of: partition, at: instant, number: number)
      }
      if epoch >= partitions[place].epoch, partitions[place].leader == broker {
        partitions[place].actingEpoch = epoch
      }
      if epoch == partitions[place].epoch, partitions[place].leader != broker {
        cluster.leaderEpochsShared += 1
      }
      judgeLed(place, at: instant)
    case .becameFollower: return
    case .assigned(let partition, let replicas, let adding, let removing):
      let place = record(of: partition)
      partitions[place].replicas = replicas
      partitions[place].isMoving = !adding.isEmpty || !removing.isEmpty
      if !partitions[place].exists {
        partitions[place].exists = true
        partitions[place].unledSince = instant
      }
    case .replicaDeleted(let broker, let partition):
      mirrors[mirror(of: partition, on: broker)].erase()
    case .offsetListed(_, _, let partition, let offset, let isEnd):
      if isEnd { shown(offset.value, of: partition, at: instant, number: number, isRead: false) }
    case .isrChangeRefused, .refused: return
    }
  }

  /// Takes a leader over whose election nobody has told: its controller lost its office between
  /// the write and the answer, and the next one found the entry in ZooKeeper.
  private mutating func adoptUnannounced(
    _ leader: BrokerID, epoch: LeaderEpoch, of partition: PartitionID, at instant: Instant,
    number: HistoryNumber
  ) {
    let place = record(of: partition)
    if partitions[place].lastLeader != .none, partitions[place].lastLeader != leader {
      partitions[place].leaderChanges += 1
    }
    partitions[place].leader = leader
    partitions[place].lastLeader = leader
    partitions[place].epoch = epoch
    forgetCommitted(of: partition, without: leader)
    checkCompleteness(of: leader, partition, at: instant, number: number)
  }

  private mutating func elected(
    _ leader: BrokerID, of partition: PartitionID, epoch: LeaderEpoch, isr: ReplicaList,
    _ election: ElectionKind, at instant: Instant, number: HistoryNumber
  ) {
    let place = record(of: partition)
    // A controller that woke from a freeze tells late what it registered before.
    if election == .first {
      partitions[place].isrEpoch = .first
    } else if partitions[place].exists, epoch < partitions[place].epoch {
      return
    }
    if leader != .none, partitions[place].lastLeader != .none,
      partitions[place].lastLeader != leader
    {
      partitions[place].leaderChanges += 1
    }
    if election == .unclean { partitions[place].uncleanElections += 1 }
    if isr.count > partitions[place].isr.count, partitions[place].exists,
      !partitions[place].isr.isEmpty
    {
      partitions[place].isrGrows += 1
    } else if isr.count < partitions[place].isr.count {
      partitions[place].isrShrinks += 1
    }
    if !partitions[place].exists {
      partitions[place].exists = true
      partitions[place].unledSince = instant
    }
    if partitions[place].replicas.isEmpty { partitions[place].replicas = isr }
    partitions[place].leader = leader
    partitions[place].epoch = epoch
    partitions[place].isr = isr
    if leader != .none {
      partitions[place].lastLeader = leader
      forgetCommitted(of: partition, without: leader)
      checkCompleteness(of: leader, partition, at: instant, number: number)
    }
    judgeLed(place, at: instant)
  }

  /// An elected leader must have everything that was visible before.
  private mutating func checkCompleteness(
    of leader: BrokerID, _ partition: PartitionID, at instant: Instant, number: HistoryNumber
  ) {
    let place = mirror(of: partition, on: leader)
    let record = partitions[partition.index]
    let low = max(mirrors[place].verifiedTo, mirrors[place].start)
    guard low < record.visibleEnd else { return }
    var missing: Int64?
    let log = mirrors[place].log
    missing = log.firstDifference(from: record.visible, from: low, to: record.visibleEnd)
    if mirrors[place].end < record.visibleEnd {
      missing = min(missing ?? .max, max(low, mirrors[place].end))
    }
    guard let missing else {
      mirrors[place].verifiedTo = record.visibleEnd
      return
    }
    note(
      LogBreak(
        partition: partition, broker: leader, from: missing, to: record.visibleEnd, at: instant,
        number: number, records: record.visible.records(from: missing, to: record.visibleEnd)),
      \.durabilityBreaks)
  }

  /// Something was shown to a client: the end of a log, or a record.
  mutating func shown(
    _ end: Int64, of partition: PartitionID, at instant: Instant, number: HistoryNumber,
    isRead: Bool
  ) {
    let place = record(of: partition)
    if !isRead, end < partitions[place].shownEnd {
      note(
        LogBreak(
          partition: partition, broker: partitions[place].leader, from: end,
          to: partitions[place].shownEnd, at: instant, number: number),
        \.shownBreaks)
    }
    partitions[place].shownEnd = max(partitions[place].shownEnd, end)
  }

  /// Works out whether clients can write to a partition now, and counts the time when they can't.
  mutating func judgeLed(_ place: Int, at instant: Instant) {
    let record = partitions[place]
    var isLed = record.leader != .none && record.actingEpoch >= record.epoch
    if isLed {
      let node = nodes[setting.layout.node(of: record.leader).place]
      isLed = node.isUp && !node.isFrozen
    }
    guard isLed != record.isLed else { return }
    partitions[place].isLed = isLed
    if isLed {
      let length = instant - record.unledSince
      if record.exists {
        partitions[place].unledTotal += length
        partitions[place].unledLongest = max(record.unledLongest, length)
      }
      partitions[place].ledSince = instant
    } else {
      partitions[place].unledSince = instant
    }
  }

  mutating func observe(_ fact: ClusterFact, at instant: Instant, number: HistoryNumber) {
    switch fact {
    case .controllerElected(let broker, let epoch):
      if epoch == cluster.controllerEpoch, broker != cluster.controller,
        cluster.controller != .none
      {
        cluster.controllerEpochsShared += 1
      }
      if epoch > cluster.controllerEpoch {
        cluster.controllerChanges += 1
        cluster.controller = broker
        cluster.controllerEpoch = epoch
      }
    case .brokerRegistered(let broker, _):
      nodes[setting.layout.node(of: broker).place].isRegistered = true
    case .sessionExpired(_, let owner):
      nodes[owner.place].sessionsExpired += 1
      nodes[owner.place].isRegistered = false
    case .controllerWriteLate(let broker, let partition, _, _):
      note(
        LogBreak(
          partition: partition, broker: broker, from: 0, to: 0, at: instant, number: number),
        \.fenceBreaks)
    case .controllerResigned, .brokerFailureNoticed, .brokerStartNoticed, .controlRequestFenced,
      .controllerWriteFenced, .metadataApplied, .sessionOpened, .sessionConnection,
      .sessionExpiryLearned, .adminAnswered:
      return
    }
  }

  mutating func observe(_ fact: ProcessFact, at instant: Instant) {
    switch fact {
    case .processStarted(let node, let incarnation):
      nodes[node.place].isUp = true
      nodes[node.place].isFrozen = false
      nodes[node.place].life = incarnation
      forgetHand(of: node)
    case .processEnded(let node, let how):
      nodes[node.place].isUp = false
      nodes[node.place].isFrozen = false
      if how == .stopped { nodes[node.place].isRegistered = false }
      forgetHand(of: node)
      judgeLed(byProcessOf: node, at: instant)
    case .frozen(let node):
      nodes[node.place].isFrozen = true
      judgeLed(byProcessOf: node, at: instant)
    case .thawed(let node):
      nodes[node.place].isFrozen = false
      judgeLed(byProcessOf: node, at: instant)
    case .faultInjected(_, let kind, let target):
      if kind == .wipeDisk, let broker = setting.layout.broker(at: target) {
        for place in mirrors.indices where mirrors[place].broker == broker {
          mirrors[place].erase()
        }
      }
    case .faultBit: cluster.faultsThatBit += 1
    case .brokerReady: return
    }
  }

  private mutating func judgeLed(byProcessOf node: NodeID, at instant: Instant) {
    guard let broker = setting.layout.broker(at: node) else { return }
    for place in partitions.indices where partitions[place].leader == broker {
      if !nodes[node.place].isUp { partitions[place].actingEpoch = .none }
      judgeLed(place, at: instant)
    }
  }
}
