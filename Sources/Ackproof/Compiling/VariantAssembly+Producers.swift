import KafkaModel
import Kernel
import ScenarioLanguage

/// Producers and what their applications send.
extension VariantAssembly {
  mutating func producerPlans() -> [ProducerPlan] {
    var plans: [ProducerPlan] = []
    for statement in statements {
      guard case .producer(let clients, let block) = statement.kind else { continue }
      let count = collector.gaps.isPartial ? 1 : clients.count ?? 1
      names.producers.append(
        .init(
          name: clients.name.text, places: plans.count..<(plans.count + count),
          isPlural: clients.count != nil))
      let values = clientConfiguration(.producer, clients.name, block)
      let isRefused = refusals.contains { $0.name == clients.name.text }
      for number in 1...max(1, count) {
        let name = clients.count == nil ? clients.name.text : "\(clients.name.text)-\(number)"
        var plan = ProducerPlan(
          name: name, settings: ProducerSettings(values), workloads: [])
        if number == 1 { checkCompression(in: block, values) }
        applyLines(of: block, to: &plan, share: count, number: number, clients.name)
        if isRefused {
          plan.workloads = []
          plan.startsAtOnce = false
        }
        plans.append(plan)
      }
    }
    return plans
  }

  /// A client's effective values; what Kafka refuses is an error, unless the scenario expects it.
  mutating func clientConfiguration<ID: FormID>(
    _ scope: ConfigurationScopes, _ name: Word, _ block: Block<ID>
  ) -> EffectiveConfiguration {
    let kind = scope == .producer ? "producer" : "consumer"
    let resolution = EffectiveConfiguration.resolve(scope, in: version, properties(of: block))
    let isExpected = expectsRefusal(of: name.text)
    for problem in resolution.problems {
      if isExpected, case .conflict(let reason) = problem.kind {
        refusals.append(RefusedConfiguration(name: name.text, reason: reason))
      } else if isExpected, case .invalid(let reason) = problem.kind {
        refusals.append(RefusedConfiguration(name: name.text, reason: reason))
      } else {
        collector.note(problem, in: scope, version, fallback: name.place)
      }
    }
    configuration.append(
      NamedConfiguration(name: "\(kind) \(name.text)", values: resolution.configuration))
    return resolution.configuration
  }

  /// Whether this variant expects a client's configuration to be refused.
  private func expectsRefusal(of name: String) -> Bool {
    statements.contains { statement in
      guard case .expect(let expectation) = statement.kind,
        case .guarantee(let guarantee) = expectation.body, guarantee.id == .configurationRefused
      else { return false }
      return guarantee.nodes(.nodes)?.contains { role in
        role.arguments.contains { filled in
          if case .name(_, let words) = filled.argument { words.first?.text == name } else { false }
        }
      } == true
    }
  }

  /// `compressed to` means nothing where nobody says whether to compress at all.
  private mutating func checkCompression(
    in block: Block<ProducerLineID>, _ values: EffectiveConfiguration
  ) {
    guard values.entry("compression.type")?.origin == .standard else { return }
    for case .words(let phrase) in block.lines.map(\.kind) where phrase.percent(.percent) != nil {
      fail(
        "nothing is compressed without compression.type; add 'compression.type = lz4'",
        at: phrase.place)
    }
  }

  private mutating func applyLines(
    of block: Block<ProducerLineID>, to plan: inout ProducerPlan, share: Int, number: Int,
    _ name: Word
  ) {
    for line in block.lines {
      guard case .words(let phrase) = line.kind else { continue }
      switch phrase.id {
      case .send, .sendRate, .sendOpen:
        plan.workloads += workloads(of: phrase, share: share, number: number)
      case .resend:
        plan.resendsOnError = true
        plan.resendLimit = phrase.count(.count).map { Int32(clamping: $0) } ?? .max
      case .afterRestart:
        plan.resendsAfterRestart = phrase.choice(.how) == "resend what is not acknowledged"
        plan.startsOverAfterRestart = phrase.choice(.how) == "start over"
      case .startsAt:
        plan.startsAtOnce = false
        if number == 1 { startLater(name, .producer, phrase.time(.time), phrase.place) }
      case .startsStopped: plan.startsAtOnce = false
      case .stopOnError: plan.stopsOnError = true
      }
    }
  }

  /// `starts at 10s` is a line of the timeline.
  mutating func startLater(
    _ name: Word, _ id: RoleID, _ time: Drawn<TimeAmount>?, _ place: Place
  ) {
    guard let time else { return }
    let kind: NameKind = id == .producer ? .producer : .consumer
    let slot: Slot = id == .producer ? .producer : .consumer
    let role = Role(id, [Filled(slot, .name(kind, [name]), at: name.place)], at: name.place)
    let action = Action(.start, [Filled(.nodes, .nodes([role]), at: place)], at: place)
    ownLines.append(
      PlannedLine(line: TimelineLine(.at(time), action), number: Int(place.line), place: place))
  }

  /// One workload per target. What is not said `each` is shared evenly among a name's producers,
  /// and several targets take turns.
  private mutating func workloads(
    of phrase: Phrase<ProducerLineID>, share: Int, number: Int
  ) -> [SendWorkload] {
    checkClauses(of: phrase)
    let targets = phrase.targets(.targets) ?? []
    let clients = phrase.has(.each) ? 1 : max(1, share)
    let parts = Int64(clients * max(1, targets.count))
    return targets.enumerated().compactMap { index, target -> SendWorkload? in
      let (name, partition): (String, Int32) =
        switch target {
        case .topic(let word): (word.text, -1)
        case .partition(let partition): (partition.topic, Int32(clamping: partition.partition))
        }
      guard let topic = names.topic(name) else { return nil }
      var workload = pace(of: phrase, topic: topic, parts: parts)
      // The first shares take one more each when the number does not divide.
      let place = Int64((number - 1) % clients * targets.count + index)
      if workload.total != .max {
        workload.total = workload.total / parts + (place < workload.total % parts ? 1 : 0)
      }
      workload.partition = partition
      applyClauses(of: phrase, to: &workload)
      noteEnd(of: workload)
      return workload
    }
  }

  /// Where nobody says how fast, one record is handed over per millisecond.
  private static let standardInterval: Duration = .milliseconds(1)

  /// Above this rate records are handed over in bursts, one per millisecond.
  private static let singleRateMax: Int64 = 1_000

  private func pace(
    of phrase: Phrase<ProducerLineID>, topic: TopicID, parts: Int64
  ) -> SendWorkload {
    let count = phrase.count(.count)
    var workload = SendWorkload(
      topic: topic, total: phrase.id == .send ? count ?? 0 : .max,
      interval: phrase.time(.every)?.lower.length ?? Self.standardInterval)
    if phrase.id == .sendRate, let rate = count, rate > 0 {
      let burst = (rate + Self.singleRateMax - 1) / Self.singleRateMax
      workload.burst = Int32(clamping: burst)
      workload.interval = .nanoseconds(1_000_000_000 * burst / rate)
    }
    if let burst = phrase.count(.number), let every = phrase.time(.by) {
      workload.burst = Int32(clamping: burst)
      workload.interval = every.lower.length
    } else if phrase.has(.all) {
      workload.burst = Int32(clamping: max(1, workload.total / parts))
    } else {
      workload.interval = .nanoseconds(workload.interval.nanoseconds * parts)
    }
    return workload
  }

  /// `keyed` alone means so many keys.
  private static let standardKeys: Int32 = 100
  /// With skew, so many records out of 100 carry the first key.
  private static let skewedShare: Int32 = 50

  private func applyClauses(of phrase: Phrase<ProducerLineID>, to workload: inout SendWorkload) {
    if phrase.has(.keyed) {
      workload.keys = phrase.count(.keys).map { Int32(clamping: $0) } ?? Self.standardKeys
    }
    if phrase.has(.skewed) { workload.skew = Self.skewedShare }
    if let size = phrase.size(.size) {
      workload.recordBytes = Int32(clamping: size.lower.bytes)
      workload.recordBytesMax = Int32(clamping: size.upper?.bytes ?? 0)
    }
    if let every = phrase.time(.every), let most = every.upper, phrase.count(.number) == nil {
      // A pause between two lengths is drawn for each record, by each of those who share the work.
      let share = workload.interval.nanoseconds / max(1, every.lower.length.nanoseconds)
      workload.intervalMax = most.length * max(1, share)
    }
    if let name = phrase.name(.key) {
      workload.fixedKey = SendWorkload.keyNumber(named: name.text)
    }
    if let rule = phrase.choice(.how) { workload.rule = Self.partitionRule(rule) }
    if let shift = phrase.shift(.shift) { workload.timestampShift = .nanoseconds(shift.magnitude) }
    if let one = phrase.count(.offset), one > 0 {
      workload.tombstones = Int32(clamping: 100 / one)
      if workload.keys == 0 { workload.keys = Self.standardKeys }
    }
    workload.waitsForResult = phrase.has(.waiting) || phrase.has(.flushed)
    workload.flushes = phrase.has(.flushed)
    if let share = phrase.percent(.percent) {
      workload.packing = Int32(clamping: share.lower.millionths / 1000)
    }
    if let start = phrase.time(.start) { workload.start = start.lower.length }
    if let time = phrase.time(.duration) { workload.end = workload.start + time.lower.length }
    if let until = phrase.time(.until) { workload.end = until.lower.length }
  }

  /// The rule of a `partitioned by` clause.
  private static func partitionRule(_ words: String) -> SendWorkload.PartitionRule {
    switch words {
    case "first byte of key": .firstByteOfKey
    case "last byte of key": .lastByteOfKey
    case "key length": .keyLength
    default: .roundRobin
    }
  }

  /// Clauses that mean nothing, or that the simulator does not know yet.
  private mutating func checkClauses(of phrase: Phrase<ProducerLineID>) {
    for filled in phrase.arguments {
      if Unsupported.sendClauses.contains(filled.slot) {
        fail("this clause is not simulated yet", at: filled.place)
      }
    }
    if phrase.id == .sendRate, phrase.count(.count) == 0 {
      fail("0 records a second are none", at: phrase.place)
    }
  }

  /// Workloads without an end of their own do not lengthen a run.
  private mutating func noteEnd(of workload: SendWorkload) {
    var end = workload.end
    if workload.total != .max {
      let bursts = (workload.total + Int64(workload.burst) - 1) / Int64(max(1, workload.burst))
      let (length, overflow) = workload.interval.nanoseconds.multipliedReportingOverflow(by: bursts)
      if !overflow { end = min(end, workload.start + .nanoseconds(length)) }
    }
    if !end.isInfinite { workloadEnd = max(workloadEnd, end) }
  }
}
