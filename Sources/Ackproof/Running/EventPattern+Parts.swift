import KafkaModel
import Kernel
import ScenarioLanguage

/// The parts that many event phrases share: who, which partition, which offset, which record.
extension EventPattern {
  /// Whether the phrase's nodes include this one.
  func isNamed(
    _ node: NodeID, _ roles: inout RoleResolver, _ world: borrowing World
  ) -> Bool {
    guard let named = phrase.nodes(.nodes) else { return true }
    return roles.resolve(named, in: world).contains(node)
  }

  /// Whether the phrase is about this partition.
  func isMeant(_ partition: PartitionID, _ world: borrowing World) -> Bool {
    guard let name = phrase.partition(.partition) else { return true }
    return names.partition(name, in: world.catalog) == partition
  }

  /// Whether the phrase is about this partition's topic.
  func isOfTopic(_ partition: PartitionID, _ world: borrowing World) -> Bool {
    guard let topic = phrase.name(.topic) else { return false }
    return world.catalog.name(of: world.catalog.topic(of: partition)) == topic.text
  }

  /// Whether the phrase is about this group.
  func isMeant(_ group: GroupID) -> Bool {
    phrase.name(.group).flatMap { names.group($0.text) } == group
  }

  /// Whether the phrase's offset lies in a range.
  func covers(_ offset: Offset, _ span: Int32) -> Bool {
    guard let wanted = phrase.count(.offset) else { return true }
    return wanted >= offset.value && wanted < offset.value + Int64(span)
  }

  /// Whether the phrase's record (counted from 1 over all that a client sent) is among these.
  func contains(_ records: RecordRange, _ roles: RoleResolver) -> Bool {
    guard let number = phrase.count(.number) else { return true }
    return roles.ordinals.contains(number, in: records)
  }

  /// The same, for records in a log, whose sender is looked up; a named producer must be theirs.
  func isTheirs(
    _ records: RecordRange, _ roles: RoleResolver, in world: borrowing World
  ) -> Bool {
    guard records.stream >= 0 else { return false }
    let client = world.recordStreams.streams[Int(records.stream)].client
    return isProducer(client, in: world) && contains(records, roles)
  }

  /// Whether the phrase's reader, a consumer or a group, if it names one, is this node.
  func isReader(_ node: NodeID, in world: borrowing World) -> Bool {
    guard let named = phrase.name(.reader) else { return true }
    return names.readers(named: named.text).contains { world.layout.node(ofConsumer: $0) == node }
  }

  /// Whether the phrase's producer, if it names one, is this client.
  func isProducer(_ client: ClientID, in world: borrowing World) -> Bool {
    guard let named = phrase.name(.producer) else { return true }
    return names.nodes(ofClient: named, in: world.layout).contains(world.layout.node(of: client))
  }
}
