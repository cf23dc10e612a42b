/// A simulated process of any kind that has an address in the network.
@frozen public struct NodeID: Comparable, Hashable, Sendable {
  /// The node's place among all nodes, from zero.
  public let index: Int32

  /// The node at that place.
  @inlinable public init(_ index: Int32) { self.index = index }
  /// The node at that place.
  @inlinable public init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }

  /// The number as an array index.
  @inlinable public var place: Int { Int(index) }

  /// Orders nodes by their places.
  @inlinable public static func < (left: NodeID, right: NodeID) -> Bool {
    left.index < right.index
  }
}

/// One connection between a client and a server; a later one in the same slot has another
/// generation.
@frozen public struct ConnectionID: Hashable, Sendable {
  /// The slot.
  public let index: Int32
  /// How many connections had the slot before.
  public let generation: UInt32

  /// The connection of that generation in that slot.
  @inlinable public init(index: Int32, generation: UInt32) {
    self.index = index
    self.generation = generation
  }

  /// A name that belongs to no connection, for fields that are filled later.
  @inlinable public static var none: ConnectionID {
    ConnectionID(index: -1, generation: .max)
  }
}

/// One direction between two nodes, as a key that sorts by sender and then receiver.
@frozen public struct LinkID: Comparable, Hashable, Sendable {
  @usableFromInline let word: UInt64

  /// The link from one node to another.
  @inlinable public init(from: NodeID, to: NodeID) {
    word = UInt64(UInt32(bitPattern: from.index)) << 32 | UInt64(UInt32(bitPattern: to.index))
  }

  /// The sending node.
  @inlinable public var from: NodeID { NodeID(Int32(truncatingIfNeeded: word >> 32)) }
  /// The receiving node.
  @inlinable public var to: NodeID { NodeID(Int32(truncatingIfNeeded: word)) }
  /// The link in the other direction.
  @inlinable public var reversed: LinkID { LinkID(from: to, to: from) }

  /// Orders links by sender, then receiver.
  @inlinable public static func < (left: LinkID, right: LinkID) -> Bool {
    left.word < right.word
  }
}
