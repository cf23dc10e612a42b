import Kernel

/// What the broker's logs need to be told with every call: the rules of their topics.
extension Broker {
  /// What a replica's log needs to know of its topic.
  @inline(__always)
  func rules(of replica: Int) -> LogRules { topics[topicPlace(replica)].log }

  /// The place of a replica's topic in the table of rules; topics that nobody planned follow the
  /// last one.
  @inline(__always)
  func topicPlace(_ replica: Int) -> Int {
    min(Int(process.partitions[replica].topic.value), topics.count - 1)
  }

  /// The flush that a roll asked for has reached the disk.
  mutating func rollFlushed(_ partition: PartitionID, turn: inout Turn) {
    let slot = disk.slot(of: partition)
    guard slot >= 0, isUsable(Int(slot)) else { return }
    disk.logs[Int(slot)].completePendingFlush(turn: &turn)
  }
}
