import Kernel

/// Records that an application sends on through a producer after it has read them.
struct HandOver: Sendable {
  /// The producer, by its place in the plan.
  var producer: Int
  /// Where to.
  var topic: TopicID
  /// The key of each record, 0 for none.
  var keys: [Int32]
}

/// What consumers' applications forward: a loop per topic that sends whatever it is handed.
///
/// Simplified: the producer is a process of its own, so that a crash of the consumer does not take
/// along what was handed over; and handing over never blocks the consumer.
extension Producer {
  /// Keeps what was handed over until this process has its turn; a process that is down loses it.
  mutating func take(_ handOver: HandOver) {
    guard life == .running else { return }
    inbox.append(handOver)
  }

  /// Sends what consumers handed over.
  mutating func sendForwarded(turn: inout Turn) {
    guard life == .running else { return inbox.removeAll() }
    for handOver in inbox {
      let place = forwardingThread(for: handOver.topic, turn: &turn)
      threads[place].forward(handOver.keys)
      pump(place, turn: &turn)
    }
    inbox.removeAll()
    announceSent(turn: &turn)
    work(turn: &turn)
  }

  private mutating func forwardingThread(for topic: TopicID, turn: inout Turn) -> Int {
    let known = threads.firstIndex { $0.isForwarding && $0.work.topic == topic }
    if let known { return known }
    threads.append(ApplicationThread(forwardingTo: topic))
    beginThread(threads.count - 1, turn: &turn)
    return threads.count - 1
  }

  /// What was handed over and not sent is gone with the process.
  mutating func forgetForwarded() {
    inbox.removeAll()
    for place in threads.indices where threads[place].isForwarding {
      threads[place].forgetForwarded()
    }
  }
}

extension ApplicationThread {
  /// A loop that sends whatever it is handed, at once.
  init(forwardingTo topic: TopicID) {
    var work = SendWorkload(topic: topic, total: 0, interval: .zero)
    work.burst = .max
    // Records differ in their keys, so none is taken for the other.
    work.keys = 1
    self.init(work: work)
    isForwarding = true
  }

  /// Takes more records, by their keys.
  mutating func forward(_ keys: [Int32]) {
    for key in keys { forwarded.append(key) }
    extend(by: Int64(keys.count))
  }

  /// Drops what waits.
  mutating func forgetForwarded() {
    forwarded.removeAll()
    pending = 0
    next = nil
    extend(by: handedOver - work.total)
  }

  /// The next record to hand over.
  mutating func draw(_ random: inout RandomStream) -> DrawnRecord {
    guard isForwarding, let key = forwarded.popFirst() else { return work.draw(&random) }
    return DrawnRecord(key: key, bytes: work.recordBytes, isTombstone: false)
  }
}
