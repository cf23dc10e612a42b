import Kernel

/// StopReplica and UpdateMetadata: the controller's other two orders.
extension Broker {
  /// Serves a StopReplica request: stops fetching and perhaps deletes
  /// (`ReplicaManager.stopReplicas`).
  mutating func serve(_ request: StopReplicaRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if let error = controlFencing(
      request.controllerEpoch, request.brokerEpoch, kind: .stopReplicaRequest, turn: &turn)
    {
      let outcome = PartitionOutcomes(error: error, parts: [])
      return answer(ticket, turn.messages.wrap(.stopReplicaResponse(outcome)), turn: &turn)
    }
    process.controllerEpoch = max(process.controllerEpoch, request.controllerEpoch)
    var outcomes: [(partition: PartitionID, error: ErrorCode)] = []
    for part in request.parts {
      outcomes.append((part.partition, stop(part, turn: &turn)))
    }
    closeIdleFetchers(turn: &turn)
    let outcome = PartitionOutcomes(error: .none, parts: outcomes)
    answer(ticket, turn.messages.wrap(.stopReplicaResponse(outcome)), turn: &turn)
  }

  private mutating func stop(_ part: StopReplicaPart, turn: inout Turn) -> ErrorCode {
    let slot = disk.slot(of: part.partition)
    guard slot >= 0 else { return .none }
    let replica = Int(slot)
    if process.partitions[replica].role == .offline { return .kafkaStorageError }
    let isStale =
      turn.semantics.controller.stopReplicaCarriesLeaderEpoch && part.leaderEpoch.value >= 0
      && part.leaderEpoch < process.partitions[replica].leaderEpoch
    if isStale { return .fencedLeaderEpoch }
    removeFromFetcher(replica)
    guard part.isDeletion else {
      // The replica stays where it is, and a leader stays one until it hears otherwise.
      return .none
    }
    let wasLeader = process.partitions[replica].role == .leader
    unhost(replica, turn: &turn)
    if wasLeader { leadershipChanged(replica, turn: &turn) }
    disk.delete(part.partition)
    turn.announce(.replicaDeleted(broker: id, partition: part.partition))
    return .none
  }

  /// Lets go of a replica: whoever waits on it learns so.
  private mutating func unhost(_ replica: Int, turn: inout Turn) {
    process.disturb(replica)
    process.followers.free(process.partitions[replica].followers)
    process.partitions[replica].followers = ListRef()
    process.partitions[replica].role = .vacant
    process.partitions[replica].isrChange = .none
    process.partitions[replica].isrChangeNumber &+= 1
    checkProduces(replica, turn: &turn)
    wakeFetches(replica, turn: &turn)
  }

  /// Serves an UpdateMetadata request (`ReplicaManager.maybeUpdateMetadataCache`).
  mutating func serve(_ request: UpdateMetadataRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if let error = controlFencing(
      request.controllerEpoch, request.brokerEpoch, kind: .updateMetadataRequest, turn: &turn)
    {
      return answer(ticket, turn.messages.wrap(.updateMetadataResponse(error)), turn: &turn)
    }
    process.controllerEpoch = max(process.controllerEpoch, request.controllerEpoch)
    let hadController = process.metadata.controller
    for partition in request.deleted {
      let slot = disk.slot(of: partition)
      if slot >= 0 { process.disturb(Int(slot)) }
    }
    process.metadata.apply(request)
    turn.announce(
      .metadataApplied(
        broker: id, partitions: Int32(request.parts.count),
        controllerEpoch: request.controllerEpoch))
    if hadController != request.controller { controllerMoved(turn: &turn) }
    answer(ticket, turn.messages.wrap(.updateMetadataResponse(.none)), turn: &turn)
  }
}
