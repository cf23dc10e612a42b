import Kernel

/// What a scenario's lines ask of the application while it runs.
extension Producer {
  /// Does what a line asks; orders for consumers concern no producer.
  mutating func obey(_ command: ClientCommand, turn: inout Turn) {
    switch command {
    case .send(let topic, let partition, let key, let count):
      sendMore(count, to: topic, partition: partition, key: key, turn: &turn)
    case .close(let limit): limitClosing(to: limit, turn: &turn)
    case .setInterval(let interval): changeInterval(to: interval, turn: &turn)
    case .seek, .pause, .resume, .subscribe, .assign, .unsubscribe, .commit, .setWork: return
    }
  }

  /// Gives a close in progress so long and no longer.
  private mutating func limitClosing(to limit: Duration, turn: inout Turn) {
    closeDeadline = turn.now + limit
    _ = turn.setTimer(.producer(.closing), at: closeDeadline)
  }

  /// Sends so many records to a topic at once, on top of the workload.
  private mutating func sendMore(
    _ count: Int64, to topic: TopicID, partition: Int32, key: Int32, turn: inout Turn
  ) {
    guard life == .running else { return }
    hasFinished = false
    let model = threads.first { $0.work.topic == topic }
    var work = SendWorkload(topic: topic, total: count, interval: ApplicationThread.grid)
    work.burst = Int32(clamping: count)
    work.keys = model?.work.keys ?? 0
    work.partition = partition
    work.fixedKey = key
    work.packing = model?.work.packing ?? work.packing
    work.recordBytes = model?.work.recordBytes ?? work.recordBytes
    work.start = turn.now - turn.origin
    threads.append(ApplicationThread(work: work))
    beginThread(threads.count - 1, turn: &turn)
    announceSent(turn: &turn)
    self.work(turn: &turn)
  }

  /// From now on, the loops that are not finished send one record every so often between them, the
  /// first after one such pause each.
  private mutating func changeInterval(to interval: Duration, turn: inout Turn) {
    let busy = threads.indices.filter { !threads[$0].isFinished(in: turn.origin) }
    for place in busy {
      threads[place].setPace(interval * Int64(busy.count))
      threads[place].moveNextDue(to: turn.now + threads[place].work.interval)
      if life == .running { pump(place, turn: &turn) }
    }
  }
}
