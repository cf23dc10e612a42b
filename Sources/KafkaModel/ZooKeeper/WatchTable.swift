import Kernel

/// The one-shot watches of the ensemble's clients: who asked to be told about which node.
///
/// WatchManager of ZooKeeper: `getData` and `exists` share one table, `getChildren` has its own. A
/// watch belongs to a connection and dies with it; the client installs it again on the next one.
struct WatchTable: Sendable {
  private var data = SortedMap<UInt64, [ConnectionID]>()
  private var children = SortedMap<UInt64, [ConnectionID]>()

  /// Which of the two tables.
  enum Table: Sendable { case data, children }

  /// How many watches are set.
  var count: Int {
    data.values.reduce(0) { $0 + $1.count } + children.values.reduce(0) { $0 + $1.count }
  }

  /// Sets a watch; setting it twice changes nothing.
  mutating func add(_ path: ZNodePath, _ table: Table, for connection: ConnectionID) {
    switch table {
    case .data: Self.add(connection, to: &data[path.key, default: []])
    case .children: Self.add(connection, to: &children[path.key, default: []])
    }
  }

  /// Takes the watches that a change fires, in the order in which their clients are told.
  mutating func takeFired(
    by change: ZNodeChange
  ) -> [(connection: ConnectionID, path: ZNodePath, event: WatchEvent)] {
    if data.isEmpty && children.isEmpty { return [] }
    var fired: [(connection: ConnectionID, path: ZNodePath, event: WatchEvent)] = []
    var told = data.removeValue(forKey: change.path.key) ?? []
    if change.event == .nodeDeleted {
      for connection in children.removeValue(forKey: change.path.key) ?? [] {
        Self.add(connection, to: &told)
      }
    }
    for connection in told { fired.append((connection, change.path, change.event)) }
    guard change.event != .nodeDataChanged, let parent = change.path.parent else { return fired }
    for connection in children.removeValue(forKey: parent.key) ?? [] {
      fired.append((connection, parent, .nodeChildrenChanged))
    }
    return fired
  }

  /// Forgets the watches of a connection that is gone.
  mutating func removeAll(of connection: ConnectionID) {
    Self.removeAll(of: connection, from: &data)
    Self.removeAll(of: connection, from: &children)
  }

  private static func add(_ connection: ConnectionID, to watchers: inout [ConnectionID]) {
    if !watchers.contains(connection) { watchers.append(connection) }
  }

  private static func removeAll(
    of connection: ConnectionID, from table: inout SortedMap<UInt64, [ConnectionID]>
  ) {
    var position = table.count - 1
    while position >= 0 {
      if table[position: position].contains(connection) {
        table[position: position].removeAll { $0 == connection }
        if table[position: position].isEmpty { table.removeEntry(at: position) }
      }
      position -= 1
    }
  }
}
