import Kernel

/// What joins the group coordinator to its broker: requests, the log of the offsets topic, and who
/// leads it.
extension Broker {
  /// Tells which broker coordinates a group; the first question of all makes the offsets topic.
  mutating func serve(
    _ request: FindCoordinatorRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    let found = coordinator(of: request.group, turn: &turn)
    let response = FindCoordinatorResponse(
      error: found == .none ? .coordinatorNotAvailable : .none, coordinator: found)
    answer(ticket, turn.messages.wrap(.findCoordinatorResponse(response)), turn: &turn)
  }

  private mutating func coordinator(of group: GroupID, turn: inout Turn) -> BrokerID {
    guard let topic = turn.catalog.topic(named: GroupCoordinator.topicName),
      group.value >= 0, Int(group.value) < process.groups.partitionOfGroup.count
    else { return .none }
    let number = process.groups.partitionOfGroup[Int(group.value)]
    guard let partition = turn.catalog.partition(number, of: topic),
      process.metadata.contains(partition)
    else {
      createOffsetsTopic(topic, turn: &turn)
      return .none
    }
    let leader = process.metadata.leader(of: partition)
    return process.metadata.isAlive(leader) ? leader : .none
  }

  /// How long a broker waits before it asks again for the offsets topic to be made.
  static let offsetsTopicPause = Duration.seconds(1)

  /// Asks the controller for the offsets topic; with too few live brokers it gets fewer replicas
  /// (to 0.10.2) or is not made at all (KIP-115).
  private mutating func createOffsetsTopic(_ topic: TopicID, turn: inout Turn) {
    guard turn.now >= process.offsetsTopicAskedAt + Self.offsetsTopicPause else { return }
    let wanted = plan.settings.groups.offsetsReplicationFactor
    let alive = Int64(process.metadata.liveBrokers.count)
    if alive < wanted && !turn.semantics.coordinators.offsetsTopicMayBeSmaller || alive == 0 {
      return
    }
    process.offsetsTopicAskedAt = turn.now
    askController(
      .createInternalTopic(
        topic, partitions: Int32(clamping: plan.settings.groups.offsetsPartitionCount),
        replicas: Int16(clamping: min(wanted, alive))), turn: &turn)
  }

  /// Hands a request to the coordinator.
  mutating func serveGroup(
    _ content: MessageStore.ColdContent, _ ticket: RequestTicket, turn: inout Turn
  ) {
    process.groups.receive(content, ticket: ticket, turn: &turn)
    carryOutGroupSteps(turn: &turn)
  }

  /// Hands a timer to the coordinator.
  mutating func groupTimerFired(_ timer: GroupTimer, turn: inout Turn) {
    process.groups.fired(timer, turn: &turn)
    carryOutGroupSteps(turn: &turn)
  }

  /// Does what the coordinator asked for, in order.
  private mutating func carryOutGroupSteps(turn: inout Turn) {
    for step in process.groups.takeSteps() {
      switch step {
      case .answer(let ticket, let content):
        answer(ticket, turn.messages.wrap(content), turn: &turn)
      case .append(let partition, let batches, let number):
        appendGroupRecords(batches, to: partition, number: number, turn: &turn)
      }
    }
  }

  /// Appends through the produce path, as a client of its own without a connection.
  private mutating func appendGroupRecords(
    _ batches: [RecordBatch], to partition: PartitionID, number: Int32, turn: inout Turn
  ) {
    var parts = ListRef()
    var bytes: Int32 = 0
    for batch in batches {
      bytes += batch.byteCount
      turn.messages.produceParts.append(ProducePart(partition: partition, batch: batch), to: &parts)
    }
    let settings = plan.settings.groups
    let acks = settings.commitAcks == 0 ? 1 : settings.commitAcks
    var message = Message(
      .produce(
        ProduceRequest(
          acks: RequiredAcks(Int16(clamping: acks)), timeout: settings.commitTimeout, parts: parts,
          byteCount: bytes)), correlation: number)
    message.cause = turn.history.cause
    serve(
      message, RequestTicket(connection: .none, correlation: message.correlation), turn: &turn)
  }

  /// The produce path has answered to the coordinator.
  mutating func groupRecordsAnswered(
    number: Int32, _ body: Message.Body, turn: inout Turn
  ) {
    guard case .produced(var response) = body else { return turn.messages.free(body) }
    var error = ErrorCode.none
    var base = Offset.unknown
    while let result = turn.messages.produceResults.popFirst(&response.results) {
      if base == .unknown { base = result.baseOffset }
      if error == .none { error = result.error }
    }
    process.groups.appended(number, error: error, base: base, turn: &turn)
    carryOutGroupSteps(turn: &turn)
  }

  /// A role changed in a way that coordinators care about: who leads a partition of the offsets
  /// topic coordinates its groups.
  mutating func leadershipChanged(_ replica: Int, turn: inout Turn) {
    let partition = process.partitions[replica].partition
    let topic = turn.catalog.topic(of: partition)
    guard turn.catalog.topics[Int(topic.value)].isInternal,
      turn.catalog.name(of: topic) == GroupCoordinator.topicName
    else { return }
    let number = turn.catalog.partitions[partition.index].number
    if process.partitions[replica].role == .leader {
      process.groups.elected(
        number, epoch: process.partitions[replica].leaderEpoch,
        records: groupRecords(of: replica, turn), turn: &turn)
    } else {
      process.groups.resigned(number, turn: &turn)
    }
    carryOutGroupSteps(turn: &turn)
  }

  /// What this replica's own log says of groups, up to the bound of the release.
  private func groupRecords(of replica: Int, _ turn: borrowing Turn) -> [LoadedRecord] {
    let log = disk.logs[replica]
    let bound =
      turn.semantics.coordinators.loadBound == .logEnd ? log.endOffset : log.highWatermark
    var records: [LoadedRecord] = []
    for place in log.batches.indices {
      let batch = log.batches[place]
      if batch.baseOffset >= bound { break }
      guard batch.baseOffset >= log.startOffset, let record = turn.groupRecords.record(of: batch)
      else { continue }
      records.append(LoadedRecord(offset: batch.baseOffset, record: record))
    }
    return records
  }
}
