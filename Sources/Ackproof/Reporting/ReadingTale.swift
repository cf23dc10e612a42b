import KafkaModel
import Kernel

/// Finds, on the way through a history, what decided how often one record was worked on: where its
/// readers began, who had its partition, what was committed, and who was thrown out.
struct ReadingTale {
  private let subject: StorySubject
  private let partition: PartitionID
  /// The record's offset.
  private let offset: Int64
  /// Who had the record from a poll last.
  private var holder: ClientID?
  /// What is told once until somebody reads the record again.
  private var hasToldRefusal = false
  private var hasToldCommit = false

  /// A tale about the record at an offset.
  init(_ subject: StorySubject, _ partition: PartitionID, _ offset: Int64) {
    self.subject = subject
    self.partition = partition
    self.offset = offset
  }

  /// Somebody got the record from a poll.
  mutating func isRead(by client: ClientID) {
    holder = client
    hasToldRefusal = false
    hasToldCommit = false
  }

  /// Whether a fact belongs to the tale.
  mutating func tells(_ fact: HistoryFact) -> Bool {
    guard case .consumer(let fact) = fact else { return false }
    switch fact {
    case .positionReset(let client, partition, let from, let to, _):
      return subject.isReader(client) && turns(from.value, to.value)
    case .partitionAssigned(let client, _, partition, _):
      return holder != nil && subject.isReader(client)
    case .partitionRevoked(let client, _, partition, _, _), .memberRemoved(let client, _, _, _),
      .applicationFailed(let client, _):
      return client == holder
    case .offsetAltered(let group, partition, _, _):
      return subject.isGroup(group)
    case .commitRefused(let client, _, partition, let to, _):
      guard client == holder, to.value > offset, !hasToldRefusal else { return false }
      hasToldRefusal = true
      return true
    case .offsetCommitted(let client, _, partition, let to):
      guard subject.isReader(client), to.value > offset, !hasToldCommit else { return false }
      hasToldCommit = true
      return true
    default: return false
    }
  }

  /// Whether a jump passes over the record, or makes somebody read it again. Who has no position
  /// yet begins somewhere: that tells something when it is behind the record, or a repetition.
  private func turns(_ from: Int64, _ to: Int64) -> Bool {
    if from < 0 { return to > offset || holder != nil }
    return min(from, to) <= offset && offset < max(from, to)
  }
}
