import Kernel

/// One stage of the event that the controller is processing.
///
/// Kafka's event thread blocks in ZooKeeper calls. Here an event leaves a stack of steps: the top
/// one either finishes at once or waits for a batch of ZooKeeper operations, and may push further
/// steps. Every area of the controller has its own list, started, asked and finished in its file.
enum ControllerStep: Sendable {
  case office(OfficeStep)
  case failover(FailoverStep)
  case brokers(BrokerStep)
  case partitions(PartitionStep)
  case replicas(ReplicaStep)
  case topics(TopicStep)
  case deletion(DeletionStep)
  case reassignment(ReassignmentStep)
  case requests(RequestStep)
  case admin(AdminStep)
  /// Hands the collected control requests to the brokers' queues.
  case sendBatch
}

/// Steps of winning, checking and losing the office of controller.
enum OfficeStep: Sendable {
  /// Reads /controller and re-arms its watch; resigns when somebody else holds it.
  case lookUp
  /// Reads /controller; goes on when nobody holds it.
  case elect
  /// Reads the epoch for an atomic claim (2.1+).
  case readEpoch
  /// Creates /controller_epoch in a cluster that never had a controller.
  case createEpoch(ControllerEpoch)
  /// Creates /controller and raises the epoch in one transaction (2.1+).
  case claim(ControllerEpoch, version: Int32)
  /// After a lost claim: it may have been this broker's own retried write.
  case verifyClaim(ControllerEpoch)
  /// Creates /controller alone (up to 2.0).
  case claimFirst
  /// After a lost claim: it may have been this broker's own repeated write (up to 2.0).
  case goOnIfMine
  /// Reads the epoch after a claim (up to 2.0).
  case readEpochAfterClaim
  /// Deletes /controller, because the epoch went to somebody faster (up to 2.0).
  case giveUp
  /// Raises the epoch after a claim (up to 2.0).
  case raiseEpoch(ControllerEpoch, version: Int32)
}

/// Steps of a new controller's start, in Kafka's order (`onControllerFailover`).
enum FailoverStep: Sendable {
  /// Watches the admin nodes, lists brokers' notifications, which are stale.
  case watchNodes
  /// Deletes notifications of an earlier time.
  case deleteNodes([ZNodePath])
  case listBrokers
  case readBrokers([BrokerID])
  case listTopics
  case readTopics([TopicID])
  case readStates([PartitionID])
  case listDeletions
  /// Opens channels and tells all brokers who is alive.
  case openChannels
  /// Starts both state machines.
  case startReplicas
  case startPartitions
  case resumeReassignments
  case finish
}

/// Steps that follow a change of the set of brokers or of their log directories.
enum BrokerStep: Sendable {
  case list
  case read([BrokerID])
  case failed([BrokerID])
  case started([BrokerID])
  case returned([BrokerID])
  /// Replicas went offline with their brokers or directories.
  case replicasOffline([ReplicaID])
  /// UpdateMetadata without partitions, to everybody.
  case tellBrokers
  case listDirectoryEvents
  case readDirectoryEvents([ZNodePath])
  case deleteDirectoryEvents([ZNodePath])
}

/// Steps of the partition state machine.
enum PartitionStep: Sendable {
  /// New partitions get their first leader.
  case createStates([PartitionID], [PartitionState])
  /// An election reads what is registered.
  case readForElection([PartitionID], ElectionStrategy)
  /// An election that found no clean leader asks for the topics' configuration.
  case readConfigurations([TopicID], PendingElection)
  /// An election writes its choices.
  case writeElection(PendingElection)
  /// Starts an election among these partitions, or among all that have no leader.
  case elect([PartitionID], ElectionStrategy)
  case electOffline(TopicID?)
  /// Reads states into the cache (ISR notifications).
  case refresh([PartitionID])
}

/// Steps of the replica state machine.
enum ReplicaStep: Sendable {
  /// Moves replicas to a status, grouped by broker in ascending order.
  case move([ReplicaID], ReplicaStatus)
  /// Takes a broker's replicas out of the ISRs: read, then write, until it succeeds.
  case readForRemoval(BrokerID, [PartitionID])
  /// Reads the topics that decide whether a last member stays (0.8.2 to 1.0), then begins anew.
  case readUncleanTopics(BrokerID, [PartitionID], [TopicID])
  case writeRemoval(BrokerID, [PartitionID], [PartitionState], [PartitionEpoch])
  /// What follows when the ISRs no longer name the broker.
  case settleRemoval(BrokerID, [PartitionID])
}

/// A replica: a partition's place on a broker.
struct ReplicaID: Hashable, Sendable {
  var partition: PartitionID
  var broker: BrokerID
}

/// An election between its reading and its writing.
struct PendingElection: Sendable {
  var strategy: ElectionStrategy
  /// Partitions that are still to be decided or written.
  var partitions: [PartitionID]
  /// Their registered states and versions, in the same order.
  var states: [PartitionState]
  var epochs: [PartitionEpoch]
  /// The decisions, in the same order; filled before the writing.
  var choices: [ElectionChoice] = []
}

/// Steps that follow changes of topics and their partitions.
enum TopicStep: Sendable {
  case list
  case read([TopicID])
  case readOne(TopicID)
}

/// Steps of deleting topics.
enum DeletionStep: Sendable {
  case list
  /// Removes requests that concern no topic, or that are not allowed.
  case deleteRequests([TopicID])
  /// Looks at every topic that waits for its deletion.
  case resume
  /// The same, after these topics lost what held them up.
  case resumeTopics([TopicID])
  /// The same, after these brokers came back.
  case retry([BrokerID])
  case start([TopicID])
  /// Replicas of topics under deletion went away.
  case failed([ReplicaID])
  /// Removes what is left of a topic in ZooKeeper.
  case complete(TopicID)
}

/// Steps of moving a partition to other brokers.
enum ReassignmentStep: Sendable {
  /// Reads /admin/reassign_partitions.
  case readNode
  /// Starts or continues a partition's way to an assignment, which names additions and removals.
  case begin(PartitionAssignment)
  /// Writes the topic's assignment, with this partition changed.
  case write(PartitionAssignment)
  /// Takes the written assignment over.
  case adopt(PartitionAssignment)
  /// Looks whether the target is in sync; if not, `startsCopies` makes the new replicas begin.
  case check(PartitionID, startsCopies: Bool)
  /// A partition may have got its target into the ISR.
  case resume(PartitionID)
  case resumeOn([BrokerID])
  /// Raises the leader epoch and tells old and new replicas.
  case readForBump(PartitionID, old: ReplicaList, new: ReplicaList)
  case writeBump(PartitionID, PartitionState, PartitionEpoch, old: ReplicaList, new: ReplicaList)
  /// The target is in sync: it becomes the assignment in memory.
  case completeInMemory(PartitionID)
  case moveLeader(PartitionID)
  /// Forgets the reassignment, and takes it out of /admin/reassign_partitions.
  case forget([PartitionID])
  case readNodeToForget([PartitionID])
  case rewriteNode([PartitionAssignment], version: Int32)
}

/// Steps of requests from brokers, and of what brokers publish.
enum RequestStep: Sendable {
  /// Writes the ISRs that leaders asked for (KIP-497).
  case writeISRs(AlterPartitionRequest, [AlterPartitionResult], places: [Int])
  /// Parts of a controlled shutdown.
  case shutDownFollowers(BrokerID, [PartitionID])
  case answerShutdown(BrokerID)
  case readProducerIDs
  case writeProducerIDs(first: Int64, version: Int32)
  case listNotifications
  case readNotifications([ZNodePath])
  case deleteNotifications([ZNodePath])
  case readPreferredNode
  case deletePreferredNode
}

/// Steps of an operator's request.
enum AdminStep: Sendable {
  case findTopic(AdminRequest)
  case createTopic(TopicAssignment, [NamedValue])
  case readTopicToGrow(TopicID, total: Int32, [ReplicaList])
  case growTopic(TopicAssignment, version: Int32, added: [PartitionID])
  case findTopicToDelete(TopicID)
  case deleteTopic(TopicID)
  case readConfiguration(ZNodePath, NamedValue, ZNodeData)
  case writeConfiguration(ZNodePath, [NamedValue], version: Int32?, ZNodeData)
  case notifyConfiguration(ZNodeData)
  /// Tools of old releases write a znode that the controller watches.
  case writeNode(ZNodePath, ZNodeData)
  case answerElection([PartitionID])
  case answerReassignment([PartitionID], [ErrorCode])
}
