/// What a run can be asked for and a number, time, node or word answers.
public enum MeasureID: String, FormID {
  // Records, as producers see them.
  case acknowledgedLost, recordsLost, recordsSent, recordsAcknowledged, recordsRefused
  case recordsIndeterminate, refusedFound, duplicates, reordered, skippedSends, recordsIn, errors,
    errorsNamed
  case requests, requestsPerRecord, batches, recordsPerBatch, acknowledgementTime, sendTime
  case bufferedBytes, producerID, producerEpoch
  // Records, as consumers see them.
  case consumed, consumedTimes, processed, processedTimes, neverProcessed, processedByTwo
  case processedOutOfOrder
  case rereads, skipped, deliveryTime, lag, committedOffset, position, timeToDrain
  // Partitions.
  case leaderOf, isrOf, isrSize, replicasOf, leaderEpoch, highWatermark, logEnd, logStart, segments
  case bytesOnDisk, leaderChanges, uncleanElections, isrShrinks, isrGrows, truncations
  case recordsTruncated, partitionsWithoutLeader, partitionsLed, replicasOn, underReplicated
  case timeWithoutLeader, partitionOf, keysMoved, offsetsOfKey
  // Cluster.
  case controller, controllerEpoch, controllerChanges, sessionsExpired, liveBrokers, failoverTime
  case metadataLag, bytesSent, messages, znode
  // Groups and transactions.
  case rebalances, generation, members, idleMembers, owner, partitionsOwned, groupState
  case groupCoordinator, timeWithoutReading, overlapping, transactions, visibleHalf
  // The run itself.
  case times, timeBetween, faultsFired, faultsThatBit
}

/// Promises with a name, each a formula over the history.
public enum GuaranteeID: String, FormID {
  // Durability.
  case noAcknowledgedLost, noRecordLost, replicasAgree, oneValuePerOffset, watermarkKept
  case inSyncComplete, noRefusedVisible, fencedChangesNothing
  // Duplicates and order.
  case noDuplicates, orderKept, orderKeptPerKey, sameKeySamePartition
  // Delivery.
  case exactlyOnce, atLeastOnce, atMostOnce, readersNeverSkip, offsetsNeverBack
  case oneOwner, samePartitioning
  // Transactions.
  case transactionsAtomic, noAbortedRead
  // Cluster.
  case oneLeaderPerEpoch, oneController, everyPartitionHealthy, partitionHasLeader
  case partitionHasNoLeader, partitionFullISR, recovers, nodeIs, groupIs, spreadEvenly
  case preferredLeadersLead, topicExists, znodeExists, znodeContains
  case configurationRefused
  // Emptiness that is the point.
  case nothingSent, nothingAcknowledged, nothingConsumed, noFaultBites
}
