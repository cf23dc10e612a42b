import KafkaModel
import Kernel
import ScenarioLanguage

/// Finds out which processes a role means at this instant, as the registered state of the cluster
/// has it.
///
/// Draws ("a follower", "any broker") come from one stream of the run, so that adding a line with a
/// draw leaves network, workload and clients as they were.
struct RoleResolver: Sendable {
  let names: NameTable
  /// What each labelled line has hit, by the label's text.
  private(set) var labels: SortedMap<String, [NodeID]> = SortedMap()
  /// Which record of its client each record is.
  var ordinals = RecordOrdinals()
  var random: RandomStream

  init(names: NameTable, seed: UInt64) {
    self.names = names
    random = RandomStream(runSeed: seed, stream: "roles")
  }

  /// Remembers what a labelled line has hit; a line that fires again replaces it.
  mutating func remember(_ nodes: [NodeID], as label: String) { labels[label] = nodes }

  /// The processes behind several roles, each once, in the order of the roles.
  mutating func resolve(
    _ roles: [Role], in world: borrowing World, except named: [NodeID] = []
  ) -> [NodeID] {
    var nodes: [NodeID] = []
    for role in roles {
      for node in resolve(role, in: world, except: named) where !nodes.contains(node) {
        nodes.append(node)
      }
    }
    return nodes
  }

  /// The processes behind roles that need no world, as before a run; nil for one that does.
  func resolveFixed(
    _ roles: [Role], in layout: NodeLayout, except named: [NodeID] = []
  ) -> [NodeID]? {
    var nodes: [NodeID] = []
    for role in roles {
      guard let found = resolveFixed(role, in: layout, named) else { return nil }
      for node in found where !nodes.contains(node) { nodes.append(node) }
    }
    return nodes
  }

  private func resolveFixed(
    _ role: Role, in layout: NodeLayout, _ named: [NodeID]
  ) -> [NodeID]? {
    switch role.id {
    case .brokers: (role.ids(.ids) ?? []).map { layout.node(of: BrokerID(Int32($0))) }
    case .producer: names.nodes(ofClient: role.name(.producer), in: layout)
    case .consumer: names.nodes(ofClient: role.name(.consumer), in: layout)
    case .client: names.nodes(ofClient: role.name(.client), in: layout)
    case .every: everyOne(of: role.choice(.kind) ?? "node", in: layout)
    case .others:
      everyOne(of: role.choice(.kind) ?? "node", in: layout).filter { !named.contains($0) }
    case .rest:
      (0..<layout.nodeCount - 1).map { NodeID(index: $0) }.filter { !named.contains($0) }
    case .zooKeeper:
      role.count(.number).map { [layout.node(ofZooKeeper: Int($0) - 1)] }
        ?? (0..<layout.zooKeeperCount).map { layout.node(ofZooKeeper: $0) }
    case .rack: names.nodes(inRack: role.name(.rack), of: layout)
    default: nil
    }
  }

  private mutating func resolve(
    _ role: Role, in world: borrowing World, except named: [NodeID]
  ) -> [NodeID] {
    switch role.id {
    case .brokers, .producer, .consumer, .client, .every, .others, .rest, .zooKeeper, .rack:
      return resolveFixed(role, in: world.layout, named) ?? []
    case .leader, .preferredLeader, .aFollower, .follower, .followers, .aReplica, .replica,
      .replicas, .isr:
      guard let name = role.partition(.partition),
        let partition = names.partition(name, in: world.catalog)
      else { return [] }
      return resolve(role, of: partition, in: world)
    case .controller: return world.controller.map { [world.layout.node(of: $0)] } ?? []
    case .any: return anyOf(role, in: world)
    case .zooKeeperLeader:
      return world.zooKeeperLeader.map { [world.layout.node(ofZooKeeper: $0)] } ?? []
    case .label: return role.name(.label).flatMap { labels[$0.text] } ?? []
    case .groupCoordinator, .transactionCoordinator, .groupLeader, .groupMembers, .groupMember,
      .owner:
      return resolveInGroup(role, in: world)
    }
  }

  private mutating func resolve(
    _ role: Role, of partition: PartitionID, in world: borrowing World
  ) -> [NodeID] {
    let replicas = world.replicas(of: partition) ?? []
    let leader = world.leader(of: partition)
    let followers = replicas.filter { $0 != leader }
    let chosen: [BrokerID]
    switch role.id {
    case .leader: chosen = leader.map { [$0] } ?? []
    case .preferredLeader: chosen = replicas.first.map { [$0] } ?? []
    case .aFollower: chosen = one(of: followers)
    case .follower: chosen = place(role.count(.number), of: followers)
    case .followers: chosen = followers.brokers
    case .aReplica: chosen = one(of: replicas)
    case .replica: chosen = place(role.count(.number), of: replicas)
    case .replicas: chosen = replicas.brokers
    default: chosen = (world.isr(of: partition) ?? []).brokers
    }
    return chosen.map { world.layout.node(of: $0) }
  }

  /// Roles of a consumer group, which the group's coordinator and the members' own words define.
  private mutating func resolveInGroup(_ role: Role, in world: borrowing World) -> [NodeID] {
    guard let group = role.name(.group).flatMap({ names.group($0.text) }) else { return [] }
    switch role.id {
    case .groupCoordinator:
      return world.coordinator(of: group).map { [world.layout.node(of: $0)] } ?? []
    case .groupMembers: return names.members(of: group, in: world.layout)
    case .groupMember:
      let members = names.members(of: group, in: world.layout)
      return members.isEmpty ? [] : [members[random.pick(from: members.count)]]
    case .owner:
      guard let name = role.partition(.partition),
        let partition = names.partition(name, in: world.catalog)
      else { return [] }
      return world.owner(of: partition, in: group).map { [$0] } ?? []
    default: return world.leader(ofGroup: group).map { [$0] } ?? []
    }
  }

  private mutating func anyOf(_ role: Role, in world: borrowing World) -> [NodeID] {
    let kind = role.choice(.kind) ?? "node"
    var candidates = everyOne(of: kind, in: world.layout).filter { world.isUp($0) }
    var chosen: [NodeID] = []
    let wanted = Int(role.count(.count) ?? 1)
    while chosen.count < wanted, !candidates.isEmpty {
      chosen.append(candidates.remove(at: random.pick(from: candidates.count)))
    }
    return chosen
  }

  private mutating func one(of list: ReplicaList) -> [BrokerID] {
    list.isEmpty ? [] : [list[random.pick(from: list.count)]]
  }

  private func place(_ number: Int64?, of list: ReplicaList) -> [BrokerID] {
    guard let number, number >= 1, number <= Int64(list.count) else { return [] }
    return [list[Int(number) - 1]]
  }

  /// All processes of a kind; the plural and the singular mean the same.
  func everyOne(of kind: String, in layout: NodeLayout) -> [NodeID] {
    let brokers = layout.brokers.map { layout.node(of: $0) }
    let producers = (0..<layout.producerCount).map { layout.node(ofProducer: $0) }
    let consumers = (0..<layout.consumerCount).map { layout.node(ofConsumer: $0) }
    if kind.hasPrefix("broker") { return brokers }
    if kind.hasPrefix("producer") { return producers }
    if kind.hasPrefix("consumer") { return consumers }
    if kind.hasPrefix("client") { return producers + consumers }
    let servers = (0..<layout.zooKeeperCount).map { layout.node(ofZooKeeper: $0) }
    return servers + brokers + producers + consumers
  }
}
