import Kernel

/// Fetches in sessions: only what is not quiet is read.
extension Broker {
  /// Whether this fetch belongs to a session; before KIP-227 there were none.
  ///
  /// Where consumers are sent to nearer replicas, each fetch must look whether there is one.
  @inline(__always)
  func keepsSession(_ request: FetchRequest, _ semantics: Semantics) -> Bool {
    semantics.requests.fetchSessionsExist && !semantics.requests.everyFetchChecksProduces
      && (request.isFromFollower || plan.settings.replication.readReplica != .sameRack)
  }

  /// Serves a fetch, which leaves its parts and its watches with the session.
  mutating func serveInSession(
    _ request: FetchRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    let session = enterSession(request, ticket, turn: &turn)
    var reading = FetchReading(bytesLeft: bytesMax(of: request))
    let isAllQuiet =
      request.change == .none && process.fetches[session].quietCount == request.parts.count
    exhaustiveInvariant(
      areQuietPartsQuiet(request, turn),
      "a quiet fetch of \(id) has something to say")
    if !isAllQuiet { readSession(session, request, ticket, into: &reading, turn: &turn) }
    process.fetches[session].lastFetch = turn.now
    let mustAnswer =
      reading.mustAnswer || request.maxWait <= .zero || request.parts.isEmpty
      || reading.readableBytes >= Int64(request.minBytes)
    if mustAnswer { return answerInSession(session, reading, turn: &turn) }
    turn.messages.free(FetchResponse(error: .none, parts: reading.parts, byteCount: 0))
    process.fetches[session].park(order: process.nextParkOrder())
    if !isAllQuiet && isDue(session, turn) { return completeFetch(session, turn: &turn) }
    process.fetches[session].timer = turn.setTimer(
      .broker(.delayedFetch(session)), after: request.maxWait)
  }

  /// The session of a request's connection, with this request as its present one.
  private mutating func enterSession(
    _ request: FetchRequest, _ ticket: RequestTicket, turn: inout Turn
  ) -> Int32 {
    var session = process.connections.fetchSession(of: ticket)
    if session < 0 {
      session = process.fetches.insert(DelayedFetch(ticket: ticket, request: request))
      process.fetches[session].isSession = true
      process.connections.setFetchSession(session, of: ticket)
      if request.change != .renewed { forgetWatches(of: request, turn: &turn) }
    } else if request.change == .renewed {
      process.unwatchFetch(session)
    } else if process.fetches[session].request.replicaEpoch != request.replicaEpoch {
      // The follower has registered again meanwhile: each partition hears of its epoch.
      process.unquietAll(of: session)
    }
    process.fetches[session].enter(request, ticket)
    return session
  }

  /// Lets parts that were in a session which is over begin anew.
  private mutating func forgetWatches(of request: FetchRequest, turn: inout Turn) {
    var cursor = turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      turn.messages.fetchParts[cursor].watch = -1
      cursor = turn.messages.fetchParts.next(cursor)
    }
  }

  /// Reads the parts that are not quiet, as any fetch is read, and notes which have become so.
  ///
  /// Kept out of its caller, which would get too long for questions to be inlined there.
  @inline(never)
  private mutating func readSession(
    _ session: Int32, _ request: FetchRequest, _ ticket: RequestTicket,
    into reading: inout FetchReading, turn: inout Turn
  ) {
    var cursor = turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      let part = turn.messages.fetchParts[cursor]
      if part.watch >= 0 && !part.isFresh && process.fetchWatches[part.watch].isQuiet {
        cursor = turn.messages.fetchParts.next(cursor)
        continue
      }
      if part.watch >= 0 { process.unquiet(part.watch) }
      let (failures, answers) = (reading.failures, reading.parts.count)
      read(part, of: request, ticket, into: &reading, turn: &turn)
      if request.isFromFollower {
        noteProgress(
          part, of: request, reading.progress, didFail: reading.failures != failures, turn: &turn)
      }
      let hasNothing = reading.failures == failures && reading.parts.count == answers
      settlePart(cursor, session, hasNothing: hasNothing, request, turn: &turn)
      cursor = turn.messages.fetchParts.next(cursor)
    }
  }

  /// Sees to it that a part that was read has its watch, and lets it be quiet if it may.
  private mutating func settlePart(
    _ cursor: Int32, _ session: Int32, hasNothing: Bool, _ request: FetchRequest,
    turn: inout Turn
  ) {
    var watch = turn.messages.fetchParts[cursor].watch
    if watch < 0 {
      let slot = disk.slot(of: turn.messages.fetchParts[cursor].partition)
      if slot < 0 { return }
      watch = process.watchFetch(
        owner: session, replica: slot, part: cursor, isOfFollower: request.isFromFollower)
      turn.messages.fetchParts[cursor].watch = watch
    }
    if turn.messages.fetchParts[cursor].isFresh {
      turn.messages.fetchParts[cursor].isFresh = false
    }
    guard hasNothing else { return }
    let replica = Int(process.fetchWatches[watch].replica)
    guard process.partitions[replica].role == .leader else { return }
    if !request.isFromFollower {
      let offset = turn.messages.fetchParts[cursor].fetchOffset
      if offset == readBound(of: request, replica) { process.quiet(watch, progress: -1) }
      return
    }
    let progress = process.progress(of: request.replica, on: replica)
    guard progress >= 0 else { return }
    // Its own progress may have moved the high watermark just now, and that is news.
    let follower = process.followers[progress]
    if follower.isInMaximalSet && follower.sentHighWatermark == disk.logs[replica].highWatermark
      && follower.sentLogStart == disk.logs[replica].startOffset
    {
      process.quiet(watch, progress: progress)
    }
  }

  /// Answers a parked fetch of a session after another look at what is not quiet.
  mutating func completeInSession(_ session: Int32, turn: inout Turn) {
    if let timer = process.fetches[session].wake() { turn.cancelTimer(timer) }
    let (request, ticket) = (process.fetches[session].request, process.fetches[session].ticket)
    var reading = FetchReading(bytesLeft: bytesMax(of: request))
    let isAllQuiet = process.fetches[session].quietCount == request.parts.count
    var cursor = isAllQuiet ? -1 : turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      let part = turn.messages.fetchParts[cursor]
      if part.watch < 0 || !process.fetchWatches[part.watch].isQuiet {
        read(part, of: request, ticket, into: &reading, turn: &turn)
      }
      cursor = turn.messages.fetchParts.next(cursor)
    }
    answerInSession(session, reading, turn: &turn)
  }

  /// Answers with what was read, and with the list of parts; a session without a listener is over.
  private mutating func answerInSession(
    _ session: Int32, _ reading: FetchReading, turn: inout Turn
  ) {
    let (request, ticket) = (process.fetches[session].request, process.fetches[session].ticket)
    if request.isFromFollower { noteSent(reading.parts, to: request.replica, turn: &turn) }
    let asked = process.fetches[session].takeParts()
    let response = FetchResponse(
      error: .none, parts: reading.parts,
      byteCount: Int32(truncatingIfNeeded: min(reading.byteCount, Int64(Int32.max))),
      asked: asked)
    let isHeard = reply(ticket, .fetched(response), turn: &turn)
    if isHeard { return }
    process.connections.setFetchSession(-1, of: ticket)
    process.endSession(session)
  }

  /// A connection's client has gone: unless a fetch of its session is parked, the session is over.
  mutating func endIdleSession(of connection: ConnectionID, turn: borrowing Turn) {
    guard let slot = process.connections.slot(of: connection, turn.network) else { return }
    let session = process.connections.fetchSession(at: slot)
    guard session >= 0, !process.fetches[session].isParked else { return }
    process.connections.setFetchSession(-1, at: slot)
    process.endSession(session)
  }

  /// Whether reading the quiet parts of a fetch would find nothing; for checks of our own.
  private func areQuietPartsQuiet(_ request: FetchRequest, _ turn: borrowing Turn) -> Bool {
    var cursor = turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      let part = turn.messages.fetchParts[cursor]
      cursor = turn.messages.fetchParts.next(cursor)
      guard part.watch >= 0, !part.isFresh, process.fetchWatches[part.watch].isQuiet else {
        continue
      }
      let slot = disk.slot(of: part.partition)
      guard slot >= 0, process.metadata.contains(part.partition) else { return false }
      let replica = Int(slot)
      guard process.partitions[replica].role == .leader,
        fencing(part.currentLeaderEpoch, replica) == nil,
        part.fetchOffset == readBound(of: request, replica)
      else { return false }
      if !request.isFromFollower { continue }
      let progress = process.progress(of: request.replica, on: replica)
      guard progress >= 0, process.followers[progress].isInMaximalSet,
        process.followers[progress].logEnd == part.fetchOffset,
        process.followers[progress].sentHighWatermark == disk.logs[replica].highWatermark,
        process.followers[progress].sentLogStart == disk.logs[replica].startOffset,
        case .none = divergence(of: part, replica)
      else { return false }
    }
    return true
  }
}
