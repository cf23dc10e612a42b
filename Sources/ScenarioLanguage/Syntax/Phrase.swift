/// A construct with its places filled in; what it means is said by its identity.
public struct Phrase<ID: FormID>: Equatable, Sendable {
  /// Which construct.
  public var id: ID
  /// What was filled in, in the order of the form's slots.
  public var arguments: [Filled]
  /// Where it was written.
  public var place: Place

  /// A construct with its arguments; printing and comparing expect them in the form's order.
  public init(_ id: ID, _ arguments: [Filled] = [], at place: Place = .nowhere) {
    self.id = id
    self.arguments = arguments
    self.place = place
  }

  /// What fills a slot, if anything does.
  public subscript(slot: Slot) -> Argument? { arguments.first { $0.slot == slot }?.argument }
}

/// A slot and what fills it.
public struct Filled: Equatable, Sendable {
  /// The slot's name within the form.
  public var slot: Slot
  /// What was written there.
  public var argument: Argument
  /// Where it was written.
  public var place: Place

  /// A filled slot.
  public init(_ slot: Slot, _ argument: Argument, at place: Place = .nowhere) {
    self.slot = slot
    self.argument = argument
    self.place = place
  }
}

/// What may fill a slot.
public enum Argument: Equatable, Sendable {
  case nodes([Role])
  case time(Drawn<TimeAmount>)
  case count(Drawn<Count>)
  case percent(Drawn<Percent>)
  case size(Drawn<ByteSize>)
  case shift(TimeShift)
  case drift(Drift)
  case factor(Factor)
  case ids([Int])
  case partitions([PartitionName])
  case targets([Target])
  case name(NameKind, [Word])
  case value(Word)
  case subject(Phrase<SubjectID>)
  case link(Phrase<LinkID>)
  case message(MessagePattern)
  case event(EventPhrase)
  case flag
  case choice(String)
}

/// A node, or several, by id or by role.
public typealias Role = Phrase<RoleID>
/// A kind of message on its way between nodes.
public typealias MessagePattern = Phrase<MessageID>
/// Something that history may tell.
public typealias EventPhrase = Phrase<EventID>
/// Something that is done to the world.
public typealias Action = Phrase<FaultID>
/// Something that a run can be asked for.
public typealias Measure = Phrase<MeasureID>

/// A topic or one of its partitions.
public enum Target: Equatable, Sendable {
  case topic(Word)
  case partition(PartitionName)

  /// As written.
  public var written: String {
    switch self {
    case .topic(let word): word.text
    case .partition(let partition): partition.description
    }
  }

  /// Where it was written.
  public var place: Place {
    switch self {
    case .topic(let word): word.place
    case .partition(let partition): partition.place
    }
  }
}

/// What a name refers to, and so where it has to be declared.
public enum NameKind: String, Equatable, Sendable {
  /// A topic.
  case topic
  /// A producer or a consumer.
  case client
  /// A topic, a producer or a consumer.
  case declared
  /// A producer.
  case producer
  /// A consumer.
  case consumer
  /// A consumer or a group.
  case reader
  /// A group.
  case group
  /// What an `as` gave.
  case label
  /// The author's own, declared nowhere else.
  case free
  /// A property or a setting of ours.
  case key
  /// A Kafka error, by its name in capitals.
  case error
  /// A path in ZooKeeper's tree.
  case znode
  /// A Kafka request, in the spelling of the table.
  case api
}
