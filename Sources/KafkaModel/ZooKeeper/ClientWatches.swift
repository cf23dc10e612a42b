import Kernel

/// The watches that a client believes to have at its server, so that it can install them again.
///
/// ZKWatchManager of ZooKeeper: a watch stays until its event arrives, and survives a change of the
/// server.
struct ClientWatches: Sendable {
  private var entries = SortedMap<UInt64, Entry>()

  private struct Entry: Sendable {
    var path: ZNodePath
    var kinds: UInt8
  }

  /// Whether no watch is set.
  var isEmpty: Bool { entries.isEmpty }

  /// Every watch, in the order of paths.
  var registrations: [WatchRegistration] {
    var all: [WatchRegistration] = []
    for entry in entries.values {
      for kind in [WatchRegistration.Kind.data, .exists, .children]
      where entry.kinds & Self.bit(kind) != 0 {
        all.append(WatchRegistration(path: entry.path, kind: kind))
      }
    }
    return all
  }

  /// Notes that a watch was set.
  mutating func insert(_ path: ZNodePath, _ kind: WatchRegistration.Kind) {
    entries[path.key, default: Entry(path: path, kinds: 0)].kinds |= Self.bit(kind)
  }

  /// Takes the watches that an event uses up; false when there were none.
  mutating func takeFired(by event: WatchEvent, at path: ZNodePath) -> Bool {
    guard let position = entries.position(of: path.key) else { return false }
    let used: UInt8 =
      switch event {
      case .nodeCreated, .nodeDataChanged: Self.bit(.data) | Self.bit(.exists)
      case .nodeDeleted: Self.bit(.data) | Self.bit(.exists) | Self.bit(.children)
      case .nodeChildrenChanged: Self.bit(.children)
      }
    let before = entries[position: position].kinds
    entries[position: position].kinds &= ~used
    if entries[position: position].kinds == 0 { entries.removeEntry(at: position) }
    return before & used != 0
  }

  /// Forgets every watch.
  mutating func removeAll() { entries.removeAll() }

  private static func bit(_ kind: WatchRegistration.Kind) -> UInt8 { 1 << kind.rawValue }
}
