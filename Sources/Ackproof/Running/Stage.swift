import KafkaModel
import Kernel
import ScenarioLanguage

/// A world with those who act on it: what the conductor moves, and what the judge may ask.
struct Stage: ~Copyable {
  var world: World
  var performer: ActionPerformer

  init(variant: Variant, seed: UInt64) {
    world = World(plan: variant.world, seed: seed)
    performer = ActionPerformer(
      names: variant.names, roles: RoleResolver(names: variant.names, seed: seed))
  }

  private init(_ world: consuming World, _ performer: ActionPerformer) {
    self.world = world
    self.performer = performer
  }

  /// The same stage, to be played on by itself.
  borrowing func fork() -> Stage { Stage(world.fork(), performer) }

  /// Carries out a line's action.
  mutating func perform(_ action: Action) -> ActionOutcome {
    performer.perform(action, in: &world)
  }
}

extension Stage: Surroundings {
  var layout: NodeLayout { world.layout }
  var catalog: Catalog { world.catalog }
  var recordStreams: RecordStreams { world.recordStreams }

  mutating func nodes(_ roles: [Role]) -> [NodeID] {
    // A question must not draw from the stream that the timeline draws from.
    let random = performer.roles.random
    defer { performer.roles.random = random }
    return performer.roles.resolve(roles, in: world)
  }

  mutating func matches(_ phrase: EventPhrase, _ event: HistoryEvent) -> Bool {
    let random = performer.roles.random
    defer { performer.roles.random = random }
    return EventPattern(phrase, names: performer.names)
      .matches(event, roles: &performer.roles, world: world)
  }

  func znode(_ path: String) -> String? {
    world.znodes(groups: performer.names.groups).first { $0.path == path }?.data
  }

  func name(of node: NodeID) -> String { world.name(of: node) }

  func figure(_ figure: Figure) -> Int64? {
    switch figure {
    case .segments(let partition, let broker): world.segments(of: partition, on: broker)
    case .bytesOnDisk(let broker): world.bytesOnDisk(of: broker)
    case .largestBuffer(let node): world.largestBuffer(of: node)
    case .longestBlocking(let node): world.longestBlocking(of: node)?.nanoseconds
    case .messages(let from, let to): world.messagesSent(from: from, to: to)
    case .bytes(let from, let to): world.bytesSent(from: from, to: to)
    case .knows(let epoch, let partition, let broker):
      world.knows(epoch, of: partition, broker) ? 1 : 0
    }
  }

  func ordinal(stream: Int32, place: Int64) -> Int64? {
    performer.roles.ordinals.ordinal(stream: stream, place: place)
  }
}
