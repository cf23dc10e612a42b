import Kernel

/// A fetch that waits for records (`DelayedFetch`); on completion everything is read again.
///
/// In a session it stays between two fetches.
struct DelayedFetch: Sendable {
  /// Who asks.
  var ticket: RequestTicket
  /// The request; its parts stay in the message pool until the answer.
  var request: FetchRequest
  /// The first of its watches, or -1.
  var firstWatch: Int32 = -1
  /// The last of its watches, or -1.
  var lastWatch: Int32 = -1
  /// When it is answered with whatever there is.
  var timer: EventHandle?
  /// Whether it stays when it is answered.
  var isSession = false
  /// Whether a fetch waits in it now.
  var isParked = false
  /// How many fetches were parked before.
  var order: UInt64 = 0
  /// How many of its watches are quiet.
  var quietCount: Int32 = 0
  /// When the last fetch of the session was read, for its quiet parts.
  var lastFetch: Instant = .longAgo
}

extension DelayedFetch {
  /// Begins to serve another request in a session.
  @inline(__always)
  mutating func enter(_ next: FetchRequest, _ from: RequestTicket) {
    request = next
    ticket = from
  }

  /// Begins to wait, behind those that wait already.
  @inline(__always)
  mutating func park(order place: UInt64) {
    isParked = true
    order = place
  }

  /// Ends the wait in a session, and gives the timer back that would have.
  @inline(__always)
  mutating func wake() -> EventHandle? {
    isParked = false
    defer { timer = nil }
    return timer
  }

  /// Gives the parts back to whoever asked.
  @inline(__always)
  mutating func takeParts() -> ListRef {
    defer { request.parts = ListRef() }
    return request.parts
  }
}

/// One partition that a delayed fetch watches; it hangs in the fetch's list and in the replica's.
struct FetchWatch: Sendable {
  /// The fetch.
  var owner: Int32
  /// The slot of the replica.
  var replica: Int32
  /// The part of the request, as a cursor in the message pool.
  var part: Int32
  /// Whether a follower asks; its bound is another than that of consumers.
  var isOfFollower: Bool
  /// The next watch of the same fetch, or -1.
  var nextOfOwner: Int32 = -1
  /// The previous watch of the same replica, or -1.
  var previous: Int32 = -1
  /// The next watch of the same replica, or -1.
  var next: Int32 = -1
  /// Whether nothing has changed since a reading that found nothing.
  var isQuiet = false
  /// What the leader knows of the follower, while the watch is quiet.
  var progress: Int32 = -1
}

extension BrokerProcess {
  /// The next place in the order of parking.
  mutating func nextParkOrder() -> UInt64 {
    parkCount += 1
    return parkCount
  }

  /// Hangs a watch of a fetch on a replica.
  @discardableResult
  mutating func watchFetch(
    owner: Int32, replica: Int32, part: Int32, isOfFollower: Bool
  ) -> Int32 {
    let last = partitions[Int(replica)].lastFetchWatch
    let watch = fetchWatches.insert(
      FetchWatch(
        owner: owner, replica: replica, part: part, isOfFollower: isOfFollower, previous: last))
    if last >= 0 {
      fetchWatches[last].next = watch
    } else {
      partitions[Int(replica)].firstFetchWatch = watch
    }
    partitions[Int(replica)].lastFetchWatch = watch
    let lastOfOwner = fetches[owner].lastWatch
    if lastOfOwner >= 0 {
      fetchWatches[lastOfOwner].nextOfOwner = watch
    } else {
      fetches[owner].firstWatch = watch
    }
    fetches[owner].lastWatch = watch
    return watch
  }

  /// Ends the quiet of everything that a session watches.
  mutating func unquietAll(of session: Int32) {
    var watch = fetches[session].firstWatch
    while watch >= 0 {
      unquiet(watch)
      watch = fetchWatches[watch].nextOfOwner
    }
  }

  /// Takes a fetch off all replicas that it watches.
  mutating func unwatchFetch(_ owner: Int32) {
    var watch = fetches[owner].firstWatch
    while watch >= 0 {
      unquiet(watch)
      let entry = fetchWatches.remove(watch)
      let replica = Int(entry.replica)
      if entry.previous >= 0 {
        fetchWatches[entry.previous].next = entry.next
      } else {
        partitions[replica].firstFetchWatch = entry.next
      }
      if entry.next >= 0 {
        fetchWatches[entry.next].previous = entry.previous
      } else {
        partitions[replica].lastFetchWatch = entry.previous
      }
      watch = entry.nextOfOwner
    }
    fetches[owner].firstWatch = -1
    fetches[owner].lastWatch = -1
  }
}
