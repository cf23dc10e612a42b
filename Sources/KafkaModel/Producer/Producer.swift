import Kernel

/// A producer's process: an application that sends, and the Java producer under it.
///
/// down → running: the process is started
/// running → closing: SIGTERM; nothing new is accepted, what is buffered is sent
/// closing → down: every batch has had its last word
/// any → down: crash; what was buffered is gone and nobody is told
///
/// Models KafkaProducer with its RecordAccumulator, Sender and TransactionManager (KIP-98,
/// KIP-360). The application's threads and the sender thread take turns at one instant: first
/// everything the event allows the application to send, then the sender. What the application
/// remembers (how much it has sent) outlives the process; nothing else does.
struct Producer: Sendable {
  enum Life: Sendable { case down, running, closing }

  let plan: ProducerPlan
  let settings: ProducerSettings
  let clients: ClientSemantics
  /// The acknowledgement as requests carry it.
  let acks: RequiredAcks
  private let brokerCount: Int

  // The application, which goes on after a restart.
  var threads: Table<ApplicationThread>
  /// What consumers' applications have handed over in this instant.
  var inbox: [HandOver] = []
  /// Records that the application is going to send again.
  var resends = RingQueue<Resend>()
  /// Which records are repetitions of how manieth order; kept only where that is limited.
  var attempts: [(records: RecordRange, attempt: Int32)] = []

  // The process.
  var life: Life = .down
  var client = ClientID(-1)
  var network: NetworkClient
  var accumulator: RecordAccumulator
  /// The most of the buffer that lives before this one have used.
  var largestInOldLives: Int64 = 0
  /// The longest that a send has kept the application waiting.
  var longestBlocking: Duration = .zero
  var topics: [ProducerTopic] = []
  var identity: ProducerIdentity
  /// Produce requests that wait for their answers; the slot is the network's token.
  var requests = Slab<ListRef>()
  /// The batches of those requests.
  var requestBatches = ListPool<Int32>()
  /// Where the next drain for each broker begins.
  var drainStarts: Table<Int32>
  /// Since when each broker takes no requests; kept where it matters to the partitioner.
  var latencies: Table<BrokerLatency>
  /// Counts looks for ready batches.
  var pass: UInt32 = 0
  /// Partitions with records that were handed over in this turn.
  var touched = Table<Int32>()
  /// Whether a batch had its last word since the application was last let go on.
  var hasSettled = false
  /// Batches up to this serial are sent without lingering (`flush`), until all of them are settled.
  var flushSerial: Int64 = -1
  /// Whether the history knows that this life has nothing left to send.
  var hasFinished = false
  /// When a close gives up what is not sent (`close(timeout)`).
  var closeDeadline: Instant = .distantFuture
  var senderTimer: EventHandle = .none
  var senderTimerAt: Instant = .distantFuture
  var expiryTimerAt: Instant = .distantFuture
  /// Hashes of the keys below some number.
  var keyHashes: [UInt32] = []
  // Kept between passes so that none of them allocates.
  var readyBrokers: [BrokerID] = []
  var drainOrder: [Int32] = []

  /// A producer that has not been started.
  init(plan: ProducerPlan, semantics: Semantics, brokerCount: Int) {
    self.plan = plan
    settings = plan.settings
    clients = semantics.clients
    self.brokerCount = brokerCount
    switch plan.settings.acks {
    case .none: acks = .zero
    case .leader: acks = .leader
    case .all: acks = .all
    case .replicas(let count): acks = RequiredAcks(Int16(clamping: count))
    }
    threads = Table(plan.workloads.map { ApplicationThread(work: $0) })
    network = NetworkClient(
      settings: ClientSettings(plan.settings, clients: semantics.clients),
      brokerCount: brokerCount)
    accumulator = Self.emptyAccumulator(plan.settings, semantics.clients)
    identity = ProducerIdentity(
      era: plan.settings.isIdempotent ? semantics.clients.idempotence : .none)
    drainStarts = Table(repeating: 0, count: brokerCount + 1)
    latencies = Table(repeating: BrokerLatency(), count: brokerCount + 1)
  }

  /// Says that the producer is about to be copied.
  func prepareFork() {
    threads.prepareFork()
    network.prepareFork()
    accumulator.prepareFork()
    requests.prepareFork()
    requestBatches.prepareFork()
    drainStarts.prepareFork()
    latencies.prepareFork()
    touched.prepareFork()
  }

  /// Whether batches carry sequences.
  var isIdempotent: Bool { identity.era != .none }

  /// Whether a partition has one batch outstanding at most (`guaranteeMessageOrder`).
  var mutesPartitions: Bool { settings.requestsInFlightMax == 1 }

  private static func emptyAccumulator(
    _ settings: ProducerSettings, _ clients: ClientSemantics
  ) -> RecordAccumulator {
    RecordAccumulator(
      sizes: RecordSizes(isVersion2: clients.idempotence != .none),
      batchBytes: Int32(clamping: settings.batchBytes), bufferBytes: settings.bufferBytes,
      compresses: settings.compresses)
  }
}

// MARK: - Events

extension Producer {
  /// Handles one event of this process.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) {
    switch event {
    case .started: return begin(turn: &turn)
    case .received, .opened, .openFailed, .closed, .timer(.client):
      guard life != .down else { return }
      handle(network.receive(event, turn: &turn), turn: &turn)
    case .timer(.producer(let timer)):
      guard life != .down else { return }
      fired(timer, turn: &turn)
    case .command(.stop): close(turn: &turn)
    case .command(.client(let command)): obey(command, turn: &turn)
    case .accepted, .timer, .command: return
    }
    if life == .closing { finishClosing(turn: &turn) }
    if !hasFinished { noteFinished(turn: &turn) }
  }

  /// Begins a new life: a new session that knows nothing of the records of the last one.
  private mutating func begin(turn: inout Turn) {
    rememberUnsettled()
    largestInOldLives = largestBuffer
    life = .running
    client = turn.layout.client(at: turn.node)
    network = NetworkClient(settings: network.settings, brokerCount: brokerCount)
    accumulator = Self.emptyAccumulator(settings, clients)
    identity = ProducerIdentity(era: identity.era)
    topics = []
    requests = Slab()
    requestBatches = ListPool()
    for broker in drainStarts.indices { drainStarts[broker] = 0 }
    for broker in latencies.indices { latencies[broker] = BrokerLatency() }
    hasFinished = false
    closeDeadline = .distantFuture
    touched.removeAll()
    flushSerial = -1
    senderTimerAt = .distantFuture
    expiryTimerAt = .distantFuture
    network.start(turn: &turn)
    for place in threads.indices { beginThread(place, turn: &turn) }
    work(turn: &turn)
  }

  /// The process is gone: what it held is gone with it, and nobody is told.
  mutating func processEnded(turn: inout Turn) {
    life = .down
    forgetForwarded()
  }

  private mutating func handle(_ outcome: ClientOutcome, turn: inout Turn) {
    switch outcome {
    case .none: return
    case .response(let request, let message, _):
      answered(request, message, turn: &turn)
    case .disconnected:
      while let failure = network.takeFailure() { failed(failure, turn: &turn) }
    case .metadataUpdated: refreshTopics()
    case .ready, .retry: break
    }
    work(turn: &turn)
  }

  private mutating func fired(_ timer: ProducerTimer, turn: inout Turn) {
    switch timer {
    case .application(let place):
      threads[Int(place)].timerAt = .distantFuture
      pump(Int(place), turn: &turn)
      announceSent(turn: &turn)
      runSender(turn: &turn)
      if hasSettled { work(turn: &turn) }
    case .forwarded: sendForwarded(turn: &turn)
    case .sender:
      senderTimerAt = .distantFuture
      work(turn: &turn)
    case .closing: closeForcefully(turn: &turn)
    case .expiry:
      expiryTimerAt = .distantFuture
      work(turn: &turn)
      expire(turn: &turn)
      if hasSettled { work(turn: &turn) }
    }
  }

  /// Lets the application send what it can, then the sender, until neither has anything left to do
  /// now.
  mutating func work(turn: inout Turn) {
    var rounds = 0
    repeat {
      hasSettled = false
      resumeApplication(turn: &turn)
      runSender(turn: &turn)
      rounds += 1
      // What is left after so many rounds at one instant is left to the next event.
    } while hasSettled && rounds < Self.roundsPerTurn
  }

  /// How often application and sender alternate in one turn; reached only by acks=0 with bursts of
  /// one.
  static let roundsPerTurn = 256
}

// MARK: - Closing

extension Producer {
  /// `close()`: no further sends; what is buffered is sent without lingering.
  private mutating func close(turn: inout Turn) {
    guard life == .running else { return }
    life = .closing
    runSender(turn: &turn)
  }

  /// Ends the process once every batch has had its last word.
  private mutating func finishClosing(turn: inout Turn) {
    guard accumulator.unsettledBatches == 0 else { return }
    network.closeAll(turn: &turn)
    life = .down
    turn.halt(.stopped)
  }

  /// The close's time is over: what is left fails, and whether brokers have it stays open where it
  /// was sent (Sender.forceClose).
  private mutating func closeForcefully(turn: inout Turn) {
    guard life == .closing, closeDeadline <= turn.now else { return }
    for slot in accumulator.batches.liveSlots where !accumulator.batches[slot].isDone {
      if !accumulator.batches[slot].isInFlight { accumulator.removeQueued(slot) }
      fail(slot, .unknownServerError, adjustsSequences: false, turn: &turn)
    }
  }

  /// Tells the history once that nothing is left to send and every send had its last word.
  private mutating func noteFinished(turn: inout Turn) {
    guard life != .down, accumulator.unsettledBatches == 0, resends.isEmpty, !threads.isEmpty,
      threads.allSatisfy({ $0.isFinished(in: turn.origin) })
    else { return }
    hasFinished = true
    turn.announce(.finishedSending(client: client))
  }

  /// `flush()`: everything that is buffered now is sent without lingering.
  mutating func flush(turn: inout Turn) {
    flushSerial = accumulator.nextSerial - 1
    runSender(turn: &turn)
  }
}
