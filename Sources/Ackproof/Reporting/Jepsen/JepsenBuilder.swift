import KafkaModel
import Kernel

/// Turns facts into operations of logical processes.
///
/// A producer has as many threads as it had sends outstanding at a time, because a process of
/// Jepsen does one thing after another; a consumer has one. A thread whose operation has an unknown
/// outcome goes on under another process id: its number plus the number of all threads.
struct JepsenBuilder {
  let directory: RunDirectory
  let plan: WorldPlan
  /// Operations with their threads instead of processes.
  private var drafts: [(operation: JepsenOperation, thread: Int, life: Int)] = []
  private var threads: [Thread] = []
  private var sends: [OpenSend] = []
  private var readers: [Reader]
  private var poll: OpenPoll?
  /// Records that repeat others: a resend carries the value of what it repeats.
  private var aliases: [(again: RecordRange, original: RecordRange)] = []
  /// Records written so far.
  private(set) var valueCount = 0
  /// Whether anybody removed records on purpose.
  private(set) var hasRemovedRecords = false

  private struct Thread {
    /// The client, or -1 for the reader at the end.
    var client: Int32
    var life = 0
    var isBusy = false
  }

  /// A send whose records do not all have an outcome.
  private struct OpenSend {
    var thread: Int
    var client: ClientID
    var records: RecordRange
    var key: String
    var offsets: [Int64?]
    var isSettled: [Bool]
    var open: Int
    var acknowledged = 0
    var refused = 0
    var error: ErrorCode = .none
  }

  private struct Reader {
    var thread = -1
    var rebalances: [JepsenOperation.Rebalance] = []
    /// Partitions that polls have returned records of since the last assignment.
    var polled: [PartitionID] = []
  }

  private struct OpenPoll {
    var consumer: Int
    var at: Instant
    var parts: [JepsenOperation.Polled]
  }

  init(_ directory: RunDirectory, _ plan: WorldPlan) {
    self.directory = directory
    self.plan = plan
    readers = Array(repeating: Reader(), count: plan.consumers.count)
  }

  /// Whether there is anything for a checker to look at.
  var hasSentOrPolled: Bool {
    drafts.contains { $0.operation.function == .send || $0.operation.function == .poll }
  }

  /// The operations with their processes.
  func numbered() -> [JepsenOperation] {
    drafts.map { draft in
      var operation = draft.operation
      operation.process = draft.thread + draft.life * threads.count
      return operation
    }
  }

  /// Notes which records repeat others, before any is written.
  mutating func learnAliases(_ events: [HistoryEvent]) {
    for case .producer(.resentByApplication(_, let original, let again)) in events.map(\.fact) {
      aliases.append((again, original))
    }
  }

  // MARK: Writing

  private mutating func write(
    _ kind: JepsenOperation.Kind, _ function: JepsenOperation.Function,
    _ value: JepsenOperation.Value, by thread: Int, at instant: Instant, error: ErrorCode = .none,
    _ change: (inout JepsenOperation) -> Void = { _ in }
  ) {
    var operation = JepsenOperation(
      time: max(0, (instant - directory.origin).nanoseconds), process: 0, kind: kind,
      function: function, value: value,
      error: error == .none ? nil : Self.keyword(error))
    change(&operation)
    drafts.append((operation, thread, threads[thread].life))
    threads[thread].isBusy = kind == .invoke
    if kind == .info { threads[thread].life += 1 }
  }

  /// `REQUEST_TIMED_OUT` as `request-timed-out`.
  private static func keyword(_ error: ErrorCode) -> String {
    String(error.kafkaName.lowercased().map { $0 == "_" ? "-" : $0 })
  }

  private mutating func freeThread(of client: ClientID) -> Int {
    let free = threads.firstIndex { $0.client == client.value && !$0.isBusy }
    if let free { return free }
    threads.append(Thread(client: client.value))
    return threads.count - 1
  }

  private func key(_ partition: PartitionID) -> String { directory.catalog.name(of: partition) }

  /// A number that no other record has: the record's number at its producer, and the producer's.
  private func value(_ stream: Int32, _ place: Int64) -> Int64 {
    var (stream, place) = (stream, place)
    // Repetitions of repetitions lead back step by step; each step goes to an earlier record.
    for _ in aliases.indices {
      let alias = aliases.first {
        $0.again.stream == stream && $0.again.first <= place
          && place < $0.again.first + Int64($0.again.count)
      }
      guard let alias else { break }
      place = alias.original.first + (place - alias.again.first)
      stream = alias.original.stream
    }
    let ordinal = directory.ordinals.ordinal(stream: stream, place: place) ?? place + 1
    let producers = Int64(max(1, plan.producers.count))
    let client =
      stream >= 0 && Int(stream) < directory.streams.streams.count
      ? directory.streams.streams[Int(stream)].client.value : 0
    return (ordinal - 1) * producers + Int64(client)
  }

  // MARK: Facts

  /// Takes one fact in.
  mutating func take(_ event: HistoryEvent) {
    if let open = poll, open.at != event.at || !isConsumed(event, by: open.consumer) {
      closePoll()
    }
    switch event.fact {
    case .producer(let fact): take(fact, at: event.at)
    case .consumer(let fact): take(fact, at: event.at)
    case .process(.processStarted(let node, _)): started(node, at: event.at)
    case .process(.processEnded(let node, _)): ended(node, at: event.at)
    case .log(.logStartMoved(_, let partition, _, _, _)):
      if !isInternal(partition) { hasRemovedRecords = true }
    case .log, .partition, .cluster, .process: return
    }
  }

  private func isInternal(_ partition: PartitionID) -> Bool {
    directory.catalog.topics[Int(directory.catalog.topic(of: partition).value)].isInternal
  }

  private func isConsumed(_ event: HistoryEvent, by consumer: Int) -> Bool {
    guard case .consumer(.consumed(let client, _, _, _, _)) = event.fact else { return false }
    return place(of: client) == consumer
  }

  private func place(of client: ClientID) -> Int {
    Int(client.value) - directory.layout.producerCount
  }

  private mutating func take(_ fact: ProducerFact, at instant: Instant) {
    switch fact {
    case .sent(let client, let partition, let records):
      begin(records, to: partition, by: client, at: instant)
    case .acknowledged(_, _, let records, let offset, _):
      settle(records, at: instant) { send, place in
        send.acknowledged += 1
        let step = send.records.first + Int64(place) - records.first
        if offset.value >= 0 { send.offsets[place] = offset.value + step }
      }
    case .sendFailed(_, _, let records, let error, let isCertain):
      settle(records, at: instant) { send, _ in
        if isCertain { send.refused += 1 }
        send.error = error
      }
    default: return
    }
  }

  private mutating func begin(
    _ records: RecordRange, to partition: PartitionID, by client: ClientID, at instant: Instant
  ) {
    let thread = freeThread(of: client)
    let count = Int(records.count)
    valueCount += count
    let send = OpenSend(
      thread: thread, client: client, records: records, key: key(partition),
      offsets: Array(repeating: nil, count: count),
      isSettled: Array(repeating: false, count: count), open: count)
    write(.invoke, .send, .sends(parts(of: send, areAnswered: false)), by: thread, at: instant)
    sends.append(send)
  }

  private func parts(of send: OpenSend, areAnswered: Bool) -> [JepsenOperation.Send] {
    send.offsets.enumerated().map { place, offset in
      JepsenOperation.Send(
        key: send.key, value: value(send.records.stream, send.records.first + Int64(place)),
        isAnswered: areAnswered, offset: offset)
    }
  }

  /// Notes the outcome of records; an operation ends with the last of its own.
  private mutating func settle(
    _ records: RecordRange, at instant: Instant, _ note: (inout OpenSend, Int) -> Void
  ) {
    let end = records.first + Int64(records.count)
    for index in sends.indices where sends[index].records.stream == records.stream {
      for place in sends[index].offsets.indices where !sends[index].isSettled[place] {
        let record = sends[index].records.first + Int64(place)
        guard record >= records.first, record < end else { continue }
        sends[index].isSettled[place] = true
        sends[index].open -= 1
        note(&sends[index], place)
      }
    }
    for send in sends where send.open == 0 { complete(send, at: instant) }
    sends.removeAll { $0.open == 0 }
  }

  /// Ends a send: stored, refused for certain, or unknown.
  private mutating func complete(_ send: OpenSend, at instant: Instant) {
    let count = send.offsets.count
    let kind: JepsenOperation.Kind =
      send.acknowledged == count ? .ok : send.refused == count ? .fail : .info
    write(
      kind, .send, .sends(parts(of: send, areAnswered: true)), by: send.thread, at: instant,
      error: send.error)
  }

  private mutating func take(_ fact: ConsumerFact, at instant: Instant) {
    switch fact {
    case .consumed(let client, let partition, let records, let offset, _):
      polled(records, of: partition, offset, by: place(of: client), at: instant)
    case .partitionAssigned(let client, _, let partition, _):
      note("assigned", partition, by: place(of: client))
    case .partitionRevoked(let client, _, let partition, _, let isLost):
      note(isLost ? "lost" : "revoked", partition, by: place(of: client))
    case .positionReset(let client, let partition, _, _, .seek):
      sought(partition, by: place(of: client), at: instant)
    default: return
    }
  }

  private mutating func note(_ type: String, _ partition: PartitionID, by consumer: Int) {
    readers[consumer].rebalances.append(.init(type: type, keys: [key(partition)]))
  }

  private mutating func polled(
    _ records: RecordRange, of partition: PartitionID, _ offset: Offset, by consumer: Int,
    at instant: Instant
  ) {
    var open = poll ?? OpenPoll(consumer: consumer, at: instant, parts: [])
    let found = (0..<Int64(records.count)).map {
      (offset.value + $0, value(records.stream, records.first + $0))
    }
    valueCount += found.count
    let name = key(partition)
    if let part = open.parts.firstIndex(where: { $0.key == name }) {
      open.parts[part].records += found
    } else {
      open.parts.append(.init(key: name, records: found))
    }
    if !readers[consumer].polled.contains(partition) { readers[consumer].polled.append(partition) }
    poll = open
  }

  private mutating func closePoll() {
    guard let open = poll else { return }
    poll = nil
    let thread = readers[open.consumer].thread
    guard thread >= 0 else { return }
    let rebalances = readers[open.consumer].rebalances
    readers[open.consumer].rebalances = []
    write(.invoke, .poll, .poll, by: thread, at: open.at)
    write(.ok, .poll, .polled(open.parts), by: thread, at: open.at) { $0.rebalances = rebalances }
  }

  /// The application moves its position: as if it dropped its partitions and took them up again.
  private mutating func sought(_ partition: PartitionID, by consumer: Int, at instant: Instant) {
    guard readers[consumer].thread >= 0, readers[consumer].polled.contains(partition) else {
      return
    }
    assign(consumer, [], at: instant)
    assign(consumer, keys(of: consumer), at: instant)
  }

  private func keys(of consumer: Int) -> [String] {
    let planned = plan.consumers[consumer]
    let topics = planned.topics.filter { Int($0.value) < directory.catalog.topics.count }
    let all = topics.flatMap { directory.catalog.topics[Int($0.value)].partitions }
    guard !planned.assignment.isEmpty else { return all.map(key) }
    return planned.assignment.compactMap { directory.catalog.partition($0.number, of: $0.topic) }
      .map(key)
  }

  private mutating func assign(_ consumer: Int, _ keys: [String], at instant: Instant) {
    let isMember =
      plan.consumers[consumer].group != .none && !plan.consumers[consumer].assignsItself
    let thread = readers[consumer].thread
    let function: JepsenOperation.Function = isMember ? .subscribe : .assign
    write(.invoke, function, .keys(keys), by: thread, at: instant)
    write(.ok, function, .keys(keys), by: thread, at: instant)
    readers[consumer].polled = []
  }

  private mutating func started(_ node: NodeID, at instant: Instant) {
    guard case .consumer(let consumer) = directory.layout.role(of: node) else { return }
    let client = directory.layout.client(at: node)
    if readers[consumer].thread < 0 { readers[consumer].thread = freeThread(of: client) }
    readers[consumer].rebalances = []
    assign(consumer, keys(of: consumer), at: instant)
  }

  /// A client is gone: nobody will learn of what it had under way.
  private mutating func ended(_ node: NodeID, at instant: Instant) {
    switch directory.layout.role(of: node) {
    case .consumer(let consumer):
      guard readers[consumer].thread >= 0 else { return }
      write(.invoke, .crash, .none, by: readers[consumer].thread, at: instant)
      write(.info, .crash, .none, by: readers[consumer].thread, at: instant)
    case .producer: closeSends(of: directory.layout.client(at: node), at: instant)
    case .broker, .zooKeeper, .operator: return
    }
  }

  private mutating func closeSends(of client: ClientID?, at instant: Instant) {
    let mine = sends.filter { client == nil || $0.client == client }
    sends.removeAll { client == nil || $0.client == client }
    for var send in mine {
      // What has no outcome may be stored all the same.
      send.refused = -1
      send.acknowledged = min(send.acknowledged, send.offsets.count - 1)
      complete(send, at: instant)
    }
  }

  /// Closes what is open, and reads every partition from its beginning to its readable end.
  mutating func finish(_ ledger: Ledger, at instant: Instant) {
    closePoll()
    closeSends(of: nil, at: instant)
    threads.append(Thread(client: -1))
    let thread = threads.count - 1
    let all = directory.catalog.topics.filter { !$0.isInternal }.flatMap(\.partitions)
    write(.invoke, .assign, .keys(all.map(key)), by: thread, at: instant) {
      $0.seeksToBeginning = true
    }
    write(.ok, .assign, .keys(all.map(key)), by: thread, at: instant) {
      $0.seeksToBeginning = true
    }
    let parts = all.map { partition in
      JepsenOperation.Polled(
        key: key(partition),
        records: ledger.fullRead(partition).flatMap { run in
          (0..<run.count).map { (run.offset + $0, value(run.stream, run.first + $0)) }
        })
    }
    write(.invoke, .poll, .poll, by: thread, at: instant)
    write(.ok, .poll, .polled(parts.filter { !$0.records.isEmpty }), by: thread, at: instant)
  }
}
