import Kernel

/// An ordered list of broker ids, held in place: assigned replicas, an ISR, a target of an
/// election.
///
/// Plain old data, because metadata holds one per partition and per broker and every fork copies
/// it. Kafka keeps the ISR as an ordered list too; elections follow the order of the *assignment*.
public struct ReplicaList: Hashable, Sendable {
  /// The most brokers a list can name; a scenario that asks for more is refused before the run.
  public static let capacity = 15

  @usableFromInline var storage: InlineArray<15, Int16>
  @usableFromInline var length: Int16

  /// The empty list.
  @inlinable public init() {
    storage = InlineArray(repeating: -1)
    length = 0
  }

  /// The brokers in the order given.
  public init(_ brokers: some Sequence<BrokerID>) {
    self.init()
    for broker in brokers { append(broker) }
  }

  /// How many brokers the list names.
  @inlinable public var count: Int { Int(length) }
  /// Whether it names nobody.
  @inlinable public var isEmpty: Bool { length == 0 }

  /// The broker at a place of the list.
  @inlinable public subscript(place: Int) -> BrokerID { BrokerID(Int32(storage[place])) }

  /// The first broker, which for an assignment is the preferred leader.
  @inlinable public var first: BrokerID? { length == 0 ? nil : self[0] }

  /// Adds a broker at the end.
  public mutating func append(_ broker: BrokerID) {
    invariant(count < Self.capacity, "a replica list holds \(Self.capacity) brokers at most")
    storage[count] = Int16(truncatingIfNeeded: broker.value)
    length += 1
  }

  /// Whether the list names the broker.
  @inlinable public func contains(_ broker: BrokerID) -> Bool {
    for place in 0..<count where Int32(storage[place]) == broker.value { return true }
    return false
  }

  /// The place of the broker in the list.
  @inlinable public func place(of broker: BrokerID) -> Int? {
    for place in 0..<count where Int32(storage[place]) == broker.value { return place }
    return nil
  }

  /// The same list without the broker, order kept.
  public func removing(_ broker: BrokerID) -> ReplicaList { filter { $0 != broker } }

  /// The same list without those brokers, order kept.
  public func removing(_ others: ReplicaList) -> ReplicaList { filter { !others.contains($0) } }

  /// The same list with the broker at its end.
  public func appending(_ broker: BrokerID) -> ReplicaList {
    var longer = self
    longer.append(broker)
    return longer
  }

  /// The brokers for which the condition is true, order kept.
  @inlinable public func filter(_ isKept: (BrokerID) -> Bool) -> ReplicaList {
    var kept = ReplicaList()
    for place in 0..<count where isKept(self[place]) { kept.append(self[place]) }
    return kept
  }

  /// The first broker for which the condition is true.
  @inlinable public func first(where isWanted: (BrokerID) -> Bool) -> BrokerID? {
    for place in 0..<count where isWanted(self[place]) { return self[place] }
    return nil
  }

  /// Whether every broker of this list is in the other, in any order.
  public func isSubset(of other: ReplicaList) -> Bool {
    for place in 0..<count where !other.contains(self[place]) { return false }
    return true
  }

  /// Whether both lists name the same brokers, in any order.
  public func hasSameMembers(as other: ReplicaList) -> Bool {
    count == other.count && isSubset(of: other)
  }

  /// The brokers as an array, for printing and for cold paths.
  public var brokers: [BrokerID] { (0..<count).map { self[$0] } }

  /// Adds the list to a digest.
  public func combine(into digest: inout Digest) {
    digest.combine(UInt64(truncatingIfNeeded: length))
    for place in 0..<count { digest.combine(UInt64(bitPattern: Int64(storage[place]))) }
  }

  /// Equal lists name the same brokers in the same order.
  @inlinable public static func == (left: ReplicaList, right: ReplicaList) -> Bool {
    guard left.length == right.length else { return false }
    for place in 0..<left.count where left.storage[place] != right.storage[place] { return false }
    return true
  }

  /// Feeds what `==` compares.
  public func hash(into hasher: inout Hasher) {
    for place in 0..<count { hasher.combine(storage[place]) }
  }
}

/// Some members of a replica list, told by their places: a sixteenth of a list's size, for what is
/// copied a million times.
public struct ReplicaPlaces: Equatable, Sendable {
  private var bits: UInt16 = 0

  /// The places of those members that the other list names, too.
  public init(of members: ReplicaList, in list: ReplicaList) {
    for place in 0..<list.count where members.contains(list[place]) { bits |= 1 << place }
  }

  /// Whether nobody is meant.
  public var isEmpty: Bool { bits == 0 }

  /// Whether the member at a place is meant.
  fileprivate func contains(_ place: Int) -> Bool { bits & (1 << place) != 0 }
}

extension ReplicaList {
  /// The members at those places, in the order of this list.
  public subscript(places: ReplicaPlaces) -> ReplicaList {
    var chosen = ReplicaList()
    for place in 0..<count where places.contains(place) { chosen.append(self[place]) }
    return chosen
  }
}

extension ReplicaList: CustomStringConvertible, ExpressibleByArrayLiteral {
  /// The ids, separated by commas, as Kafka's tools print them.
  public var description: String { brokers.map(\.description).joined(separator: ",") }

  /// A list written in place, for tables and tests.
  public init(arrayLiteral ids: Int32...) { self.init(ids.map { BrokerID($0) }) }
}
