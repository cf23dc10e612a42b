import Kernel

/// What a scenario's lines ask of the application while it runs.
extension Producer {
  /// Does what a line asks; orders for consumers concern no producer.
  mutating func obey(_ command: ClientCommand, turn: inout Turn) {
    switch command {
    case .send(let topic, let count): sendMore(count, to: topic, turn: &turn)
    case .setInterval(let interval): changeInterval(to: interval, turn: &turn)
    case .seek, .pause, .resume, .subscribe, .assign, .unsubscribe, .commit, .setWork: return
    }
  }

  /// Sends so many records to a topic at once, on top of the workload.
  mutating func sendMore(_ count: Int64, to topic: TopicID, turn: inout Turn) {
    guard life == .running else { return }
    let model = threads.first { $0.work.topic == topic }
    var work = SendWorkload(topic: topic, total: count, interval: ApplicationThread.grid)
    work.burst = Int32(clamping: count)
    work.keys = model?.work.keys ?? 0
    work.recordBytes = model?.work.recordBytes ?? work.recordBytes
    work.start = turn.now - turn.origin
    threads.append(ApplicationThread(work: work))
    beginThread(threads.count - 1, turn: &turn)
    announceSent(turn: &turn)
    self.work(turn: &turn)
  }

  /// From now on, each loop sends one burst every so often, the first after one such pause.
  mutating func changeInterval(to interval: Duration, turn: inout Turn) {
    for place in threads.indices {
      threads[place].setInterval(interval)
      threads[place].moveNextDue(to: turn.now + interval)
      if life == .running { pump(place, turn: &turn) }
    }
  }
}
