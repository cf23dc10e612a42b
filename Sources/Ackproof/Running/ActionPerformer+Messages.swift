import KafkaModel
import Kernel
import ScenarioLanguage

extension ActionPerformer {
  /// Holds or drops every message of a kind from now on.
  mutating func performOnMessages(_ action: Action, in world: inout World) -> ActionOutcome {
    guard let pattern = action.message(.message) else { return ActionOutcome() }
    let fate: Interceptor.Action = action.id == .hold ? .hold : .dropAndReset
    var outcome = ActionOutcome()
    let length = duration(.duration, of: action)
    for kind in MessageWords.kinds(of: pattern) {
      var interceptor = interceptor(for: pattern, kind: kind, fate: fate, in: world)
      interceptor.times = .max
      interceptor.activeFrom = world.now
      outcome.interceptor = world.lay(interceptor)
      outcome.bit = true
      if let length {
        outcome.ending = .init(after: length, faults: [], interceptor: outcome.interceptor)
      }
    }
    return outcome
  }

  /// Lays out a line that acts on the very message that triggers it: `on the 3rd … drop it`.
  mutating func lay(
    _ action: Action, on pattern: MessagePattern, occurrence: Occurrence, in world: inout World
  ) -> [Int] {
    let fate: Interceptor.Action
    switch action.id {
    case .dropIt: fate = .dropAndReset
    case .holdIt:
      // A hold with an end is a delay: the message, and all behind it, arrive that much later.
      fate = duration(.duration, of: action).map { .delay($0) } ?? .hold
    case .delayIt: fate = .delay(duration(.by, of: action) ?? .zero)
    default: return []
    }
    return MessageWords.kinds(of: pattern).map { kind in
      var interceptor = interceptor(for: pattern, kind: kind, fate: fate, in: world)
      switch occurrence {
      case .first: break
      case .nth(let number): interceptor.occurrence = Int32(clamping: number)
      case .every: interceptor.times = .max
      }
      interceptor.activeFrom = world.origin
      return world.lay(interceptor)
    }
  }

  /// Lays out an interceptor that only tells the conductor, for lines that do something else.
  mutating func lay(
    telling appointment: Int32, on pattern: MessagePattern, in world: inout World
  ) {
    for kind in MessageWords.kinds(of: pattern) {
      var interceptor = interceptor(
        for: pattern, kind: kind, fate: .tell(appointment), in: world)
      interceptor.times = .max
      interceptor.activeFrom = world.origin
      _ = world.lay(interceptor)
    }
  }

  private mutating func interceptor(
    for pattern: MessagePattern, kind: MessageKind, fate: Interceptor.Action,
    in world: borrowing World
  ) -> Interceptor {
    var interceptor = Interceptor(
      kind: kind, from: end(pattern.nodes(.from), in: world),
      to: end(pattern.nodes(.to), in: world), action: fate)
    if let target = pattern.targets(.target)?.first,
      case .partition(let name) = target
    {
      interceptor.partition = names.partition(name, in: world.catalog)
    }
    return interceptor
  }

  /// One end of a message pattern. Roles of partitions stay roles, as they move during a run.
  private mutating func end(_ named: [Role]?, in world: borrowing World) -> Interceptor.End {
    guard let role = named?.first else { return .anybody }
    if let name = role.partition(.partition),
      let partition = names.partition(name, in: world.catalog)
    {
      switch role.id {
      case .leader: return .leader(of: partition)
      case .aFollower, .followers: return .follower(of: partition)
      default: break
      }
    }
    switch role.id {
    case .controller: return .controller
    case .any, .every:
      return (role.choice(.kind) ?? "node").hasPrefix("broker") ? .anyBroker : .anybody
    default:
      let nodes = roles.resolve(named ?? [], in: world)
      return nodes.count == 1 ? .node(nodes[0]) : .nodes(nodes)
    }
  }
}

/// The names that scenarios use for Kafka's requests, and the kinds of message they stand for.
enum MessageWords {
  /// The kinds that a pattern means: a request, its response, or both.
  static func kinds(of pattern: MessagePattern) -> [MessageKind] {
    guard let pair = pairs.first(where: { $0.name == pattern.name(.api)?.text }) else { return [] }
    switch pattern.choice(.direction) ?? "" {
    case let word where word.hasPrefix("request"): return [pair.request]
    case let word where word.hasPrefix("response"): return [pair.response]
    default: return [pair.request, pair.response]
    }
  }

  /// One row per request that the simulator sends.
  static let pairs: [(name: String, request: MessageKind, response: MessageKind)] = [
    ("produce", .produceRequest, .produceResponse),
    ("fetch", .fetchRequest, .fetchResponse),
    ("list offsets", .listOffsetsRequest, .listOffsetsResponse),
    ("offset for leader epoch", .epochEndRequest, .epochEndResponse),
    ("metadata", .metadataRequest, .metadataResponse),
    ("init producer id", .initProducerIDRequest, .initProducerIDResponse),
    ("leader and isr", .leaderAndISRRequest, .leaderAndISRResponse),
    ("update metadata", .updateMetadataRequest, .updateMetadataResponse),
    ("stop replica", .stopReplicaRequest, .stopReplicaResponse),
    ("alter partition", .alterPartitionRequest, .alterPartitionResponse),
    ("controlled shutdown", .controlledShutdownRequest, .controlledShutdownResponse),
    ("allocate producer ids", .allocateProducerIDsRequest, .allocateProducerIDsResponse),
    ("find coordinator", .findCoordinatorRequest, .findCoordinatorResponse),
    ("join group", .joinGroupRequest, .joinGroupResponse),
    ("sync group", .syncGroupRequest, .syncGroupResponse),
    ("heartbeat", .heartbeatRequest, .heartbeatResponse),
    ("leave group", .leaveGroupRequest, .leaveGroupResponse),
    ("offset commit", .offsetCommitRequest, .offsetCommitResponse),
    ("offset fetch", .offsetFetchRequest, .offsetFetchResponse),
    ("zookeeper", .zooKeeperRequest, .zooKeeperResponse),
  ]
}
