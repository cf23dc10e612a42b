/// Everything that a timeline line may do to the world.
public enum FaultID: String, FormID {
  // Processes and machines.
  case crash, powerOff, wipe, start, stop, restart, bounce, freeze, thaw, scale
  // Network.
  case cut, cutOneWay, isolate, heal, lose, delay, limit, resetConnections
  // Single messages.
  case dropIt, holdIt, delayIt, hold, drop, release
  // ZooKeeper, clocks, disks.
  case expireSession, jumpClock, driftClock, slowDisk, stallDisk, fillDisk, failDisk, repairDisk
  case flush, truncateLog
  // Administration.
  case electPreferred, electUnclean, moveLeader, reassign, cancelReassignment, createTopic
  case addPartitions, setPartitions, deleteTopic, deleteRecords, setProperty, deleteGroup
  case resetOffsets
  // Applications.
  case send, setRate, closeClient, seek, pauseReading, resumeReading, subscribe, assign
  case unsubscribe, commitOffsets, setProcessing, transaction
}
