import Kernel

/// The rule for records without a key, or for all records where keys are ignored.
enum KeylessRule: Sendable {
  /// DefaultPartitioner up to 2.3: a counter over the available partitions.
  case roundRobin
  /// RoundRobinPartitioner: the same, but asked twice for a record that opens a batch (KAFKA-9965).
  case roundRobinTwice
  /// KIP-480: stay until a batch must be opened.
  case sticky
  /// KIP-794: stay for `batch.size` bytes.
  case uniformSticky
  /// The Scala producer: one random partition until metadata is refreshed.
  case randomUntilRefresh
}

extension Producer {
  /// The rule that this producer's settings and release amount to.
  @inline(__always)
  var keylessRule: KeylessRule {
    switch settings.partitioner {
    case .roundRobin: return .roundRobinTwice
    case .uniformSticky: return .sticky
    case .standard:
      switch clients.keylessPartitioning {
      case .randomUntilRefresh: return .randomUntilRefresh
      case .roundRobin: return .roundRobin
      case .sticky: return .sticky
      case .uniformSticky: return .uniformSticky
      }
    }
  }

  /// Chooses a partition of a known topic, in the order of KafkaProducer.partition.
  mutating func choosePartition(
    of topic: Int, _ record: DrawnRecord, _ rule: SendWorkload.PartitionRule, explicit: Int32,
    wall: Int64, random: inout RandomStream
  ) -> PartitionChoice {
    let (key, shape) = (record.key, record.shape)
    if explicit >= 0 {
      return PartitionChoice(local: topics[topic].locals[Int(explicit)], limit: .max)
    }
    if rule != .configured { return chooseByRule(rule, of: topic, key: key) }
    if key > 0 && !settings.ignoresKeys && settings.partitioner == .standard {
      let count = UInt32(topics[topic].locals.count)
      let place = positiveHash(of: key) % count
      return PartitionChoice(local: topics[topic].locals[Int(place)], limit: .max)
    }
    switch keylessRule {
    case .roundRobin:
      return PartitionChoice(local: nextInTurn(topic, random: &random), limit: 1)
    case .roundRobinTwice:
      let first = nextInTurn(topic, random: &random)
      guard accumulator.needsBatch(first, shape, wall: wall) else {
        return PartitionChoice(local: first, limit: 1)
      }
      return PartitionChoice(local: nextInTurn(topic, random: &random), limit: 1)
    case .sticky:
      if topics[topic].sticky < 0 { topics[topic].sticky = anyAvailable(topic, random: &random) }
      if accumulator.needsBatch(topics[topic].sticky, shape, wall: wall) {
        topics[topic].sticky = anotherAvailable(topic, random: &random)
      }
      return PartitionChoice(local: topics[topic].sticky, limit: .max)
    case .uniformSticky: return chooseUniform(topic, shape: shape, random: &random)
    case .randomUntilRefresh:
      if topics[topic].sticky < 0 { topics[topic].sticky = anyAvailable(topic, random: &random) }
      return PartitionChoice(local: topics[topic].sticky, limit: .max)
    }
  }

  /// A scenario's own partitioner, over all partitions; records without a key go to the first.
  private mutating func chooseByRule(
    _ rule: SendWorkload.PartitionRule, of topic: Int, key: Int32
  ) -> PartitionChoice {
    let count = topics[topic].locals.count
    let bytes = key > 0 ? RecordKey.bytes(key) : []
    let number: Int
    switch rule {
    case .configured, .firstByteOfKey: number = Int(bytes.first ?? 0)
    case .lastByteOfKey: number = Int(bytes.last ?? 0)
    case .keyLength: number = bytes.count
    case .roundRobin:
      let turn = topics[topic].counter ?? 0
      topics[topic].counter = turn &+ 1
      number = Int(turn & 0x7fff_ffff)
    }
    return PartitionChoice(
      local: topics[topic].locals[number % count], limit: rule == .roundRobin ? 1 : .max)
  }

  /// The hash of a key without its sign; those of the first keys are kept.
  private mutating func positiveHash(of key: Int32) -> UInt32 {
    guard key < Self.keptHashes else { return computeHash(of: key) }
    while keyHashes.count <= Int(key) {
      keyHashes.append(computeHash(of: Int32(keyHashes.count)))
    }
    return keyHashes[Int(key)]
  }

  /// murmur2 without its sign, or, in the Scala producer, the absolute value of Java's hash.
  private func computeHash(of key: Int32) -> UInt32 {
    guard clients.hashesKeysLikeJava else { return Murmur2.positive(RecordKey.bytes(key)) }
    let hash = RecordKey.javaHash(key)
    return hash == .min ? 0 : hash.magnitude
  }

  /// How many keys' hashes are kept at most.
  static let keptHashes: Int32 = 1 << 16

  /// The next partition of a counter, among the available ones or, if there are none, among all.
  private mutating func nextInTurn(_ topic: Int, random: inout RandomStream) -> Int32 {
    let isFixedStart = settings.partitioner == .roundRobin
    let count =
      topics[topic].counter ?? (isFixedStart ? 0 : UInt32(truncatingIfNeeded: random.next()))
    topics[topic].counter = count &+ 1
    let positive = Int(count & 0x7fff_ffff)
    let available = topics[topic].available.count
    if available > 0 { return topics[topic].available[positive % available] }
    return topics[topic].locals[positive % topics[topic].locals.count]
  }

  /// A random available partition, or any if there are none.
  @inline(__always)
  private func anyAvailable(_ topic: Int, random: inout RandomStream) -> Int32 {
    let available = topics[topic].available.count
    if available > 0 { return topics[topic].available[random.pick(from: available)] }
    return topics[topic].locals[random.pick(from: topics[topic].locals.count)]
  }

  /// A random available partition other than the present one, where there are two
  /// (StickyPartitionCache).
  private func anotherAvailable(_ topic: Int, random: inout RandomStream) -> Int32 {
    let present = topics[topic].sticky
    guard let place = topics[topic].available.firstIndex(of: present) else {
      return anyAvailable(topic, random: &random)
    }
    let others = topics[topic].available.count - 1
    guard others > 0 else { return present }
    // One draw among the others is the same distribution as drawing until it differs.
    let drawn = random.pick(from: others)
    return topics[topic].available[drawn < place ? drawn : drawn + 1]
  }
}

// MARK: - KIP-794

extension Producer {
  private var stickyBatchBytes: Int64 { max(1, settings.batchBytes) }

  /// Stays with the present partition until it has had its bytes (BuiltInPartitioner).
  private mutating func chooseUniform(
    _ topic: Int, shape: RecordShape, random: inout RandomStream
  ) -> PartitionChoice {
    if topics[topic].sticky < 0 { topics[topic].sticky = nextUniform(topic, random: &random) }
    if topics[topic].stickyBytes >= stickyBatchBytes
      && accumulator.hasNoOpenBatch(topics[topic].sticky)
    {
      switchUniform(topic, random: &random)
    }
    let size = Int64(accumulator.sizes.record(shape, offsetDelta: 0, timestampDelta: 0))
    let left = max(1, 2 * stickyBatchBytes - topics[topic].stickyBytes)
    return PartitionChoice(
      local: topics[topic].sticky, limit: Int32(clamping: (left + size - 1) / size),
      isSticky: true)
  }

  /// Counts what was appended, and switches when the partition has had enough.
  mutating func noteSticky(_ topic: Int, bytes: Int32, random: inout RandomStream) {
    topics[topic].stickyBytes += Int64(bytes)
    let produced = topics[topic].stickyBytes
    guard produced >= stickyBatchBytes else { return }
    if produced >= 2 * stickyBatchBytes || accumulator.hasNoOpenBatch(topics[topic].sticky) {
      switchUniform(topic, random: &random)
    }
  }

  private mutating func switchUniform(_ topic: Int, random: inout RandomStream) {
    topics[topic].sticky = nextUniform(topic, random: &random)
    topics[topic].stickyBytes = 0
  }

  /// The next partition: uniform over the available ones, or weighted against long queues.
  @inline(__always)
  private func nextUniform(_ topic: Int, random: inout RandomStream) -> Int32 {
    guard let longest = longestQueueIfUneven(topic) else {
      return anyAvailable(topic, random: &random)
    }
    var total: Int64 = 0
    for local in topics[topic].available where !isAvoided(local) {
      total += Int64(longest + 1 - seenQueue(local))
    }
    var drawn = Int64(random.below(UInt64(total)))
    for local in topics[topic].available where !isAvoided(local) {
      drawn -= Int64(longest + 1 - seenQueue(local))
      if drawn < 0 { return local }
    }
    return anyAvailable(topic, random: &random)
  }

  /// The longest queue, if load statistics exist: every partition was used, two have leaders, and
  /// queues differ.
  @inline(__always)
  private func longestQueueIfUneven(_ topic: Int) -> Int32? {
    let available = topics[topic].available
    guard settings.partitioningIsAdaptive, topics[topic].locals.count >= 2 else { return nil }
    for local in topics[topic].locals where !accumulator.partitions[Int(local)].isUsed {
      return nil
    }
    var (shortest, longest) = (Int32.max, Int32(0))
    var avoided = 0
    for local in available {
      if isAvoided(local) {
        avoided += 1
        continue
      }
      shortest = min(shortest, seenQueue(local))
      longest = max(longest, seenQueue(local))
    }
    if avoided == available.count { return nil }
    return shortest == longest && avoided == 0 ? nil : longest
  }

  /// Whether a partition is left out because its broker has taken nothing for longer than
  /// `partitioner.availability.timeout.ms`.
  @inline(__always)
  private func isAvoided(_ local: Int32) -> Bool {
    let limit = settings.partitionAvailabilityTimeout
    guard limit > .zero, seenQueue(local) > 0 else { return false }
    let leader = network.metadata.leader(of: accumulator.partitions[Int(local)].id)
    return leader != .none && latencies[Int(leader.value)].exceeds(limit)
  }

  /// The length of a queue at the sender's last look.
  @inline(__always)
  private func seenQueue(_ local: Int32) -> Int32 {
    let partition = accumulator.partitions[Int(local)]
    return partition.seenInPass == pass ? partition.seenQueue : 0
  }
}
