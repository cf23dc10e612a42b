import KafkaModel
import Kernel
import ScenarioLanguage

/// What the names of a scenario stand for in a world: the only way from a word to a number.
public struct NameTable: Sendable {
  /// Topics in the order of the plan; `TopicID` is the place here.
  public internal(set) var topics: [String] = []
  /// Groups in the order of the plan; `GroupID` is the place here.
  public internal(set) var groups: [String] = []
  /// Racks; rack number 1 is the first of them, 0 is none.
  public internal(set) var racks: [String] = []
  /// Which rack each broker is in, broker 1 first; 0 is none.
  public internal(set) var rackOfBroker: [Int] = []
  /// Producers by declared name, with their places in the plan.
  public internal(set) var producers: [Clients] = []
  /// Consumers by declared name, with their places in the plan.
  public internal(set) var consumers: [Clients] = []
  /// The group of each consumer of the plan.
  public internal(set) var groupOfConsumer: [GroupID] = []
  /// Labels, in the order of the lines that give them.
  public internal(set) var labels: [String] = []

  /// The clients behind one declared name.
  public struct Clients: Sendable {
    /// The declared name.
    public var name: String
    /// Their places in the plan's list of producers or consumers.
    public var places: Range<Int>
    /// Whether they were declared as several, so that `web-2` names one of them.
    public var isPlural: Bool
  }

  /// No names.
  init() {}

  /// The number of a topic.
  public func topic(_ name: String) -> TopicID? {
    topics.firstIndex(of: name).map { TopicID(Int32($0)) }
  }

  /// A partition that exists in a world's catalog.
  public func partition(_ name: PartitionName, in catalog: Catalog) -> PartitionID? {
    catalog.topic(named: name.topic).flatMap {
      catalog.partition(Int32(name.partition), of: $0)
    }
  }

  /// The number of a group.
  public func group(_ name: String) -> GroupID? {
    groups.firstIndex(of: name).map { GroupID(Int32($0)) }
  }

  /// The number of a label.
  public func label(_ name: String) -> Int? { labels.firstIndex(of: name) }

  /// The places of producers behind a name, or one instance of it: `web`, `web-2`.
  public func producers(named name: String) -> [Int] { places(of: name, in: producers) }

  /// The places of consumers behind a name, or one instance of it.
  public func consumers(named name: String) -> [Int] { places(of: name, in: consumers) }

  /// The nodes of the clients behind a name, producers or consumers; none for an unknown name.
  public func nodes(ofClient name: Word?, in layout: NodeLayout) -> [NodeID] {
    guard let name = name?.text else { return [] }
    return producers(named: name).map { layout.node(ofProducer: $0) }
      + consumers(named: name).map { layout.node(ofConsumer: $0) }
  }

  /// The nodes of the brokers in a rack.
  public func nodes(inRack name: Word?, of layout: NodeLayout) -> [NodeID] {
    guard let name, let rack = racks.firstIndex(of: name.text) else { return [] }
    return rackOfBroker.indices.filter { rackOfBroker[$0] == rack + 1 }
      .map { layout.node(of: BrokerID(Int32($0 + 1))) }
  }

  /// The nodes of all consumers that the scenario puts into a group.
  public func members(of group: GroupID, in layout: NodeLayout) -> [NodeID] {
    groupOfConsumer.indices.filter { groupOfConsumer[$0] == group }
      .map { layout.node(ofConsumer: $0) }
  }

  /// The consumers that a reader's name means: those of that name, or else the group's members.
  public func readers(named name: String) -> [Int] {
    let named = consumers(named: name)
    if !named.isEmpty { return named }
    guard let group = group(name) else { return [] }
    return groupOfConsumer.indices.filter { groupOfConsumer[$0] == group }
  }

  /// The group that a reader's name means: the group itself, or that of the consumer.
  public func groupOfReader(_ name: String) -> GroupID? {
    if let group = group(name) { return group }
    return consumers(named: name).first.map { groupOfConsumer[$0] }
  }

  private func places(of name: String, in clients: [Clients]) -> [Int] {
    if let found = clients.first(where: { $0.name == name }) { return Array(found.places) }
    guard let hyphen = name.lastIndex(of: "-"), let number = Int(name[name.index(after: hyphen)...])
    else { return [] }
    guard let found = clients.first(where: { $0.name == name[..<hyphen] }),
      number >= 1, number <= found.places.count
    else { return [] }
    return [found.places.lowerBound + number - 1]
  }
}
