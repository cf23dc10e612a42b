import KafkaModel
import Kernel

/// Who had which partitions of a group, generation by generation, as the members themselves
/// believed.
public struct GroupOwnership: Sendable {
  /// One generation of a group.
  public struct Generation: Sendable, Equatable {
    /// The group.
    public var group: String
    /// Its generation.
    public var number: Int32
    /// When its members were told, in the scenario's time.
    public var began: Duration
    /// How many members joined.
    public var members: Int32
    /// Who had what in it.
    public var holdings: [Holding] = []
  }

  /// A partition in a member's hands.
  public struct Holding: Sendable, Equatable {
    /// The member.
    public var member: String
    /// The partition.
    public var partition: String
    /// From when on.
    public var from: Duration
    /// Until when; nil for until the end of the run.
    public var until: Duration?
    /// How it ended: `gave up`, `lost`, `died`, or nothing for kept.
    public var ending: String
  }

  /// The generations, in the order in which they began.
  public private(set) var generations: [Generation] = []

  /// What a recorded run tells.
  public init(_ result: RunResult) {
    guard let directory = result.directory, let history = result.history else { return }
    for event in history.events { take(event, directory) }
  }

  private mutating func take(_ event: HistoryEvent, _ directory: RunDirectory) {
    let at = event.at - directory.origin
    switch event.fact {
    case .consumer(.generationStarted(let group, let number, let members, _)):
      generations.append(
        Generation(
          group: directory.groups[Int(group.value)], number: number, began: at, members: members))
    case .consumer(.partitionAssigned(let client, let group, let partition, let number)):
      hold(partition, by: client, in: group, number, at: at, directory)
    case .consumer(.partitionRevoked(let client, let group, let partition, _, let isLost)):
      guard group.value >= 0 else { return }
      end(at: at, isLost ? "lost" : "gave up") { generation, holding in
        generation == directory.groups[Int(group.value)]
          && holding.member == Self.name(client, directory)
          && holding.partition == directory.catalog.name(of: partition)
      }
    case .process(.processEnded(let node, _)):
      let name = directory.nodes[node.place]
      end(at: at, "died") { _, holding in holding.member == name }
    default: return
    }
  }

  private mutating func hold(
    _ partition: PartitionID, by client: ClientID, in group: GroupID, _ number: Int32,
    at: Duration, _ directory: RunDirectory
  ) {
    guard group.value >= 0 else { return }
    let name = directory.groups[Int(group.value)]
    let holding = Holding(
      member: Self.name(client, directory), partition: directory.catalog.name(of: partition),
      from: at, until: nil, ending: "")
    let place = generations.lastIndex { $0.group == name && $0.number == number }
    if let place {
      generations[place].holdings.append(holding)
    } else {
      // A generation that was read from the log, such as a returned static member's.
      generations.append(
        Generation(group: name, number: number, began: at, members: 0, holdings: [holding]))
    }
  }

  private mutating func end(
    at: Duration, _ how: String, _ isMeant: (String, Holding) -> Bool
  ) {
    for place in generations.indices {
      for index in generations[place].holdings.indices {
        let holding = generations[place].holdings[index]
        guard holding.until == nil, isMeant(generations[place].group, holding) else { continue }
        generations[place].holdings[index].until = at
        generations[place].holdings[index].ending = how
      }
    }
  }

  private static func name(_ client: ClientID, _ directory: RunDirectory) -> String {
    directory.nodes[directory.layout.node(of: client).place]
  }
}
