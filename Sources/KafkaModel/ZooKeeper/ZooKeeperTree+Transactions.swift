import Kernel

/// One change that a transaction made, with what it takes to undo it.
struct ZNodeChange: Sendable {
  /// Where.
  var path: ZNodePath
  /// What a watch on that path sees.
  var event: WatchEvent
  /// The node before; nil when the change created it.
  var before: ZNode?
  /// The counters of the parent before.
  var directoryBefore: ZooKeeperTree.Directory?
}

extension ZooKeeperTree {
  /// Answers a question about the tree.
  func read(_ operation: ZooKeeperOperation) -> ZooKeeperResult {
    switch operation {
    case .getData(let path, _):
      guard let node = node(at: path) else { return .noNode }
      return .data(node.data, node.stat)
    case .exists(let path, _):
      return node(at: path).map { .stat($0.stat) } ?? .noNode
    case .getChildren(let path, _):
      return node(at: path) == nil ? .noNode : .children(children(of: path))
    case .check(let path, let version):
      return checkVersion(of: path, version)
    case .create, .createSequential, .setData, .delete, .multi:
      invariant(false, "a write was taken for a read")
      return .noNode
    }
  }

  /// Carries out one write for a session, as one transaction; `changes` receives what was changed.
  ///
  /// A multi is all or nothing: at the first refusal everything before it is undone, and the
  /// results end with the refusal. An operation that was undone is listed as `ok`.
  mutating func write(
    _ operation: ZooKeeperOperation, session: Int64, changes: inout [ZNodeChange]
  ) -> ZooKeeperResult {
    let transaction = beginTransaction()
    guard case .multi(let operations) = operation else {
      return change(operation, transaction, session, &changes)
    }
    var results: [ZooKeeperResult] = []
    for part in operations {
      let result = change(part, transaction, session, &changes)
      results.append(result)
      if !result.isSuccess {
        undo(&changes)
        let undone = [ZooKeeperResult](repeating: .ok, count: results.count - 1)
        return .multi(undone + [result])
      }
    }
    return .multi(results)
  }

  /// Deletes the nodes of a closed session in one transaction.
  mutating func deleteAll(_ paths: [ZNodePath], changes: inout [ZNodeChange]) {
    let transaction = beginTransaction()
    for path in paths { _ = delete(path, version: -1, transaction, &changes) }
  }

  /// One operation of a transaction.
  private mutating func change(
    _ operation: ZooKeeperOperation, _ transaction: Int64, _ session: Int64,
    _ changes: inout [ZNodeChange]
  ) -> ZooKeeperResult {
    switch operation {
    case .create(let path, let data, let isEphemeral):
      let owner = isEphemeral ? session : 0
      return create(path, data, owner: owner, transaction, &changes)
    case .createSequential(let path, let data):
      let directory = path.isDirectory ? path : path.parent
      let number = directory.map { self.directory(at: $0).created } ?? 0
      guard let child = path.sequential(number: number) else { return .noNode }
      return create(child, data, owner: 0, transaction, &changes)
    case .setData(let path, let data, let version):
      return setData(path, data, version: version, transaction, &changes)
    case .delete(let path, let version):
      return delete(path, version: version, transaction, &changes)
    case .check, .getData, .exists, .getChildren:
      return read(operation)
    case .multi:
      invariant(false, "a transaction holds another transaction")
      return .noNode
    }
  }

  private mutating func create(
    _ path: ZNodePath, _ data: ZNodeData, owner: Int64, _ transaction: Int64,
    _ changes: inout [ZNodeChange]
  ) -> ZooKeeperResult {
    guard node(at: path) == nil else { return .nodeExists }
    let stat = ZNodeStat(
      version: 0, created: transaction, modified: transaction, owner: owner)
    var change = ZNodeChange(path: path, event: .nodeCreated, before: nil, directoryBefore: nil)
    if let parent = path.parent {
      var directory = directory(at: parent)
      change.directoryBefore = directory
      directory.created += 1
      directory.childrenModified = transaction
      setDirectory(directory, at: parent)
    }
    put(ZNode(data: data, stat: stat), at: path)
    changes.append(change)
    return .created(path, stat)
  }

  private mutating func setData(
    _ path: ZNodePath, _ data: ZNodeData, version: Int32, _ transaction: Int64,
    _ changes: inout [ZNodeChange]
  ) -> ZooKeeperResult {
    guard let before = node(at: path) else { return .noNode }
    guard version == -1 || version == before.stat.version else { return .badVersion }
    var after = ZNode(data: data, stat: before.stat)
    after.stat.version += 1
    after.stat.modified = transaction
    put(after, at: path)
    changes.append(ZNodeChange(path: path, event: .nodeDataChanged, before: before))
    return .stat(after.stat)
  }

  /// Deletes a node; a topic takes its state nodes with it, which Kafka deletes one by one.
  private mutating func delete(
    _ path: ZNodePath, version: Int32, _ transaction: Int64, _ changes: inout [ZNodeChange]
  ) -> ZooKeeperResult {
    guard let before = node(at: path), !path.isDirectory else { return .noNode }
    guard version == -1 || version == before.stat.version else { return .badVersion }
    if case .topic(let assignment) = before.data {
      for part in assignment.partitions {
        _ = delete(.partitionState(part.partition), version: -1, transaction, &changes)
      }
    }
    var change = ZNodeChange(path: path, event: .nodeDeleted, before: before)
    if let parent = path.parent {
      var directory = directory(at: parent)
      change.directoryBefore = directory
      directory.childrenModified = transaction
      setDirectory(directory, at: parent)
    }
    put(nil, at: path)
    changes.append(change)
    return .ok
  }

  private func checkVersion(of path: ZNodePath, _ version: Int32) -> ZooKeeperResult {
    guard let node = node(at: path) else { return .noNode }
    return version == -1 || version == node.stat.version ? .ok : .badVersion
  }

  private mutating func undo(_ changes: inout [ZNodeChange]) {
    while let change = changes.popLast() {
      put(change.before, at: change.path)
      if let parent = change.path.parent, let directory = change.directoryBefore {
        setDirectory(directory, at: parent)
      }
    }
  }
}

extension ZooKeeperOperation {
  /// Whether the operation changes the tree and therefore needs a quorum.
  var isWrite: Bool {
    switch self {
    case .create, .createSequential, .setData, .delete, .multi: true
    case .check, .getData, .exists, .getChildren: false
    }
  }

  /// The watch that the operation wants to leave behind.
  ///
  /// Reads that fail leave none, but `exists` does: it waits for the node.
  var wantedWatch: WatchRegistration? {
    switch self {
    case .getData(let path, let watch): watch ? WatchRegistration(path: path, kind: .data) : nil
    case .exists(let path, let watch):
      watch ? WatchRegistration(path: path, kind: .exists) : nil
    case .getChildren(let path, let watch):
      watch ? WatchRegistration(path: path, kind: .children) : nil
    case .create, .createSequential, .setData, .delete, .check, .multi: nil
    }
  }
}

extension ZooKeeperResult {
  /// Whether the operation was carried out; a multi was, when its last result was.
  var isSuccess: Bool {
    switch self {
    case .ok, .created, .stat, .data, .children: true
    case .multi(let results): results.last?.isSuccess ?? true
    case .noNode, .nodeExists, .badVersion, .sessionExpired, .connectionLoss: false
    }
  }
}
