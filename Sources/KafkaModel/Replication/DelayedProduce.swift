import Kernel

/// A produce request that waits for replication (`DelayedProduce`).
///
/// It is answered when no part is pending any more, or when its time is over: then pending parts
/// say REQUEST_TIMED_OUT. The records stay in the log either way.
struct DelayedProduce: Sendable {
  /// Who asks.
  var ticket: RequestTicket
  /// The acknowledgements asked for: all, or a count in 0.8.
  var acks: RequiredAcks
  /// How many parts are pending.
  var pending: Int32 = 0
  /// The first part, in the order of the request, or -1.
  var firstPart: Int32 = -1
  /// The last part, or -1.
  var lastPart: Int32 = -1
  /// When it is given up, once it is parked.
  var timer: EventHandle?
}

/// One batch of a delayed produce; it hangs in its request's list and in its partition's list of
/// watchers.
struct DelayedProducePart: Sendable {
  /// The request.
  var owner: Int32
  /// The partition.
  var partition: PartitionID
  /// The slot of its replica.
  var replica: Int32
  /// The offset that must be committed.
  var required: Offset
  /// The answer so far.
  var result: ProduceResult
  /// Whether it waits for replication.
  var isPending: Bool
  /// The next part of the same request, or -1.
  var nextOfOwner: Int32 = -1
  /// The previous part that waits on the same replica, or -1.
  var previousWatch: Int32 = -1
  /// The next part that waits on the same replica, or -1.
  var nextWatch: Int32 = -1
}

extension BrokerProcess {
  /// Hangs a pending part behind the others that wait on its replica.
  mutating func watchProduce(_ part: Int32) {
    let replica = Int(produceParts[part].replica)
    let last = partitions[replica].lastProduceWatch
    produceParts[part].previousWatch = last
    produceParts[part].nextWatch = -1
    if last >= 0 {
      produceParts[last].nextWatch = part
    } else {
      partitions[replica].firstProduceWatch = part
    }
    partitions[replica].lastProduceWatch = part
  }

  /// Takes a part off its replica's list.
  mutating func unwatchProduce(_ part: Int32) {
    let replica = Int(produceParts[part].replica)
    let previous = produceParts[part].previousWatch
    let next = produceParts[part].nextWatch
    if previous >= 0 {
      produceParts[previous].nextWatch = next
    } else {
      partitions[replica].firstProduceWatch = next
    }
    if next >= 0 {
      produceParts[next].previousWatch = previous
    } else {
      partitions[replica].lastProduceWatch = previous
    }
  }
}
