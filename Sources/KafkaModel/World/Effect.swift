import Kernel

/// What a machine asks the world to do, once its handler has returned.
enum Effect: Sendable {
  /// Puts a message on a connection, behind what this side wrote before.
  case send(ConnectionID, Message)
  /// Starts the handshake of a connection that this node allocated.
  case connect(ConnectionID)
  /// Closes this node's side.
  case close(ConnectionID)
  /// Ends this process from within.
  case halt(HaltReason)
}

/// Why a process ended itself.
public enum HaltReason: UInt8, Sendable, CaseIterable {
  /// An orderly shutdown has finished.
  case stopped
  /// The znode of an earlier life still exists (NODEEXISTS at start).
  case brokerIDInUse
  /// A follower's log was ahead of its leader's and unclean election is off (until 1.1).
  case offsetAheadOfLeader
  /// A log directory failed: any (until 0.11) or the last one.
  case logDirectoryFailed
  /// The first connection to ZooKeeper did not come about in time.
  case zooKeeperUnreachable
}

/// What the world tells a machine.
enum NodeEvent: Sendable {
  /// The process has just been started.
  case started
  /// A connection that this node opened is established.
  case opened(ConnectionID)
  /// A connection that this node opened was refused or timed out.
  case openFailed(ConnectionID)
  /// Somebody connected to this node.
  case accepted(ConnectionID, from: NodeID)
  /// The other side closed, or the link broke the connection; nothing more will come from it.
  case closed(ConnectionID)
  /// A message has arrived.
  case received(ConnectionID, Message)
  /// A timer of this life has fired.
  case timer(Timer)
  /// An operator's or a fault's request to this process.
  case command(NodeCommand)
}

/// What the outside asks of a process.
enum NodeCommand: Sendable {
  /// SIGTERM: shut down in order.
  case stop
  /// The disk under a log directory, or under all, has failed (the next write would fail).
  case disksFailed(Int32?)
  /// A scenario's step for a client's application.
  case client(ClientCommand)
}

/// A step that a scenario has a client's application take while it runs.
public enum ClientCommand: Sendable {
  /// Send so many records to a topic at once, on top of the workload; to one partition of it unless
  /// that is -1, and with one key unless that is 0.
  case send(TopicID, partition: Int32, key: Int32, count: Int64)
  /// From now on, one record every so often.
  case setInterval(Duration)
  /// A close in progress takes so long at most.
  case close(within: Duration)
  case seek(PartitionID?, SeekTarget)
  case pause([PartitionID])
  case resume([PartitionID])
  case subscribe([TopicID])
  case assign([PartitionID])
  case unsubscribe
  case commit
  /// From now on, a record takes this long to process.
  case setWork(min: Duration, max: Duration)

  /// Where a seek goes.
  public enum SeekTarget: Sendable, Equatable {
    case beginning
    case end
    case offset(Offset)
  }
}

/// What may be pending in the world's queue.
enum WorldEvent: Sendable {
  case network(NetworkEvent)
  case timer(NodeID, incarnation: UInt32, Timer, cause: HistoryNumber)
  /// A process of this incarnation begins to run.
  case start(NodeID, cause: HistoryNumber)
  /// A freeze of this count ends.
  case thaw(NodeID, freeze: UInt32, cause: HistoryNumber)
  /// An instant that the run's conductor asked to be woken at.
  case appointment(Int32)
}

/// A timer of some machine; each machine has its own list, so that a `switch` over it is complete.
enum Timer: Sendable {
  case broker(BrokerTimer)
  case zooKeeperServer(ZooKeeperServerTimer)
  case zooKeeperClient(ZooKeeperClientTimer)
  case controller(ControllerTimer)
  /// The network half of any client.
  case client(ClientTimer)
  case producer(ProducerTimer)
  case consumer(ConsumerTimer)
  case group(GroupTimer)
  case admin(AdminTimer)
}

/// Timers of a broker's own parts.
enum BrokerTimer: Sendable {
  /// Evaluates which followers fell out of sync (`isr-expiration`).
  case isrExpiration
  /// Publishes ISR changes to ZooKeeper (before AlterPartition).
  case isrPropagation
  case highWatermarkCheckpoint
  case recoveryPointCheckpoint
  case logStartCheckpoint
  case retention
  case cleaner
  case producerIDExpiration
  /// `flush.ms` and `log.flush.scheduler.interval.ms`.
  case flush
  /// A parked produce request ran out of time.
  case delayedProduce(Int32)
  /// A parked fetch ran out of time.
  case delayedFetch(Int32)
  /// A parked admin or delete-records request ran out of time.
  case delayedOperation(Int32)
  /// A fetcher thread's back-off or pause is over.
  case fetcher(Int32)
  /// A fetcher thread's request got no answer in time.
  case fetcherTimeout(Int32)
  /// The connection to the controller: retry or time-out.
  case controllerChannel(ControllerChannel.Purpose)
  /// An AlterPartition batch may be sent again.
  case alterPartition
  case controlledShutdown
  /// The znode of an old session of this id may have gone (0.8).
  case registration
  /// A slow disk has finished a write.
  case slowDisk
  /// Logs have been loaded; the cost of recovery has passed.
  case logsLoaded
  /// A segment roll's asynchronous flush is due for this partition's replica.
  case rollFlush(PartitionID)
  /// Files marked for deletion are removed.
  case fileDeletion(PartitionID)
}

/// Timers of the ZooKeeper ensemble.
enum ZooKeeperServerTimer: Sendable {
  /// A bucket of sessions is due.
  case expiry
  /// The ensemble has elected a leader after a loss.
  case electionOver
  /// A server looks whether it still reaches its leader, or its followers.
  case reachCheck
  /// A leader's term has ended, so this server drops its clients.
  case termOver
}

/// Timers of a ZooKeeper session at its client.
enum ZooKeeperClientTimer: Sendable {
  case ping
  case readTimeout
  case connectTimeout
  /// The pause before a connection attempt is over.
  case reconnect(server: Int32)
  /// The first session was to be there by now.
  case startDeadline
  /// Operations that nobody was asked about get their results.
  case refusals
}

/// Timers of the active controller.
enum ControllerTimer: Sendable {
  case preferredRebalance
  /// A broker's control connection: retry after a failure.
  case channelRetry(BrokerID)
  /// A control request got no answer in time.
  case channelTimeout(BrokerID)
  case topicDeletionRetry
  /// An operator's request has waited as long as it may.
  case adminTimeout(Int32)
}

/// Timers of an operator's session.
enum AdminTimer: Sendable {
  /// The order in this slot got no connection or no answer in time.
  case request(Int32)
  /// The order in this slot is tried again.
  case retry(Int32)
}

/// Timers of a producer.
enum ProducerTimer: Sendable {
  /// The next burst of a loop of the application is due, or its blocked send fails.
  case application(Int32)
  /// Consumers have handed records over to be sent on.
  case forwarded
  /// The sender has something to look at: a linger or a pause is over.
  case sender
  /// A batch may be too old.
  case expiry
  /// A close has taken as long as it may.
  case closing
}

/// Timers of a consumer.
enum ConsumerTimer: Sendable {
  /// A member of a group in ZooKeeper may try to take its partitions again.
  case rebalanceBackoff
  /// The application's next poll is due.
  case poll
  /// A heartbeat is due.
  case heartbeat
  /// An idle poll wakes up for its automatic commit.
  case autoCommit
  /// A thread of the application is done with a record; 0 is the polling thread.
  case processing(Int32)
  /// Something may be tried again.
  case retry
  /// The application has not polled for `max.poll.interval.ms`.
  case maxPoll
  /// Closing has taken too long.
  case closing
}

/// Timers of a group coordinator, by the group's slot on that broker.
enum GroupTimer: Sendable {
  case session(group: Int32, member: Int32)
  case join(group: Int32)
  case sync(group: Int32)
  case offsetExpiration
  case delayed(Int32)
}
