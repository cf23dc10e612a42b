import Kernel

/// Fetches of followers and consumers (`ReplicaManager.fetchMessages`): read, note the follower's
/// progress, answer or park.
extension Broker {
  /// Serves a fetch.
  mutating func serve(_ request: FetchRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if keepsSession(request, turn.semantics) {
      return serveInSession(request, ticket, turn: &turn)
    }
    let reading = read(request, ticket, notesProgress: request.isFromFollower, turn: &turn)
    let mustAnswer =
      reading.mustAnswer || request.maxWait <= .zero || request.parts.isEmpty
      || reading.readableBytes >= Int64(request.minBytes)
    if mustAnswer {
      return answerFetch(ticket, request, reading, turn: &turn)
    }
    turn.messages.free(FetchResponse(error: .none, parts: reading.parts, byteCount: 0))
    park(request, ticket, turn: &turn)
  }

  /// Remembers what a follower has been told.
  mutating func noteSent(_ parts: ListRef, to follower: BrokerID, turn: inout Turn) {
    var cursor = turn.messages.fetchedParts.first(parts)
    while cursor >= 0 {
      noteSent(turn.messages.fetchedParts[cursor], to: follower)
      cursor = turn.messages.fetchedParts.next(cursor)
    }
  }

  private mutating func noteSent(_ part: FetchedPart, to follower: BrokerID) {
    let slot = disk.slot(of: part.partition)
    guard slot >= 0 else { return }
    let cursor = process.progress(of: follower, on: Int(slot))
    guard cursor >= 0 else { return }
    process.followers[cursor].noteSent(
      highWatermark: part.highWatermark, logStart: part.logStart)
  }

  /// Answers a fetch and gives its request's parts back.
  mutating func answerFetch(
    _ ticket: RequestTicket, _ request: FetchRequest, _ reading: FetchReading, turn: inout Turn
  ) {
    if request.isFromFollower { noteSent(reading.parts, to: request.replica, turn: &turn) }
    turn.messages.fetchParts.free(request.parts)
    let response = FetchResponse(
      error: .none, parts: reading.parts,
      byteCount: Int32(truncatingIfNeeded: min(reading.byteCount, Int64(Int32.max))))
    answer(ticket, .fetched(response), turn: &turn)
  }

  /// Reads every part of a fetch, in the order of the request.
  ///
  /// Each part is read before the follower's progress is noted: the answer carries the high
  /// watermark from before the fetch was counted, which is why a follower learns of a commit one
  /// round trip late.
  mutating func read(
    _ request: FetchRequest, _ ticket: RequestTicket, notesProgress: Bool, turn: inout Turn
  ) -> FetchReading {
    var reading = FetchReading(bytesLeft: bytesMax(of: request))
    var cursor = turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      let part = turn.messages.fetchParts[cursor]
      let before = reading.failures
      read(part, of: request, ticket, into: &reading, turn: &turn)
      if notesProgress {
        noteProgress(
          part, of: request, reading.progress, didFail: reading.failures != before, turn: &turn)
      }
      cursor = turn.messages.fetchParts.next(cursor)
    }
    return reading
  }

  @inline(__always)
  func bytesMax(of request: FetchRequest) -> Int64 {
    min(Int64(request.maxBytes), plan.settings.requests.fetchBytesMax ?? .max)
  }
}

extension FetchRequest {
  /// Whether a broker asks, as a follower.
  var isFromFollower: Bool { replica.value >= 0 }
}

/// What the parts of a fetch have yielded so far.
struct FetchReading: Sendable {
  /// `FetchedPart`s of the answer; partitions with nothing to say are left out.
  var parts = ListRef()
  /// How many more bytes the answer may have.
  var bytesLeft: Int64
  /// The bytes of the records in the answer.
  var byteCount: Int64 = 0
  /// The bytes that count against `fetch.min.bytes`.
  var readableBytes: Int64 = 0
  /// Whether an error, a divergence or a preferred replica forbids waiting.
  var mustAnswer = false
  /// Whether some partition has yielded records, so that the rule of the oversized first batch is
  /// used up.
  var hasRecords = false
  /// What the leader knows of the follower on the partition that was read last, or -1.
  var progress: Int32 = -1
  /// How many parts could not be read, or diverge: such a fetch proves nothing about the follower.
  var failures = 0

  /// Nothing read yet.
  init(bytesLeft: Int64) { self.bytesLeft = bytesLeft }
}

extension BrokerProcess {
  /// The cursor of what a leader knows of a follower, or -1.
  @inline(__always)
  func progress(of follower: BrokerID, on replica: Int) -> Int32 {
    var cursor = followers.first(partitions[replica].followers)
    while cursor >= 0 && followers[cursor].broker != follower { cursor = followers.next(cursor) }
    return cursor
  }
}
