import Kernel

/// Why a run could not begin.
public enum BootFailure: Error, Equatable, Sendable {
  /// The cluster had not formed within the bound on simulated time.
  case clusterNotFormed(after: Duration)
  /// A topic could not be made: Kafka's error.
  case topicNotCreated(name: String, error: ErrorCode)
}

extension World {
  /// The longest that a cluster may take to form, in simulated time.
  public static let bootLimit: Duration = .minutes(10)

  /// How long a cluster that has formed is left alone before the scenario begins.
  static let settling: Duration = .seconds(2)

  /// Takes one step of the prologue; true when the cluster has formed.
  ///
  /// The ensemble and the brokers start, the operator makes the topics, and every partition comes
  /// to be led and fully in sync. That instant is the scenario's zero, and the clients start at it.
  /// Facts of the prologue are in the history like all others, with instants before `origin`.
  /// Readers take and clear them between two steps.
  public mutating func bootStep() throws(BootFailure) -> Bool {
    if state.bootPhase == .notBegun {
      state.startServers()
      state.bootPhase = .waitingForBrokers
    }
    guard state.turn.queue.nextInstant != nil, state.turn.now <= .zero + Self.bootLimit else {
      throw .clusterNotFormed(after: state.turn.now - .zero)
    }
    _ = state.step()
    if let failed = state.failedTopic() { throw failed }
    guard state.turn.now >= state.nextBootLook else { return false }
    state.nextBootLook = state.turn.now + .milliseconds(20)
    switch state.bootPhase {
    case .waitingForBrokers where state.areBrokersReady:
      state.createTopics()
      state.bootPhase = .waitingForPartitions
    case .waitingForPartitions where state.arePartitionsInSync():
      // A follower that asked too early pauses for a second; the scenario begins after that.
      state.nextBootLook = state.turn.now + Self.settling
      state.bootPhase = .settling
    case .settling where state.arePartitionsInSync():
      state.startClients()
      state.bootPhase = .over
      return true
    default: break
    }
    return false
  }

  /// Boots without readers.
  public mutating func boot() throws(BootFailure) {
    while try !bootStep() { clearHistory() }
    clearHistory()
  }
}

/// How far the prologue has come.
enum BootPhase: Sendable {
  case notBegun, waitingForBrokers, waitingForPartitions, settling, over
}

extension WorldState {
  /// Starts what makes up the cluster, brokers a little apart, as machines are.
  mutating func startServers() {
    var random = RandomStream(runSeed: turn.networkRandom.next(), stream: "boot")
    for server in 0..<turn.layout.zooKeeperCount {
      turn.queue.schedule(
        .start(turn.layout.node(ofZooKeeper: server), cause: .none), at: .zero)
    }
    for broker in turn.layout.brokers {
      let delay = random.duration(in: .milliseconds(100) ... .milliseconds(400))
      guard plan.brokers[Int(broker.value) - 1].startsAtOnce else { continue }
      turn.queue.schedule(.start(turn.layout.node(of: broker), cause: .none), at: .zero + delay)
    }
    turn.queue.schedule(.start(turn.layout.operatorNode, cause: .none), at: .zero)
  }

  var areBrokersReady: Bool {
    brokers.indices.allSatisfy { brokers[$0].isReady || !plan.brokers[$0].startsAtOnce }
  }

  /// Whether each partition of the plan has its full ISR registered and a leader that knows it.
  ///
  /// The partition that was missing at the last look is looked at first: while it is missing, the
  /// others need not be looked at.
  mutating func arePartitionsInSync() -> Bool {
    if let late = latePartition, !isInSync(late) { return false }
    for (place, topic) in plan.topics.enumerated() where topic.existsAtStart {
      let partitions = turn.catalog.topics[place].partitions
      guard partitions.count == Int(topic.partitions) else { return false }
      for partition in partitions where !isInSync(partition) {
        latePartition = partition
        return false
      }
    }
    return true
  }

  /// Whether a partition has every replica in its ISR that runs already, and all who run know it.
  private func isInSync(_ partition: PartitionID) -> Bool {
    let entry = turn.catalog.partitions[partition.index]
    let topic = plan.topics[Int(entry.topic.value)]
    guard let registered = zooKeeper.partitionState(partition) else { return false }
    let wanted =
      topic.assignment.isEmpty
      ? Int(topic.replicationFactor)
      : topic.assignment[Int(entry.number)].brokers.filter { startsAtOnce($0) }.count
    guard registered.isr.count == wanted, registered.leader != .none,
      brokers[Int(registered.leader.value) - 1].leads(partition)
    else { return false }
    return brokers.indices.allSatisfy {
      brokers[$0].knowsLeader(of: partition) || !plan.brokers[$0].startsAtOnce
    }
  }

  private func startsAtOnce(_ broker: BrokerID) -> Bool {
    plan.brokers[Int(broker.value) - 1].startsAtOnce
  }

  mutating func createTopics() {
    for (place, topic) in plan.topics.enumerated() where topic.existsAtStart {
      turn.begin(node: turn.layout.operatorNode, at: turn.now, cause: .none)
      let operation = AdminOperation.createTopic(
        TopicID(Int32(place)), partitions: topic.partitions,
        replicationFactor: topic.replicationFactor, assignment: topic.assignment,
        configuration: topic.configuration)
      admin.submit(
        AdminRequest(operation: operation, timeout: .seconds(60)), number: -1 - Int32(place),
        turn: &turn)
    }
    interpretEffects(of: turn.layout.operatorNode)
  }

  /// A topic of the plan that Kafka refused to make; one that it had made before it could answer is
  /// none.
  func failedTopic() -> BootFailure? {
    for event in turn.history.pending {
      guard case .cluster(.adminAnswered(let number, let error)) = event.fact, number < 0,
        error != .none, error != .topicAlreadyExists
      else { continue }
      return .topicNotCreated(name: plan.topics[Int(-1 - number)].name, error: error)
    }
    return nil
  }

  mutating func startClients() {
    // A round instant, so that times in reports are those of the scenario.
    let tenth: Int64 = 100_000_000
    let rounded = (turn.now.nanoseconds / tenth + 1) * tenth
    turn.origin = Instant(nanoseconds: rounded)
    for (place, producer) in plan.producers.enumerated() where producer.startsAtOnce {
      turn.queue.schedule(
        .start(turn.layout.node(ofProducer: place), cause: .none), at: turn.origin)
    }
    for (place, consumer) in plan.consumers.enumerated() where consumer.startsAtOnce {
      turn.queue.schedule(
        .start(turn.layout.node(ofConsumer: place), cause: .none), at: turn.origin)
    }
  }
}
