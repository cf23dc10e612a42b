/// The simulated network: TCP connections between nodes, and what is under way on them.
///
/// It knows bytes and tokens, not messages: the world keeps each message's body under a token. It
/// owns no event queue either. Every operation appends the events it needs to `out`; the world
/// schedules them and hands each back through `fired` when it is due. A token that `send` has
/// accepted leaves in exactly one of two ways: its `.arrived` event is answered with `.deliver`, or
/// it appears in `discarded`, which the world empties after each call.
///
/// The physics, each rule once:
/// - A direction of a connection delivers in order or not at all; two connections have no mutual
///   order.
/// - Bandwidth is each connection's own, per direction; links do not contend.
/// - A lost packet is a retransmission delay (200 ms, doubling), one draw per message whatever its
///   size.
/// - A message meets a cut when it would arrive. It then waits for the first retransmission after
///   the heal.
/// - A connection whose bytes are stuck for `giveUp` breaks at the sender; the other end is not
///   told.
/// - A frozen process still receives into its kernel's buffer and reads all of it, in order, on
///   waking.
/// - Data that reaches a machine without the connection provokes a reset.
/// - Acknowledgements are not modelled: a cut of one direction leaves the other one flowing.
@frozen public struct Network: Sendable {
  @usableFromInline var directions = Table<Direction>()
  @usableFromInline var inFlight = ListPool<InFlight>()
  @usableFromInline var profiles: [LinkProfile]
  /// Nothing is cut, frozen, down or marked, so that arrivals need no closer look.
  @usableFromInline var isCalm = true
  @usableFromInline var connections = Table<Connection>()
  @usableFromInline var vacancies: [Int32] = []
  @usableFromInline var nodes: [NodeState]
  @usableFromInline var overrides = SortedMap<LinkID, Int32>()
  @usableFromInline var cuts: [Cut] = []
  @usableFromInline var touches = SortedMap<UInt32, Int>()
  @usableFromInline var marks = SortedMap<UInt32, MessageMark>()
  /// The directions with waiting messages, ascending.
  @usableFromInline var stalled: [Int32] = []
  @usableFromInline var postponed: [NetworkEvent] = []
  /// The figures of the simulated kernels.
  public var settings = NetworkSettings()
  /// Tokens that died since the world last emptied this list.
  public var discarded: [UInt32] = []

  /// What the network knows of a node.
  @frozen @usableFromInline struct NodeState: Sendable {
    @usableFromInline var isMachineUp = true
    @usableFromInline var isListening = true
    @usableFromInline var isFrozen = false
    @inlinable init() {}
  }

  /// A network of nodes that are all up, with one profile for every link between two of them.
  public init(nodeCount: Int, profile: LinkProfile) {
    profiles = [profile, .loopback]
    nodes = Array(repeating: NodeState(), count: nodeCount)
  }

  /// Says that the network is about to be copied.
  public func prepareFork() {
    directions.prepareFork()
    inFlight.prepareFork()
    connections.prepareFork()
  }

  /// How many nodes there are.
  @inlinable public var nodeCount: Int { nodes.count }
  /// How many messages are under way, ends of streams included.
  @inlinable public var inFlightCount: Int { inFlight.count }
  /// How many connections have not come to their end.
  @inlinable public var connectionCount: Int { connections.count - vacancies.count }

  /// Gives one direction between two nodes its own profile, for what is sent from now on.
  public mutating func setProfile(_ profile: LinkProfile, from: NodeID, to: NodeID) {
    let link = LinkID(from: from, to: to)
    if let number = overrides[link] {
      profiles[Int(number)] = profile
      return
    }
    profiles.append(profile)
    let number = Int32(truncatingIfNeeded: profiles.count - 1)
    overrides[link] = number
    for index in directions.indices where self.link(index) == link {
      directions[index].profile = number
    }
  }

  /// The profile of one direction between two nodes.
  public func profile(from: NodeID, to: NodeID) -> LinkProfile {
    profiles[Int(profileNumber(LinkID(from: from, to: to)))]
  }

  @inlinable func profileNumber(_ link: LinkID) -> Int32 {
    overrides[link] ?? (link.from == link.to ? 1 : 0)
  }

  /// The place of one direction of a connection in the array of directions.
  @inlinable func place(_ id: ConnectionID, toServer: Bool) -> Int {
    Int(id.index) &* 2 &+ (toServer ? 1 : 0)
  }

  @inlinable func link(_ place: Int) -> LinkID {
    let connection = connections[place >> 1]
    return place & 1 == 1
      ? LinkID(from: connection.client, to: connection.server)
      : LinkID(from: connection.server, to: connection.client)
  }

  @inlinable func identity(_ place: Int) -> ConnectionID {
    ConnectionID(
      index: Int32(truncatingIfNeeded: place >> 1), generation: directions[place].generation)
  }

  /// Which end asked for a connection.
  @inlinable public func client(of id: ConnectionID) -> NodeID {
    connections[Int(id.index)].client
  }

  /// Which end was asked.
  @inlinable public func server(of id: ConnectionID) -> NodeID {
    connections[Int(id.index)].server
  }

  /// The number that an end has noted for a connection, or -1: its own place of what belongs to it.
  ///
  /// A process looks its state up here, beside what the delivery has just read, rather than in a
  /// table by connection, which would be as wide as the whole network for each process. The number
  /// is that of the slot's last connection; whoever reads it checks the name.
  @inlinable public func tag(of id: ConnectionID, atServer: Bool) -> Int32 {
    guard id.index >= 0, Int(id.index) < connections.count else { return -1 }
    return atServer ? connections[Int(id.index)].serverTag : connections[Int(id.index)].clientTag
  }

  /// Notes a number for one end of a connection.
  @inlinable public mutating func setTag(_ tag: Int32, of id: ConnectionID, atServer: Bool) {
    if atServer {
      connections[Int(id.index)].serverTag = tag
    } else {
      connections[Int(id.index)].clientTag = tag
    }
  }

  /// Whether a connection still has its slot.
  @inlinable public func isCurrent(_ id: ConnectionID) -> Bool {
    id.index >= 0 && Int(id.index) < connections.count
      && directions[Int(id.index) &* 2].generation == id.generation
  }

  /// Whether one end may send.
  @inlinable public func isOpen(_ id: ConnectionID, atServer: Bool) -> Bool {
    isCurrent(id) && directions[place(id, toServer: !atServer)].canSend
  }
}
