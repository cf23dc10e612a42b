/// Typed questions to a phrase: what fills a slot, in the type that the slot has.
extension Phrase {
  /// The nodes of a slot.
  public func nodes(_ slot: Slot) -> [Role]? {
    if case .nodes(let value) = self[slot] { value } else { nil }
  }

  /// The time of a slot, fixed or drawn.
  public func time(_ slot: Slot) -> Drawn<TimeAmount>? {
    if case .time(let value) = self[slot] { value } else { nil }
  }

  /// The number of a slot, fixed or drawn.
  public func counts(_ slot: Slot) -> Drawn<Count>? {
    if case .count(let value) = self[slot] { value } else { nil }
  }

  /// The fixed number of a slot.
  public func count(_ slot: Slot) -> Int64? { counts(slot)?.lower.value }

  /// The share of a slot, fixed or drawn.
  public func percent(_ slot: Slot) -> Drawn<Percent>? {
    if case .percent(let value) = self[slot] { value } else { nil }
  }

  /// The size of a slot, fixed or drawn.
  public func size(_ slot: Slot) -> Drawn<ByteSize>? {
    if case .size(let value) = self[slot] { value } else { nil }
  }

  /// The clock shift of a slot.
  public func shift(_ slot: Slot) -> TimeShift? {
    if case .shift(let value) = self[slot] { value } else { nil }
  }

  /// The clock drift of a slot.
  public func drift(_ slot: Slot) -> Drift? {
    if case .drift(let value) = self[slot] { value } else { nil }
  }

  /// The factor of a slot.
  public func factor(_ slot: Slot) -> Factor? {
    if case .factor(let value) = self[slot] { value } else { nil }
  }

  /// The numbers of a slot.
  public func ids(_ slot: Slot) -> [Int]? {
    if case .ids(let value) = self[slot] { value } else { nil }
  }

  /// The partitions of a slot.
  public func partitions(_ slot: Slot) -> [PartitionName]? {
    if case .partitions(let value) = self[slot] { value } else { nil }
  }

  /// The one partition of a slot.
  public func partition(_ slot: Slot) -> PartitionName? { partitions(slot)?.first }

  /// The topics or partitions of a slot.
  public func targets(_ slot: Slot) -> [Target]? {
    if case .targets(let value) = self[slot] { value } else { nil }
  }

  /// The names of a slot.
  public func names(_ slot: Slot) -> [Word]? {
    if case .name(_, let value) = self[slot] { value } else { nil }
  }

  /// The one name of a slot.
  public func name(_ slot: Slot) -> Word? { names(slot)?.first }

  /// The property value of a slot.
  public func value(_ slot: Slot) -> Word? {
    if case .value(let value) = self[slot] { value } else { nil }
  }

  /// Whose configuration a slot means.
  public func subject(_ slot: Slot) -> Phrase<SubjectID>? {
    if case .subject(let value) = self[slot] { value } else { nil }
  }

  /// The link of a slot.
  public func link(_ slot: Slot) -> Phrase<LinkID>? {
    if case .link(let value) = self[slot] { value } else { nil }
  }

  /// The message of a slot.
  public func message(_ slot: Slot) -> MessagePattern? {
    if case .message(let value) = self[slot] { value } else { nil }
  }

  /// The history event of a slot.
  public func event(_ slot: Slot) -> EventPhrase? {
    if case .event(let value) = self[slot] { value } else { nil }
  }

  /// Whether a flag was written.
  public func has(_ slot: Slot) -> Bool { self[slot] != nil }

  /// The words of a choice.
  public func choice(_ slot: Slot) -> String? {
    if case .choice(let value) = self[slot] { value } else { nil }
  }
}
