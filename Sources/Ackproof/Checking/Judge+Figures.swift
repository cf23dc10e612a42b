import KafkaModel
import Kernel
import ScenarioLanguage

/// Measures of what only the machines know.
extension Judge {
  func answerFromFigures<Place: Surroundings & ~Copyable>(
    _ measure: Measure, in place: inout Place
  ) -> Answer {
    let layout = place.layout
    let subjects = Subjects(measure, variant, in: &place)
    switch measure.id {
    case .segments:
      guard let partition = subjects.partition else {
        return Answer(.unknown("the partition does not exist yet"))
      }
      let led =
        ledger.partitions.indices.contains(partition.index)
        ? ledger.partitions[partition.index].leader : .none
      guard let broker = subjects.brokers(in: layout)?.first ?? (led == .none ? nil : led),
        let count = place.figure(.segments(partition, broker))
      else { return Answer(.unknown("there is no such replica")) }
      return Answer(.number(count))
    case .bytesOnDisk:
      let brokers = subjects.brokers(in: layout) ?? []
      return Answer(.size(brokers.reduce(0) { $0 + (place.figure(.bytesOnDisk($1)) ?? 0) }))
    case .bufferedBytes:
      let nodes = (subjects.producers ?? []).map { layout.node(of: $0) }
      return Answer(.size(nodes.compactMap { place.figure(.largestBuffer($0)) }.max() ?? 0))
    case .sendTime:
      let nodes = (subjects.producers ?? []).map { layout.node(of: $0) }
      let longest = nodes.compactMap { place.figure(.longestBlocking($0)) }.max() ?? 0
      return Answer(.time(.nanoseconds(longest)))
    default: return traffic(measure, in: &place)
    }
  }

  /// What went over the links that a measure names; over all, where it names none.
  private func traffic<Place: Surroundings & ~Copyable>(
    _ measure: Measure, in place: inout Place
  ) -> Answer {
    let all = (0..<place.layout.nodeCount).map { NodeID(index: $0) }
    let from = measure.nodes(.from).map { place.nodes($0) } ?? all
    let to = measure.nodes(.to).map { place.nodes($0) } ?? all
    var sum: Int64 = 0
    for one in from {
      for other in to where one != other {
        let figure: Figure =
          measure.id == .messages
          ? .messages(from: one, to: other) : .bytes(from: one, to: other)
        guard let count = place.figure(figure) else {
          return Answer(.unknown("traffic is not counted"))
        }
        sum += count
      }
    }
    return Answer(measure.id == .messages ? .number(sum) : .size(sum))
  }
}

/// How long it takes until every live broker knows of an election, watched while a run goes on.
struct MetadataWatch: Sendable {
  /// An election that some live broker does not know of yet.
  struct Pending: Sendable {
    var partition: PartitionID
    var epoch: LeaderEpoch
    var since: Instant
    var waiting: [BrokerID]
  }

  /// Whether an expectation asks.
  var isWanted = false
  private var pending: [Pending] = []
  private var longest = Duration.zero

  /// The longest so far; what is still unknown counts up to the present instant.
  func longest(until now: Instant) -> Duration {
    pending.reduce(longest) { max($0, now - $1.since) }
  }

  /// An election happened while these brokers were alive.
  mutating func elected(
    _ partition: PartitionID, _ epoch: LeaderEpoch, at instant: Instant, alive: [BrokerID]
  ) {
    // What a later election replaces is not waited for any more.
    for place in pending.indices where pending[place].partition == partition {
      longest = max(longest, instant - pending[place].since)
    }
    pending.removeAll { $0.partition == partition }
    if !alive.isEmpty {
      pending.append(
        Pending(partition: partition, epoch: epoch, since: instant, waiting: alive))
    }
  }

  /// A broker has gone, and will learn everything anew.
  mutating func gone(_ broker: BrokerID, at instant: Instant) {
    settle(broker, at: instant) { _ in true }
  }

  /// A broker has taken metadata in; `knows` tells what it knows now.
  mutating func settle(
    _ broker: BrokerID, at instant: Instant, _ knows: (Pending) -> Bool
  ) {
    for place in pending.indices
    where pending[place].waiting.contains(broker) && knows(pending[place]) {
      pending[place].waiting.removeAll { $0 == broker }
      if pending[place].waiting.isEmpty {
        longest = max(longest, instant - pending[place].since)
      }
    }
    pending.removeAll { $0.waiting.isEmpty }
  }
}

extension Judge {
  /// Follows elections and what brokers know of them.
  mutating func watchMetadata<Place: Surroundings & ~Copyable>(
    _ event: HistoryEvent, in place: borrowing Place
  ) {
    let layout = place.layout
    switch event.fact {
    case .partition(.leaderElected(let partition, _, let epoch, _, let election))
    where election != .first:
      let alive = layout.brokers.filter { ledger.nodes[layout.node(of: $0).place].isUp }
      metadata.elected(partition, epoch, at: event.at, alive: alive)
    case .cluster(.metadataApplied(let broker, _, _)):
      metadata.settle(broker, at: event.at) { pending in
        place.figure(.knows(pending.epoch, pending.partition, broker)) == 1
      }
    case .process(.processEnded(let node, _)):
      if let broker = layout.broker(at: node) { metadata.gone(broker, at: event.at) }
    default: return
    }
  }
}

extension Phrase<MeasureID> {
  /// The event that `produce requests from web` counts.
  var requestEvent: EventPhrase? {
    guard let api = self[.api] else { return nil }
    var filled = [
      Filled(.api, api, at: self.place),
      Filled(.direction, .choice("requests"), at: self.place),
    ]
    for slot in [Slot.from, .to] {
      if let nodes = nodes(slot) { filled.append(Filled(slot, .nodes(nodes), at: self.place)) }
    }
    let message = MessagePattern(.message, filled, at: self.place)
    return EventPhrase(.message, [Filled(.message, .message(message), at: self.place)])
  }
}
