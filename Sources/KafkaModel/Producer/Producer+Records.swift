import Kernel

/// Handing records to the accumulator, and telling the history of it.
extension Producer {
  /// Gives up to `count` equal records to one partition; 0 if there is no partition or no memory
  /// for them now.
  mutating func sendRun(
    _ count: Int32, _ record: DrawnRecord, by thread: Int, turn: inout Turn
  ) -> Int32 {
    let topic = Int(threads[thread].topic)
    let work = threads[thread].work
    guard isKnown(topic, explicit: work.partition, turn: &turn) else { return 0 }
    let wall = turn.wallMilliseconds + work.timestampShift.wholeMilliseconds
    let choice = choosePartition(
      of: topic, record, work.rule, explicit: work.partition, wall: wall, random: &turn.random)
    let place = Int(choice.local)
    if accumulator.partitions[place].stream < 0 { openStream(place, turn: &turn) }
    let added = accumulator.append(
      min(count, choice.limit), record.shape, key: record.written, to: choice.local, now: turn.now,
      wall: wall, packing: work.packing)
    guard added.count > 0 else { return 0 }
    if record.key > 0 { noteKey(record.written, added.count, place, turn: &turn) }
    if accumulator.partitions[place].unannounced == added.count { touched.append(choice.local) }
    if added.openedBatch { watchExpiry(turn: &turn) }
    if choice.isSticky { noteSticky(topic, bytes: added.bytes, random: &turn.random) }
    return added.count
  }

  @inline(__always)
  private func noteKey(_ written: Int32, _ count: Int32, _ place: Int, turn: inout Turn) {
    let partition = accumulator.partitions[place]
    for step in partition.nextRecord - Int64(count)..<partition.nextRecord {
      turn.recordStreams.note(key: written, of: step, in: partition.stream)
    }
  }

  private mutating func openStream(_ place: Int, turn: inout Turn) {
    accumulator.partitions[place].stream = turn.recordStreams.open(
      client: client, incarnation: turn.incarnations[turn.node.place],
      partition: accumulator.partitions[place].id)
  }

  /// Tells the history what was handed over in this turn, before any of it is sent.
  mutating func announceSent(turn: inout Turn) {
    guard !touched.isEmpty else { return }
    for local in touched {
      let partition = accumulator.partitions[Int(local)]
      let range = RecordRange(
        stream: partition.stream, first: partition.nextRecord - Int64(partition.unannounced),
        count: partition.unannounced)
      accumulator.partitions[Int(local)].unannounced = 0
      turn.announce(.sent(client: client, partition: partition.id, records: range))
    }
    touched.removeAll()
  }
}
