import KafkaModel

/// What the brokers of one partition believe, and what their logs hold, as far as history tells:
/// the state that decides whether committed records can be lost.
///
/// A loss that takes four steps is found one step at a time only if each of the first three counts
/// as something new. So steering looks at combinations of this state, and not at single events.
struct ReplicaWatcher: Sendable {
  /// What is known of one replica.
  private struct View: Sendable {
    var isLeader = false
    var isFollower = false
    var epoch: Int32 = -1
    var leader: Int32 = -1
    var logEnd: Int64 = 0
    var isUp = true
  }

  /// What was registered last.
  private var leader: Int32 = -1
  private var epoch: Int32 = -1
  private var isr = ReplicaList()
  /// The highest watermark of any leader.
  private var committed: Int64 = 0
  /// Where the records end that were acknowledged: what must never be gone.
  private var promised: Int64 = 0
  private var views: [View]
  /// The number of the combination that was seen last.
  private(set) var state = 0

  /// How many combinations there are.
  static let stateCount = 3 * 2 * 3 * 3 * 3 * 2 * 2

  init(brokers: Int) { views = Array(repeating: View(), count: brokers + 1) }

  // MARK: Facts

  /// The controller registered a leader; gives what is remarkable about it.
  mutating func elected(
    _ leader: BrokerID, _ epoch: LeaderEpoch, _ isr: ReplicaList
  ) -> EpochSituation? {
    (self.leader, self.epoch, self.isr) = (leader.value, epoch.value, isr)
    renew()
    guard let view = view(leader) else { return nil }
    return view.logEnd < promised ? .electedWithout : nil
  }

  mutating func changed(_ isr: ReplicaList) {
    self.isr = isr
    renew()
  }

  mutating func began(
    _ broker: BrokerID, leading: Bool, leader: BrokerID, _ epoch: LeaderEpoch, logEnd: Offset?
  ) -> EpochSituation? {
    guard view(broker) != nil else { return nil }
    let place = Int(broker.value)
    views[place].isLeader = leading
    views[place].isFollower = !leading
    views[place].leader = leader.value
    views[place].epoch = epoch.value
    if let logEnd { views[place].logEnd = logEnd.value }
    renew()
    return epoch.value < self.epoch ? .learnedLate : nil
  }

  mutating func appended(
    _ broker: BrokerID, to end: Int64, byLeader: Bool
  ) -> EpochSituation? {
    guard let view = view(broker) else { return nil }
    views[Int(broker.value)].logEnd = end
    guard view.epoch < epoch else { return nil }
    return byLeader ? .deposedStores : .olderEpochCopies
  }

  mutating func committed(_ broker: BrokerID, to offset: Offset) -> EpochSituation? {
    guard let view = view(broker) else { return nil }
    if offset.value > committed { committed = offset.value }
    renew()
    if view.epoch < epoch { return .deposedCommits }
    for place in 0..<isr.count {
      if let member = self.view(isr[place]), member.epoch < view.epoch { return .olderEpochCounts }
    }
    return nil
  }

  /// Records were acknowledged, the last one just before that offset.
  mutating func acknowledged(to end: Int64) { promised = max(promised, end) }

  mutating func truncated(_ broker: BrokerID, to offset: Offset) -> EpochSituation? {
    guard let view = view(broker) else { return nil }
    views[Int(broker.value)].logEnd = offset.value
    renew()
    if offset.value >= promised { return view.epoch < epoch ? .olderEpochTruncates : nil }
    return isr.contains(broker) ? .inSyncCutsPromised : .cutsPromised
  }

  mutating func loaded(_ broker: BrokerID, to end: Offset) {
    guard view(broker) != nil else { return }
    views[Int(broker.value)].logEnd = end.value
    renew()
  }

  /// A broker's process ended, or began.
  mutating func process(_ broker: Int, isUp: Bool) {
    guard views.indices.contains(broker) else { return }
    views[broker].isUp = isUp
    if !isUp { (views[broker].isLeader, views[broker].isFollower) = (false, false) }
    renew()
  }

  private func view(_ broker: BrokerID) -> View? {
    let place = Int(broker.value)
    return place > 0 && place < views.count ? views[place] : nil
  }

  // MARK: Combinations

  private mutating func renew() {
    var (leaders, holders) = (0, 0)
    var (isMemberOld, isFarBehind, isFollowingOld) = (false, false, false)
    for place in views.indices.dropFirst() where views[place].isUp {
      let view = views[place]
      if view.isLeader { leaders += 1 }
      if view.logEnd >= promised { holders += 1 }
      guard view.isLeader || view.isFollower else { continue }
      let isBehind = view.epoch < epoch
      if isBehind, isr.contains(BrokerID(Int32(place))) { isMemberOld = true }
      if view.epoch + 1 < epoch { isFarBehind = true }
      if view.isFollower, view.leader != leader { isFollowingOld = true }
    }
    let newest = view(BrokerID(leader))
    let head = newest.map { !$0.isUp ? 0 : $0.isLeader && $0.epoch == epoch ? 1 : 2 } ?? 0
    var number = min(leaders, 2)
    number = number * 2 + (isMemberOld ? 1 : 0)
    number = number * 3 + max(0, min(isr.count, 3) - 1)
    number = number * 3 + head
    number = number * 3 + min(holders, 2)
    number = number * 2 + (isFarBehind ? 1 : 0)
    number = number * 2 + (isFollowingOld ? 1 : 0)
    state = number
  }
}

/// Situations of replicas that live in different epochs.
enum EpochSituation: String, CaseIterable, Sendable {
  case learnedLate = "a broker learned of an epoch that was over"
  case deposedStores = "a deposed leader stored"
  case deposedCommits = "a deposed leader committed"
  case olderEpochCopies = "a follower copied in an older epoch"
  case olderEpochCounts = "a commit counted a replica of an older epoch"
  case olderEpochTruncates = "a follower truncated in an older epoch"
  case cutsPromised = "a replica cut acknowledged records"
  case inSyncCutsPromised = "an in-sync replica cut acknowledged records"
  case electedWithout = "a leader without acknowledged records"
}
