import Kernel

/// What a coordinator wants its broker to do, in order.
enum CoordinatorStep: Sendable {
  case answer(RequestTicket, MessageStore.ColdContent)
  /// Append these to a partition of the offsets topic, and tell `appended` by this number.
  case append(PartitionID, [RecordBatch], number: Int32)
}

/// The group coordinator of one broker: members, generations and committed offsets of the groups
/// whose partition of `__consumer_offsets` it leads.
///
/// Models GroupCoordinator and GroupMetadataManager in their classic form (0.9 to 3.9). Handlers
/// leave steps behind, which the broker carries out; a record counts once the append has been
/// acknowledged as `offsets.commit.required.acks` says.
struct GroupCoordinator: Sendable {
  /// What this broker has to do with one partition of the offsets topic.
  enum Tenure: Sendable {
    /// Another broker's.
    case none
    /// Its log is being read, in this leader epoch.
    case loading(LeaderEpoch, records: [LoadedRecord])
    case active(LeaderEpoch)
  }

  let broker: BrokerID
  let settings: GroupSettings
  /// The partition of the offsets topic that each group belongs to, by `GroupID`.
  let partitionOfGroup: [Int32]
  /// The tenure of each partition of the offsets topic, by its number.
  var tenures: [Tenure]
  /// The groups in memory.
  var groups = IDMap<CoordinatedGroup>()
  /// Records on their way to the log.
  var appends = Slab<PendingAppend>()
  /// What the broker is to do.
  private(set) var steps: [CoordinatorStep] = []
  /// Whether the look for expired offsets is scheduled.
  var hasExpiryTimer = false

  /// A coordinator of nothing yet.
  init(broker: BrokerID, settings: GroupSettings, groups: [String]) {
    self.broker = broker
    self.settings = settings
    let count = max(1, Int32(clamping: settings.offsetsPartitionCount))
    partitionOfGroup = groups.map { Self.partition(of: $0, count: count) }
    tenures = Array(repeating: .none, count: Int(count))
  }

  /// Says that the coordinator is about to be copied.
  func prepareFork() { appends.prepareFork() }

  /// The partition of the offsets topic that looks after a group: the absolute value of Java's hash
  /// of its name, where the one number without an absolute value counts as 0 (`Utils.abs`).
  static func partition(of group: String, count: Int32) -> Int32 {
    let hash = Catalog.javaHash(group)
    return (hash == .min ? 0 : abs(hash)) % count
  }

  /// Takes what the broker is to do now.
  mutating func takeSteps() -> [CoordinatorStep] {
    let taken = steps
    steps = []
    return taken
  }

  /// Answers a request.
  mutating func answer(_ ticket: RequestTicket, _ content: MessageStore.ColdContent) {
    steps.append(.answer(ticket, content))
  }

  /// Leads a group into a state of its life.
  mutating func enter(_ state: CoordinatedGroup.State, _ place: Int, turn: inout Turn) {
    guard let group = groups[place], group.state != state else { return }
    groups[place]?.state = state
    turn.announce(.groupStateChanged(group: group.id, state: state.told, broker: broker))
  }

  /// Hands records to the log of a group's partition.
  mutating func append(
    _ records: [GroupRecords.Record], for group: GroupID, _ purpose: PendingAppend.Purpose,
    turn: inout Turn
  ) {
    let number = partitionOfGroup[Int(group.value)]
    let slot = appends.insert(
      PendingAppend(group: group, purpose: purpose, epoch: epoch(of: number)))
    let wall = turn.wallMilliseconds
    let batches = records.map { turn.groupRecords.batch(for: $0, wall: wall) }
    guard let topic = turn.catalog.topic(named: Self.topicName),
      let partition = turn.catalog.partition(number, of: topic)
    else {
      return appended(slot, error: .notCoordinator, base: .unknown, turn: &turn)
    }
    steps.append(.append(partition, batches, number: slot))
  }

  /// Kafka's name of the offsets topic.
  static let topicName = "__consumer_offsets"

  private func epoch(of number: Int32) -> LeaderEpoch {
    if case .active(let epoch) = tenures[Int(number)] { return epoch }
    return .none
  }
}

/// Records that the log has not acknowledged yet, and what follows from them.
struct PendingAppend: Sendable {
  enum Purpose: Sendable {
    /// The assignment of a generation.
    case assignment(generation: Int32, [MemberAssignment])
    /// Offsets of a commit request.
    case commit(RequestTicket, [CommittedOffset], committedAt: Int64, client: ClientID)
    /// Offsets that an operator sets.
    case reset(RequestTicket, [CommittedOffset], committedAt: Int64)
    /// A static member has another id now, and its join can be answered.
    case replacement(RequestTicket, JoinGroupResponse)
    /// Nothing waits for it: an empty group, a tombstone.
    case note
  }

  var group: GroupID
  var purpose: Purpose
  /// The leader epoch in which it was handed over.
  var epoch: LeaderEpoch
}

/// A record as it was read from the log at the beginning of a tenure.
struct LoadedRecord: Sendable {
  var offset: Offset
  var record: GroupRecords.Record
}

// MARK: - Requests

extension GroupCoordinator {
  /// Serves one request of a member or a committer.
  mutating func receive(
    _ content: MessageStore.ColdContent, ticket: RequestTicket, turn: inout Turn
  ) {
    switch content {
    case .joinGroupRequest(let request): join(request, ticket, turn: &turn)
    case .syncGroupRequest(let request): sync(request, ticket, turn: &turn)
    case .heartbeatRequest(let request): heartbeat(request, ticket, turn: &turn)
    case .leaveGroupRequest(let request): leave(request, ticket, turn: &turn)
    case .offsetCommitRequest(let request): commit(request, ticket, turn: &turn)
    case .offsetFetchRequest(let request): fetchOffsets(request, ticket)
    case .adminRequest(let request): serve(request, ticket, turn: &turn)
    default: break
    }
  }

  /// Why a group cannot be served here now, or nil.
  func refusal(of group: GroupID) -> ErrorCode? {
    let place = Int(group.value)
    guard place >= 0, place < partitionOfGroup.count else { return .invalidGroupID }
    switch tenures[Int(partitionOfGroup[place])] {
    case .active: return nil
    case .loading: return .coordinatorLoadInProgress
    case .none: return .notCoordinator
    }
  }

  /// Whether a member is what it says it is (`checkMember`, KIP-345).
  func refusal(
    of member: MemberID, _ instance: InstanceID, in group: CoordinatedGroup
  ) -> ErrorCode? {
    if instance != .none {
      guard let place = group.place(of: instance) else { return .unknownMemberID }
      if group.members[place].id != member { return .fencedInstanceID }
    }
    return group.place(of: member) == nil ? .unknownMemberID : nil
  }

  /// A timer of this coordinator has fired.
  mutating func fired(_ timer: GroupTimer, turn: inout Turn) {
    switch timer {
    case .session(let group, let serial): sessionIsOver(Int(group), serial, turn: &turn)
    case .join(let group): joinWaitIsOver(Int(group), turn: &turn)
    case .sync(let group): syncWaitIsOver(Int(group), turn: &turn)
    case .delayed(let number): loaded(number, turn: &turn)
    case .offsetExpiration: expireOffsets(turn: &turn)
    }
  }
}
