import KafkaModel
import Kernel

/// A reader of history that notes which situations a run went through.
///
/// It sees what every reader sees and changes nothing: with and without it, the digest is the same.
struct CoverageReader: Sendable {
  private(set) var table = CoverageTable()
  private let layout: NodeLayout
  /// The class of the last fact in each process.
  private var last: [Int]
  /// The kind of each fault, by its number, as far as they are remembered.
  private var kinds: [FaultKind] = []
  private var leaderless: [PartitionID] = []
  private var shrunk: [(partition: PartitionID, size: Int, full: Int)] = []
  private var down: [NodeID] = []
  private var frozen: [NodeID] = []
  /// Beliefs and logs, by partition.
  private var replicas: [ReplicaWatcher] = []
  private var hasController = false
  private var electedAt = Instant.zero
  private var truncatedAt = Instant.zero
  private var rebalancedAt = Instant.zero
  private var expiredAt = Instant.zero

  /// How long something has just happened.
  private static let recent: Duration = .milliseconds(500)
  /// The most partitions whose replicas are watched.
  private static let partitionLimit = 16
  /// The most faults whose kinds are remembered.
  private static let faultLimit = 100_000

  init(_ layout: NodeLayout) {
    self.layout = layout
    last = Array(repeating: 0, count: layout.nodeCount)
  }

  /// Takes an event in.
  mutating func observe(_ event: HistoryEvent) {
    let kind = FactClass.number(of: event.fact)
    let place = event.node.place
    if place < last.count {
      table.insert(CoverageMap.transitions.base + last[place] * FactClass.count + kind)
      last[place] = kind
    }
    switch event.fact {
    case .producer(let fact): note(fact)
    case .consumer(let fact): note(fact, at: event.at)
    case .log(let fact): note(fact, at: event.at)
    case .partition(let fact): note(fact, at: event.at)
    case .cluster(let fact): note(fact, at: event.at)
    case .process(let fact): note(fact, at: event.at)
    }
  }

  // MARK: Facts

  private mutating func note(_ fact: ProducerFact) {
    switch fact {
    case .sendFailed(_, _, _, let error, _), .producerRefused(_, let error, _),
      .retried(_, _, _, let error):
      note(error)
    case .acknowledged(_, let partition, let records, let offset, _):
      guard offset.value >= 0 else { break }
      watch(partition, isChange: false) {
        $0.acknowledged(to: offset.value + Int64(records.count))
        return nil
      }
    case .finishedSending, .sent, .resentByApplication, .producerIdentified: break
    }
  }

  private mutating func note(_ fact: ConsumerFact, at now: Instant) {
    switch fact {
    case .consumed, .processed, .offsetCommitted, .partitionAssigned, .offsetLoaded,
      .offsetAltered, .memberAdded, .groupStateChanged, .workBegan:
      break
    case .positionReset(_, _, _, _, let reason):
      switch reason {
      case .noCommittedOffset: note(.resetWithout)
      case .outOfRange: note(.resetOutOfRange)
      case .truncationDetected: note(.resetByTruncation)
      case .committedOffset: note(.resetToCommitted)
      case .seek: break
      }
    case .commitRefused(_, _, _, _, let error):
      note(.commitRefused)
      note(error)
    case .generationStarted(_, _, let members, _):
      note(members == 0 ? .empty : members == 1 ? .one : .several)
      rebalancedAt = now
    case .partitionRevoked(_, _, _, _, let isLost): note(isLost ? .lost : .revoked)
    case .memberRemoved(_, _, let reason, _):
      rebalancedAt = now
      switch reason {
      case .left: note(.left)
      case .sessionTimeout: note(.sessionTimeout)
      case .pollTimeout: note(.pollTimeout)
      case .rebalanceTimeout: note(.rebalanceTimeout)
      case .replaced: note(.replaced)
      case .fenced: note(.fenced)
      }
    case .coordinatorLoaded: note(.loaded)
    case .groupLoaded: note(.groupLoaded)
    case .applicationFailed(_, let error):
      note(.applicationFailed)
      note(error)
    }
  }

  private mutating func note(_ fact: LogFact, at now: Instant) {
    switch fact {
    case .appended(let broker, let partition, let offset, let span, _, _, let byLeader):
      watch(partition, isChange: false) {
        $0.appended(broker, to: offset.value + Int64(span), byLeader: byLeader)
      }
    case .highWatermarkMoved(let broker, let partition, _, let to, let onLeader):
      if onLeader { watch(partition) { $0.committed(broker, to: to) } }
    case .flushed: break
    case .truncated(let broker, let partition, _, let to, let watermark):
      note(to < watermark ? .truncatedBelow : .truncatedAbove)
      watch(partition) { $0.truncated(broker, to: to) }
      truncatedAt = now
    case .restartedLog: note(.restartedElsewhere)
    case .logStartMoved: note(.startMoved)
    case .segmentRolled: note(.rolled)
    case .compactedAway: break
    case .compacted: note(.compacted)
    case .logLoaded(let broker, let partition, let end, _, let lost, let isClean):
      watch(partition) {
        $0.loaded(broker, to: end)
        return nil
      }
      note(lost > 0 ? .loadedLossy : isClean ? .loadedClean : .loadedUnclean)
    case .logDirectoryFailed: note(.directoryFailed)
    }
  }

  private mutating func note(_ fact: PartitionFact, at now: Instant) {
    switch fact {
    case .leaderElected(let partition, let leader, let epoch, let isr, let election):
      watch(partition) { $0.elected(leader, epoch, isr) }
      table.insert(CoverageMap.elections.base + Int(election.rawValue))
      leaderless.removeAll { $0 == partition }
      if leader == .none { leaderless.append(partition) }
      if election != .first { electedAt = now }
    case .isrChanged(let partition, let isr, _, let isShrink):
      watch(partition) {
        $0.changed(isr)
        return nil
      }
      note(isShrink ? .shrunk : .grown)
      if isr.count == 1, isShrink { note(.shrunkToOne) }
      let full = shrunk.first { $0.partition == partition }?.full ?? isr.count + 1
      shrunk.removeAll { $0.partition == partition }
      if isShrink || isr.count < full {
        shrunk.append((partition, isr.count, max(full, isr.count)))
      }
    case .isrChangeRefused(_, _, let error):
      note(.changeRefused)
      note(error)
    case .refused(_, _, _, _, let error): note(error)
    case .assigned(_, _, let adding, let removing):
      if !adding.isEmpty || !removing.isEmpty { note(.reassigned) }
    case .replicaDeleted: note(.deleted)
    case .becameLeader(let broker, let partition, let epoch, let end):
      watch(partition) { $0.began(broker, leading: true, leader: broker, epoch, logEnd: end) }
    case .becameFollower(let broker, let partition, let leader, let epoch):
      watch(partition) { $0.began(broker, leading: false, leader: leader, epoch, logEnd: nil) }
    case .offsetListed: break
    }
  }

  private mutating func note(_ fact: ClusterFact, at now: Instant) {
    switch fact {
    case .controllerElected:
      note(.controllerElected)
      hasController = true
    case .controllerResigned:
      note(.controllerResigned)
      hasController = false
    case .brokerRegistered, .metadataApplied, .sessionOpened: break
    case .brokerFailureNoticed: note(.failureNoticed)
    case .brokerStartNoticed: note(.startNoticed)
    case .controlRequestFenced(_, _, let error):
      note(.requestFenced)
      note(error)
    case .controllerWriteFenced, .controllerWriteLate: note(.writeFenced)
    case .sessionExpired:
      note(.sessionExpired)
      expiredAt = now
    case .sessionConnection(_, let isConnected): if !isConnected { note(.sessionLostConnection) }
    case .sessionExpiryLearned: note(.expiryLearned)
    case .adminAnswered(_, let error): note(error)
    }
  }

  private mutating func note(_ fact: ProcessFact, at now: Instant) {
    switch fact {
    case .processStarted(let node, _):
      down.removeAll { $0 == node }
      watchProcess(node, isUp: true)
    case .brokerReady: break
    case .processEnded(let node, let how):
      frozen.removeAll { $0 == node }
      guard let kind = kind(of: node) else { break }
      table.insert(CoverageMap.ends.base + kind * ProcessEnd.allCases.count + Int(how.rawValue))
      if kind == 1, !down.contains(node) { down.append(node) }
      watchProcess(node, isUp: false)
    case .frozen(let node): frozen.append(node)
    case .thawed(let node): frozen.removeAll { $0 == node }
    case .faultInjected(let fault, let kind, _):
      note(kind, at: now)
      guard fault >= 0, fault < Self.faultLimit else { break }
      while kinds.count <= Int(fault) { kinds.append(kind) }
      kinds[Int(fault)] = kind
    case .faultBit(let fault):
      guard fault >= 0, Int(fault) < kinds.count else { break }
      table.insert(CoverageMap.faults.base + Int(kinds[Int(fault)].rawValue))
    }
  }

  /// Which states a fault came in.
  private mutating func note(_ fault: FaultKind, at now: Instant) {
    let base = CoverageMap.pairs.base + Int(fault.rawValue) * ClusterState.allCases.count
    var isCalm = true
    func isRecent(_ then: Instant) -> Bool { then > .zero && now - then < Self.recent }
    for (place, state) in ClusterState.allCases.enumerated() {
      let applies =
        switch state {
        case .calm: false
        case .electing: !leaderless.isEmpty
        case .justElected: isRecent(electedAt)
        case .shrunk: !shrunk.isEmpty
        case .alone: shrunk.contains { $0.size == 1 }
        case .truncating: isRecent(truncatedAt)
        case .brokerDown: down.count == 1
        case .brokersDown: down.count > 1
        case .frozen: !frozen.isEmpty
        case .noController: !hasController
        case .rebalancing: isRecent(rebalancedAt)
        case .expired: isRecent(expiredAt)
        }
      if applies {
        table.insert(base + place)
        isCalm = false
      }
    }
    if isCalm { table.insert(base) }
  }

  private mutating func note(_ situation: LogSituation) {
    table.insert(CoverageMap.logs.base + situation.place)
  }

  /// Tells what happened to a partition's replicas to whoever watches them.
  private mutating func watch(
    _ partition: PartitionID, isChange: Bool = true,
    _ tell: (inout ReplicaWatcher) -> EpochSituation?
  ) {
    let place = Int(partition.value)
    guard place >= 0, place < Self.partitionLimit else { return }
    while replicas.count <= place {
      replicas.append(ReplicaWatcher(brokers: layout.brokerCount))
    }
    if let situation = tell(&replicas[place]) {
      table.insert(CoverageMap.epochs.base + situation.place)
    }
    if isChange { table.insert(CoverageMap.replicas.base + replicas[place].state) }
  }

  private mutating func watchProcess(_ node: NodeID, isUp: Bool) {
    guard case .broker(let broker) = layout.role(of: node) else { return }
    for place in replicas.indices {
      replicas[place].process(Int(broker.value), isUp: isUp)
      table.insert(CoverageMap.replicas.base + replicas[place].state)
    }
  }

  private mutating func note(_ situation: ClusterSituation) {
    table.insert(CoverageMap.cluster.base + situation.place)
  }

  private mutating func note(_ situation: GroupSituation) {
    table.insert(CoverageMap.groups.base + situation.place)
  }

  private mutating func note(_ error: ErrorCode) {
    table.insert(CoverageMap.errors.base + Self.place(of: error))
  }

  /// Numbers of errors on the wire begin at -1 and leave gaps.
  private static func place(of error: ErrorCode) -> Int {
    ErrorCode.allCases.firstIndex(of: error) ?? 0
  }

  private func kind(of node: NodeID) -> Int? {
    switch layout.role(of: node) {
    case .zooKeeper: 0
    case .broker: 1
    case .producer: 2
    case .consumer: 3
    case .operator: nil
    }
  }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The place among all cases.
  var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
