import Kernel

/// What a consumer keeps of its fetches from one broker.
///
/// The list of parts travels with the request and comes back with the answer, as a follower's does
/// (see `FetchSession.swift`). As long as nothing happens but reading on, it is sent again with new
/// offsets; whatever else changes begins another plan, whose lists are made anew. What Kafka's
/// FetchSessionHandler (KIP-227) saves on the wire is saved here in work.
struct ConsumerFetch: Sendable {
  /// Whether a fetch is under way.
  var isUnderWay = false
  /// Whether some parts were changed since the broker saw them.
  var areFresh = false
  /// Whether the broker has not seen the list yet.
  var isNew = true
  /// What the next fetch asks for, once the last one is over.
  var parts = ListRef()
  /// The plan that the list belongs to; zero is none.
  var plan: UInt32 = 0
  /// The look at all partitions that made the list.
  var pass: UInt32 = 0
  /// The last look that left a partition of the broker out.
  var incompletePass: UInt32 = 0

  /// Begins another list, and gives the last one back.
  mutating func beginList(plan: UInt32, pass: UInt32) -> ListRef {
    self.plan = plan
    self.pass = pass
    isNew = true
    return takeParts()
  }

  /// Leaves a partition out: neither a list under way nor that of this pass is whole.
  mutating func leaveOut(pass: UInt32) {
    incompletePass = pass
    if isUnderWay { plan = 0 }
  }

  /// Takes the list out.
  mutating func takeParts() -> ListRef {
    let taken = parts
    parts = ListRef()
    return taken
  }

  /// Begins a fetch with the list.
  @inline(__always)
  mutating func begin() -> (ListRef, FetchRequest.Change) {
    let change: FetchRequest.Change = isNew ? .renewed : areFresh ? .some : .none
    if isNew && incompletePass == pass { plan = 0 }
    isUnderWay = true
    isNew = false
    areFresh = false
    return (takeParts(), change)
  }
}

/// Fetching on with the lists that came back.
extension Consumer {
  /// Something other than reading on has changed what is to be fetched, or from whom.
  @inline(__always)
  mutating func fetchPlanChanged() {
    fetchPlan = fetchPlan == .max ? 1 : fetchPlan + 1
    isFetchPlanComplete = false
  }

  /// A fetch was answered, with the list that it asked for, or will not be answered.
  mutating func fetchIsOver(_ broker: BrokerID, parts: ListRef) {
    let place = Int(broker.value)
    fetches[place].isUnderWay = false
    fetches[place].parts = parts
    if parts.isEmpty { fetches[place].plan = 0 }
    addFetchTarget(broker)
  }

  /// Whether the lists of all brokers that can be asked belong to the present plan.
  @inline(__always)
  var areTargetsCurrent: Bool {
    for broker in fetchTargets where fetches[Int(broker.value)].plan != fetchPlan { return false }
    return true
  }

  /// Sends the lists that came back, with the offsets that have been reached.
  mutating func fetchAgain(turn: inout Turn) {
    for target in fetchTargets.indices {
      let place = Int(fetchTargets[target].value)
      var cursor = turn.messages.fetchParts.first(fetches[place].parts)
      while cursor >= 0 {
        let part = turn.messages.fetchParts[cursor]
        let position = partitions[Int(slotOfPartition[part.partition.index])].position
        if part.fetchOffset != position {
          turn.messages.fetchParts[cursor].fetchOffset = position
          turn.messages.fetchParts[cursor].isFresh = true
          fetches[place].areFresh = true
        }
        cursor = turn.messages.fetchParts.next(cursor)
      }
      exhaustiveInvariant(
        isCurrent(fetches[place].parts, fetchTargets[target], turn),
        "consumer \(client) asks \(fetchTargets[target]) for something outdated")
    }
    transmitFetches(turn: &turn)
  }

  /// Whoever returned records goes to the end of the list, too.
  mutating func movePartToEnd(_ partition: PartitionID, _ broker: BrokerID, turn: inout Turn) {
    var previous = ListRef.end
    var cursor = turn.messages.fetchParts.first(fetches[Int(broker.value)].parts)
    while cursor >= 0 && turn.messages.fetchParts[cursor].partition != partition {
      previous = cursor
      cursor = turn.messages.fetchParts.next(cursor)
    }
    if cursor < 0 { return }
    turn.messages.fetchParts.moveToEnd(
      cursor, after: previous, in: &fetches[Int(broker.value)].parts)
  }

  /// Whether a new list would say the same; for checks of our own.
  private func isCurrent(
    _ parts: ListRef, _ broker: BrokerID, _ turn: borrowing Turn
  ) -> Bool {
    var cursor = turn.messages.fetchParts.first(parts)
    var slot = firstInOrder
    while slot >= 0 {
      let place = Int(slot)
      slot = partitions[place].next
      guard partitions[place].isFetchable, partitions[place].buffer.isEmpty,
        partitions[place].restsUntil <= turn.now
      else { return false }
      if partitions[place].source(now: turn.now) != broker { continue }
      guard cursor >= 0 else { return false }
      let was = turn.messages.fetchParts[cursor]
      let now = fetchPart(place)
      guard now.partition == was.partition, now.fetchOffset == was.fetchOffset,
        now.currentLeaderEpoch == was.currentLeaderEpoch, now.maxBytes == was.maxBytes
      else { return false }
      cursor = turn.messages.fetchParts.next(cursor)
    }
    return cursor < 0
  }
}
