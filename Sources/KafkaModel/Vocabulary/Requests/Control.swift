import Kernel

/// A partition's registered state: the content of its state znode.
struct PartitionState: Hashable, Sendable {
  var leader: BrokerID
  var leaderEpoch: LeaderEpoch
  var isr: ReplicaList
  var controllerEpoch: ControllerEpoch
  /// RECOVERING after an unclean election (3.2+), until the leader has committed its ISR anew.
  var isRecovering: Bool = false
}

/// One partition of a LeaderAndIsr request.
struct LeaderAndISRPart: Sendable {
  var partition: PartitionID
  var state: PartitionState
  var partitionEpoch: PartitionEpoch
  var replicas: ReplicaList
  var adding: ReplicaList
  var removing: ReplicaList
  var isNew: Bool
}

/// LeaderAndIsr: the controller's order to lead or follow.
struct LeaderAndISRRequest: Sendable {
  var controller: BrokerID
  var controllerEpoch: ControllerEpoch
  var brokerEpoch: BrokerEpoch
  var parts: [LeaderAndISRPart]
}

/// A list of per-partition outcomes, shared by the control responses.
struct PartitionOutcomes: Sendable {
  var error: ErrorCode
  var parts: [(partition: PartitionID, error: ErrorCode)]
}

/// One partition of an UpdateMetadata request, and of every broker's metadata cache.
struct PartitionMetadata: Sendable {
  var partition: PartitionID
  var state: PartitionState
  var partitionEpoch: PartitionEpoch
  var replicas: ReplicaList
  var offline: ReplicaList
}

/// UpdateMetadata: what brokers may tell clients.
struct UpdateMetadataRequest: Sendable {
  var controller: BrokerID
  var controllerEpoch: ControllerEpoch
  var brokerEpoch: BrokerEpoch
  /// All live brokers, those shutting down included, always the full list.
  var liveBrokers: [BrokerID]
  var parts: [PartitionMetadata]
  /// Topics that are being deleted (leader -2 on the wire).
  var deleted: [PartitionID]
}

/// One partition of a StopReplica request.
struct StopReplicaPart: Sendable {
  var partition: PartitionID
  /// From 2.6; none before, -2 while the topic is being deleted.
  var leaderEpoch: LeaderEpoch
  var isDeletion: Bool
}

/// StopReplica: stop fetching, and perhaps delete.
struct StopReplicaRequest: Sendable {
  var controller: BrokerID
  var controllerEpoch: ControllerEpoch
  var brokerEpoch: BrokerEpoch
  var parts: [StopReplicaPart]
}

/// One partition of an AlterPartition request (KIP-497).
struct AlterPartitionPart: Sendable {
  var partition: PartitionID
  var leaderEpoch: LeaderEpoch
  var partitionEpoch: PartitionEpoch
  var isr: ReplicaList
  /// Broker epochs in the order of `isr` (KIP-903, 3.5+), or empty.
  var isrEpochs: [BrokerEpoch]
  var isRecovering: Bool
}

/// AlterPartition: the leader asks for another ISR.
struct AlterPartitionRequest: Sendable {
  var broker: BrokerID
  var brokerEpoch: BrokerEpoch
  var parts: [AlterPartitionPart]
}

/// One partition of an AlterPartition response.
struct AlterPartitionResult: Sendable {
  var partition: PartitionID
  var error: ErrorCode
  var state: PartitionState
  var partitionEpoch: PartitionEpoch
}

/// AlterPartition response.
struct AlterPartitionResponse: Sendable {
  var error: ErrorCode
  var results: [AlterPartitionResult]
}

/// ControlledShutdown: a broker asks to hand over its leaderships.
struct ControlledShutdownRequest: Sendable {
  var broker: BrokerID
  var brokerEpoch: BrokerEpoch
}

/// ControlledShutdown response.
struct ControlledShutdownResponse: Sendable {
  var error: ErrorCode
  /// Partitions that it still leads.
  var remaining: [PartitionID]
}

/// AllocateProducerIds (3.0+): a broker asks the controller for a block of ids.
struct AllocateProducerIDsRequest: Sendable {
  var broker: BrokerID
  var brokerEpoch: BrokerEpoch
}

/// AllocateProducerIds response: the ids `first ..< first + count`.
struct AllocateProducerIDsResponse: Sendable {
  var error: ErrorCode
  var first: ProducerID
  var count: Int32
}
