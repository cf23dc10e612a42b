import Kernel

/// A client's view of the cluster: the brokers, and the leaders of the topics that it works with.
///
/// Models Metadata and MetadataCache: refreshed when too old or when something went wrong, never
/// sooner than the pause after the last attempt; a leader of an older epoch than one already seen
/// is ignored (KIP-320).
struct ClientMetadata: Sendable {
  /// A topic that the client has asked for.
  struct Topic: Sendable {
    let id: TopicID
    /// What the last answer said of it; `none` with partitions once it is known.
    var error: ErrorCode = .unknownTopicOrPartition
    /// Its partitions, by number; empty until it is known.
    var partitions: [PartitionID] = []
    /// When it was last asked for; idle topics are dropped.
    var lastUse: Instant
    /// Whether no answer has covered it yet.
    var isNew = true
  }

  /// What the client believes of a partition.
  struct Partition: Sendable {
    var leader: BrokerID = .none
    var leaderEpoch: LeaderEpoch = .none
    var replicas = ReplicaList()
  }

  /// The brokers of the last answer.
  private(set) var brokers: [BrokerID] = []
  /// The controller of the last answer.
  private(set) var controller: BrokerID = .none
  /// The tracked topics, in the order in which the client came to know them.
  private(set) var topics: [Topic] = []
  /// Whether every topic is asked for, tracked or not.
  var tracksAllTopics = false
  /// Counts answers that were taken in.
  private(set) var version: UInt32 = 0
  /// Whether a full answer is wanted as soon as the pause allows.
  private(set) var isFullUpdateNeeded = true
  /// Whether an answer for new topics is wanted, without a pause (KIP-526).
  private(set) var isPartialUpdateNeeded = false
  /// The last attempt, good or bad.
  private(set) var lastRefresh: Instant?
  /// The last full answer.
  private(set) var lastSuccess: Instant = .zero
  /// Attempts that failed in a row.
  private(set) var failures: Int32 = 0
  /// Answers in a row that brought no newer leader.
  private(set) var equivalentAnswers: Int32 = 0
  /// The pause that follows the last attempt.
  private(set) var pause: Duration = .zero
  private var views: [Partition] = []
  private var placeOfTopic: [Int32] = []

  /// What is known of a partition; a view without a leader if nothing is.
  @inline(__always)
  func partition(_ id: PartitionID) -> Partition {
    id.index < views.count ? views[id.index] : Partition()
  }

  /// The leader of a partition, as far as the client knows.
  @inline(__always)
  func leader(of id: PartitionID) -> BrokerID {
    id.index < views.count ? views[id.index].leader : .none
  }

  /// The epoch of the leader that the client knows.
  @inline(__always)
  func leaderEpoch(of id: PartitionID) -> LeaderEpoch {
    id.index < views.count ? views[id.index].leaderEpoch : .none
  }

  /// What is known of a topic; nil if it is not tracked.
  func topic(_ id: TopicID) -> Topic? {
    guard let place = place(of: id) else { return nil }
    return topics[place]
  }

  /// The partitions of a topic as far as they are known.
  func partitions(of id: TopicID) -> [PartitionID] {
    guard let place = place(of: id) else { return [] }
    return topics[place].partitions
  }

  /// Whether nothing has been heard from any broker yet.
  var isBootstrapping: Bool { brokers.isEmpty }

  @inline(__always)
  private func place(of id: TopicID) -> Int? {
    let index = Int(id.value)
    guard index >= 0, index < placeOfTopic.count, placeOfTopic[index] >= 0 else { return nil }
    return Int(placeOfTopic[index])
  }
}

extension ClientMetadata {
  /// Takes a topic under observation; a new one is asked for at once. Returns whether it is known
  /// already.
  @discardableResult
  mutating func track(_ id: TopicID, isPartial: Bool, now: Instant) -> Bool {
    if let place = place(of: id) {
      topics[place].lastUse = now
      return !topics[place].partitions.isEmpty
    }
    while placeOfTopic.count <= Int(id.value) { placeOfTopic.append(-1) }
    placeOfTopic[Int(id.value)] = Int32(topics.count)
    topics.append(Topic(id: id, lastUse: now))
    if isPartial { isPartialUpdateNeeded = true } else { isFullUpdateNeeded = true }
    return false
  }

  /// Asks for a full answer as soon as the pause allows; something did not fit the present view.
  mutating func requestUpdate() {
    isFullUpdateNeeded = true
  }

  /// The earliest instant at which the next request may go out.
  @inline(__always)
  func nextRequest(maxAge: Duration) -> Instant {
    if isPartialUpdateNeeded { return .zero }
    let allowed = lastRefresh.map { $0 + pause } ?? .zero
    return isFullUpdateNeeded ? allowed : max(allowed, lastSuccess + maxAge)
  }

  /// Whether the next request asks for new topics only (KIP-526).
  var isNextRequestPartial: Bool { isPartialUpdateNeeded && !isFullUpdateNeeded }

  /// The topics to ask for, or nil for all; a topic that was not used for long is left out
  /// (KIP-526).
  func topicsToRequest(maxIdle: Duration, now: Instant) -> [TopicID]? {
    if tracksAllTopics { return nil }
    if isNextRequestPartial { return topics.filter(\.isNew).map(\.id) }
    return topics.filter { now - $0.lastUse <= maxIdle }.map(\.id)
  }

  /// Notes that a request for metadata came to nothing.
  mutating func requestFailed(now: Instant, settings: ClientSettings, random: inout RandomStream) {
    lastRefresh = now
    failures += 1
    equivalentAnswers = 0
    pause = settings.retryBackoff.pause(after: failures - 1, random: &random)
  }

  /// Takes in an answer. Topics whose answer carries a passing error are asked for again.
  mutating func receive(
    _ answer: MetadataResponse, isPartial: Bool, now: Instant, settings: ClientSettings,
    random: inout RandomStream
  ) {
    if answer.brokers.isEmpty {
      return requestFailed(now: now, settings: settings, random: &random)
    }
    brokers = answer.brokers
    controller = answer.controller
    version &+= 1
    failures = 0
    isPartialUpdateNeeded = false
    if !isPartial { isFullUpdateNeeded = false }
    var hasNews = false
    for topic in answer.topics {
      if take(topic, isMonotonic: settings.metadataIsMonotonic, now: now) { hasNews = true }
    }
    if topics.contains(where: \.isNew) { isPartialUpdateNeeded = true }
    lastRefresh = now
    if !isPartial { lastSuccess = now }
    equivalentAnswers = hasNews || !settings.metadataBackoffGrows ? 0 : equivalentAnswers + 1
    pause = settings.retryBackoff.pause(after: max(0, equivalentAnswers - 1), random: &random)
  }

  /// Takes in what an answer says of one topic; returns whether a leader epoch moved.
  private mutating func take(_ answer: TopicMetadata, isMonotonic: Bool, now: Instant) -> Bool {
    if place(of: answer.topic) == nil {
      guard tracksAllTopics else { return false }
      track(answer.topic, isPartial: true, now: now)
    }
    guard let place = place(of: answer.topic) else { return false }
    topics[place].isNew = false
    topics[place].error = answer.error
    if answer.error.invalidatesMetadata { isFullUpdateNeeded = true }
    guard answer.error == .none else { return false }
    if answer.partitions.count > topics[place].partitions.count {
      topics[place].partitions = answer.partitions.map(\.partition)
    }
    var hasNews = false
    for part in answer.partitions {
      while views.count <= part.partition.index { views.append(Partition()) }
      let known = views[part.partition.index]
      if part.error.invalidatesMetadata { isFullUpdateNeeded = true }
      if isMonotonic && part.leaderEpoch < known.leaderEpoch { continue }
      if part.leaderEpoch != known.leaderEpoch || part.leader != known.leader { hasNews = true }
      views[part.partition.index] = Partition(
        leader: part.leader, leaderEpoch: part.leaderEpoch, replicas: part.replicas)
    }
    return hasNews
  }

  /// Takes in a leader that an error answer named (KIP-951), if it is newer; returns whether it
  /// was.
  mutating func receiveHint(
    leader: BrokerID, epoch: LeaderEpoch, of partition: PartitionID
  ) -> Bool {
    guard partition.index < views.count, brokers.contains(leader),
      epoch > views[partition.index].leaderEpoch
    else { return false }
    views[partition.index].leader = leader
    views[partition.index].leaderEpoch = epoch
    version &+= 1
    return true
  }
}
