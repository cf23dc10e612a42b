import Kernel

/// What a leader keeps of a follower's or consumer's fetches from one to the next, so that
/// partitions with nothing new cost neither side anything.
///
/// The list of parts goes to the leader with its request and back with the answer, and is changed
/// in place. The leader's watches stay where they hang. A part is *quiet* when its last reading
/// found a consumer at the bound of what it may read, or a follower in the in-sync set with
/// everything that the leader has: the next fetch is not read there, because nothing could come of
/// it but a later instant of being caught up, which the session notes once for all of its quiet
/// parts. Whatever changes a partition disturbs its watches first. Nothing of this can be observed:
/// it is Kafka's incremental fetch session (KIP-227) with the cost of one.
extension BrokerProcess {
  /// Marks a watch whose reading found nothing; the session speaks for the follower from now on.
  ///
  /// A consumer has no progress: -1.
  mutating func quiet(_ watch: Int32, progress: Int32) {
    fetchWatches[watch].isQuiet = true
    fetchWatches[watch].progress = progress
    if progress >= 0 { followers[progress].quietWatch = watch }
    fetches[fetchWatches[watch].owner].quietCount += 1
  }

  /// Ends the quiet of a watch: what the session noted for it goes to the follower's progress.
  mutating func unquiet(_ watch: Int32) {
    guard fetchWatches[watch].isQuiet else { return }
    fetchWatches[watch].isQuiet = false
    let owner = fetchWatches[watch].owner
    fetches[owner].quietCount -= 1
    let progress = fetchWatches[watch].progress
    if progress < 0 { return }
    followers[progress].noteQuietFetch(at: fetches[owner].lastFetch)
    followers[progress].quietWatch = -1
  }

  /// A partition is about to change, or has changed: the next fetch of each session reads it again.
  @inline(__always)
  mutating func disturb(_ replica: Int) {
    var watch = partitions[replica].firstFetchWatch
    while watch >= 0 {
      unquiet(watch)
      watch = fetchWatches[watch].next
    }
  }

  /// What is known of a follower, with what its session has noted since.
  @inline(__always)
  func settledProgress(_ progress: Int32) -> FollowerProgress {
    var follower = followers[progress]
    let watch = follower.quietWatch
    if watch >= 0 {
      follower.noteQuietFetch(at: fetches[fetchWatches[watch].owner].lastFetch)
    }
    return follower
  }

  /// Forgets a session: its connection is over.
  mutating func endSession(_ session: Int32) {
    unwatchFetch(session)
    _ = fetches.remove(session)
  }

  /// The same for followers alone: the log has grown beyond what consumers may read.
  @inline(__always)
  mutating func disturbFollowers(_ replica: Int) {
    var watch = partitions[replica].firstFetchWatch
    while watch >= 0 {
      if fetchWatches[watch].isOfFollower { unquiet(watch) }
      watch = fetchWatches[watch].next
    }
  }

  /// The parked fetches that watch a replica, in the order in which they were parked.
  ///
  /// The watches of sessions stay where they hang, so that the list itself has another order.
  mutating func gatherParked(_ replica: Int, of kind: WakeKind) {
    wakes.removeAll()
    var watch = partitions[replica].firstFetchWatch
    while watch >= 0 {
      let owner = fetchWatches[watch].owner
      if fetches[owner].isParked && kind.concerns(fetchWatches[watch]) {
        wakes.append(ParkedWatch(order: fetches[owner].order, watch: watch))
        var place = wakes.count - 1
        while place > 0 && wakes[place - 1].order > wakes[place].order {
          wakes.swapAt(place - 1, place)
          place -= 1
        }
      }
      watch = fetchWatches[watch].next
    }
  }

  /// Whose fetches may find something new.
  enum WakeKind: Sendable {
    case all, followers, consumers

    @inline(__always)
    func concerns(_ watch: FetchWatch) -> Bool {
      switch self {
      case .all: true
      case .followers: watch.isOfFollower
      case .consumers: !watch.isOfFollower
      }
    }
  }

  /// A parked fetch's watch, with the fetch's place in the order of parking.
  struct ParkedWatch: Sendable {
    var order: UInt64
    var watch: Int32
  }
}
