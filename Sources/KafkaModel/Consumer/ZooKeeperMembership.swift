import Kernel

/// A consumer's side of a group that has no coordinator: everything is in ZooKeeper.
///
/// idle → registering: a session is connected
/// registering → looking: its own znode is there
/// looking → releasing: members and partitions are known
/// releasing → claiming: its old owner znodes are gone
/// claiming → owning: every claim succeeded
/// claiming → releasing → resting: somebody else still owns one of them
/// resting → looking: `rebalance.backoff.ms` are over
/// looking → failed: it rested `rebalance.max.retries` times; it reads nothing until the group
/// changes
/// owning, failed → looking: members or partitions changed
/// any → registering: the session expired and there is a new one
///
/// Models ZookeeperConsumerConnector of 0.8 with its ZKRebalancerListener.
struct ZooKeeperMembership: Sendable {
  enum Phase: UInt8, Sendable {
    case idle, registering, looking, releasing, claiming, owning, resting, failed
  }

  var phase = Phase.idle
  /// Names this life among the members; a new life has a new name, as Kafka draws a new one.
  var member: Int32 = 0

  /// The name of a client's so-manieth life.
  static func name(of client: ClientID, life: UInt32) -> Int32 {
    client.value &* livesPerClient &+ Int32(life % UInt32(livesPerClient))
  }

  /// The client behind a name.
  static func client(of member: Int32) -> ClientID { ClientID(member / livesPerClient) }

  /// Names repeat after so many lives.
  static let livesPerClient: Int32 = 10_000
  /// Failed attempts in a row.
  var attempts: Int64 = 0
  /// Whether something changed while a rebalance was under way.
  var isStale = false
  /// Answers that the present phase waits for.
  var waiting = 0
  /// The members and the partitions that were found.
  var members: [Int32] = []
  var found: [(topic: TopicID, partitions: [PartitionID])] = []
  /// The partitions that it claims, and those whose owner znode it has.
  var wanted: [PartitionID] = []
  var claimed: [PartitionID] = []
  /// Whether somebody else has one of them.
  var hasFailed = false
  /// Numbers assignments: the transaction of the newest claim.
  var generation: Int32 = 0
  /// Commits on their way.
  var writes = Slab<Write>()
  /// What was written last, by partition.
  var written = SortedMap<PartitionID, Offset>()
  /// Who waits for all writes.
  var waiter = Waiter.nobody

  /// Says that the membership is about to be copied.
  func prepareFork() { writes.prepareFork() }

  /// An offset on its way to its znode.
  struct Write: Sendable {
    var partition: PartitionID
    var offset: Offset
  }

  enum Waiter: UInt8, Sendable { case nobody, application, closing, release }

  /// What an operation was about, as its ticket says.
  enum Step: UInt8, Sendable {
    case register = 1, children, topic, release, claim, owner, readOffset, write, create
  }

  private static let shift: Int32 = 24

  /// The ticket of an operation about a topic, a partition or a write.
  static func ticket(_ step: Step, _ number: Int32 = 0) -> ZooKeeperTicket {
    ZooKeeperTicket(owner: .consumer, number: Int32(step.rawValue) << shift | number)
  }

  /// What a ticket says.
  static func read(_ ticket: ZooKeeperTicket) -> (step: Step, number: Int32)? {
    Step(rawValue: UInt8(truncatingIfNeeded: ticket.number >> shift))
      .map { ($0, ticket.number & (1 << shift - 1)) }
  }

  /// The share of one member: each topic in a range of its own, the first members getting one more
  /// (`RangeAssignor` of 0.8).
  ///
  /// Simplified: all members of a group read the same topics.
  func share() -> [PartitionID] {
    guard let place = members.sorted().firstIndex(of: member) else { return [] }
    var share: [PartitionID] = []
    for (_, partitions) in found {
      let (quota, rest) = partitions.count.quotientAndRemainder(dividingBy: members.count)
      let start = quota * place + min(place, rest)
      share += partitions[start..<(start + quota + (place < rest ? 1 : 0))]
    }
    return share
  }
}
