import Kernel

/// A fetch that waits for records (`DelayedFetch`); on completion everything is read again.
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
}

/// One partition that a delayed fetch watches; it hangs in the fetch's list and in the replica's.
struct FetchWatch: Sendable {
  /// The fetch.
  var owner: Int32
  /// The slot of the replica.
  var replica: Int32
  /// The part of the request, as a cursor in the message pool.
  var part: Int32
  /// The next watch of the same fetch, or -1.
  var nextOfOwner: Int32 = -1
  /// The previous watch of the same replica, or -1.
  var previous: Int32 = -1
  /// The next watch of the same replica, or -1.
  var next: Int32 = -1
}

extension BrokerProcess {
  /// Hangs a watch of a parked fetch on a replica.
  mutating func watchFetch(owner: Int32, replica: Int32, part: Int32) {
    let last = partitions[Int(replica)].lastFetchWatch
    let watch = fetchWatches.insert(
      FetchWatch(owner: owner, replica: replica, part: part, previous: last))
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
  }

  /// Takes a fetch off all replicas that it watches.
  mutating func unwatchFetch(_ owner: Int32) {
    var watch = fetches[owner].firstWatch
    while watch >= 0 {
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
