import KafkaModel
import Kernel
import ScenarioLanguage

/// Watches a run with the expectations of its scenario, and says in the end what came of each.
///
/// The conductor shows it every history event and wakes it at the instants that it asks for. It
/// only reads: with and without it, a run is the same.
struct Judge: Sendable {
  /// The variant whose expectations these are.
  private(set) var variant: Variant
  /// The fate of every record so far.
  private(set) var ledger: Ledger
  var watches: [Watch] = []
  var patterns: [WatchedPattern] = []
  /// Who knows of which election.
  var metadata = MetadataWatch()
  /// The kinds of facts that some open watch or pattern waits for.
  private var awaited: FactKinds = []
  private var patternKinds: FactKinds = []
  /// Whether something must be looked at as soon as it happens. If not, the history may be read
  /// later and in one go: what the ledger knows by then is the same.
  private(set) var isWaiting = false
  private var hasBegun = false
  private var origin = Instant.zero
  private var appointments: [(number: Int, at: Instant)] = []
  /// Lines and weather that acted, and those that found something to act on.
  private var linesFired: Int64 = 0
  private var linesBit: Int64 = 0
  /// The instant of the last event, for samples at the end.
  var now: Instant { ledger.now }

  /// A judge of a run that has not begun.
  init(_ variant: Variant) {
    self.variant = variant
    ledger = Ledger(LedgerSetting(variant.world))
    for planned in variant.expectations { watches.append(compile(planned)) }
    patternKinds = patterns.reduce([]) { $0.union($1.kinds) }
  }

  /// Patterns of messages, which only the conductor can see; it reports them with `met`.
  var messagePatterns: [(number: Int, phrase: EventPhrase)] {
    patterns.indices.filter { patterns[$0].phrase.id == .message }
      .map { ($0, patterns[$0].phrase) }
  }

  /// The instants at which the judge wants to be woken, once each.
  mutating func takeAppointments() -> [(number: Int, at: Instant)] {
    defer { appointments = [] }
    return appointments
  }

  /// The same judge for a run that goes on with another timeline; what it expects is the same.
  func judging(_ other: Variant) -> Judge {
    var copy = self
    copy.variant = other
    return copy
  }

  // MARK: What happens

  /// The scenario's time begins.
  mutating func begin<Place: Surroundings & ~Copyable>(at instant: Instant, in place: inout Place) {
    origin = instant
    hasBegun = true
    ledger.beginCounting(at: instant)
    for number in watches.indices {
      switch watches[number].scope {
      case .end, .when, .within(_, of: .some): continue
      case .at(let time): appointments.append((number, instant + time))
      case .within(let time, of: .none):
        open(number, until: instant + time, in: &place)
      case .span(let from, let to):
        if from == .zero {
          open(number, until: to.map { instant + $0 }, in: &place)
        } else {
          appointments.append((number, instant + from))
        }
      }
    }
    noteAwaited()
  }

  /// A history event happened.
  mutating func observe<Place: Surroundings & ~Copyable>(
    _ event: HistoryEvent, in place: inout Place
  ) {
    ledger.observe(event)
    guard hasBegun else { return }
    if metadata.isWanted { watchMetadata(event, in: place) }
    let kind = FactKinds.of(event.fact)
    if !patternKinds.isDisjoint(with: kind) { match(event, kind, in: &place) }
    guard !awaited.isDisjoint(with: kind) else { return }
    for number in watches.indices
    where watches[number].isOpen && !watches[number].relevant.isDisjoint(with: kind)
      && watches[number].isSampledThroughout && watches[number].decisive == nil
    {
      sample(number, at: event.at, in: &place)
    }
  }

  private mutating func match<Place: Surroundings & ~Copyable>(
    _ event: HistoryEvent, _ kind: FactKinds, in place: inout Place
  ) {
    for number in patterns.indices where !patterns[number].kinds.isDisjoint(with: kind) {
      guard isDue(number), place.matches(patterns[number].phrase, event) else { continue }
      happened(number, at: event.at, evidence: event.number, in: &place)
    }
  }

  /// A line of the timeline, or of the weather, was carried out.
  mutating func lineFired<Place: Surroundings & ~Copyable>(
    _ action: Action, label: String?, bit: Bool, at instant: Instant, in place: inout Place
  ) {
    linesFired += 1
    if bit { linesBit += 1 }
    noteFaults(fired: 0, bit: 0)
    for number in patterns.indices where isDue(number) {
      if patterns[number].phrase.isMeant(by: action, label: label) {
        happened(number, at: instant, evidence: nil, in: &place)
      }
    }
  }

  /// What a labelled line did for a stated time has ended.
  mutating func lineEnded<Place: Surroundings & ~Copyable>(
    label: String?, at instant: Instant, in place: inout Place
  ) {
    guard let label else { return }
    for number in patterns.indices where isDue(number) {
      let phrase = patterns[number].phrase
      if phrase.id == .lineFires, phrase.has(.end), phrase.name(.label)?.text == label {
        happened(number, at: instant, evidence: nil, in: &place)
      }
    }
  }

  /// A message pattern was met.
  mutating func met<Place: Surroundings & ~Copyable>(
    _ number: Int, at instant: Instant, in place: inout Place
  ) {
    if patterns.indices.contains(number), isDue(number) {
      happened(number, at: instant, evidence: nil, in: &place)
    }
  }

  /// An appointment is due.
  mutating func wake<Place: Surroundings & ~Copyable>(
    _ number: Int, at instant: Instant, in place: inout Place
  ) {
    guard watches.indices.contains(number), !watches[number].isClosed else { return }
    if watches[number].isOpen {
      if let closing = watches[number].closing, closing <= instant {
        close(number, at: instant, in: &place)
      }
    } else if case .at = watches[number].scope {
      close(number, at: instant, in: &place)
    } else if case .span(_, let to) = watches[number].scope {
      open(number, until: to.map { origin + $0 }, in: &place)
    }
    noteAwaited()
  }

  // MARK: Scopes

  private func isDue(_ number: Int) -> Bool {
    guard let before = patterns[number].after else { return true }
    return patterns[before].times > 0
  }

  private mutating func happened<Place: Surroundings & ~Copyable>(
    _ number: Int, at instant: Instant, evidence: HistoryNumber?, in place: inout Place
  ) {
    patterns[number].times += 1
    let isFirst = patterns[number].times == 1
    if isFirst { patterns[number].first = instant }
    for watch in watches.indices where !watches[watch].isClosed {
      if watches[watch].bodyPattern == number, watches[watch].isOpen {
        var answer = Answer(.holds(true))
        answer.evidence = evidence.map { [$0] } ?? []
        watches[watch].take(
          .init(isTrue: true, observed: "it happened", answer: answer, at: instant))
      }
      switch watches[watch].scope {
      case .when(number) where isFirst: close(watch, at: instant, in: &place)
      case .within(let time, of: number) where isFirst:
        open(watch, until: instant + time, in: &place)
      default: continue
      }
    }
    noteAwaited()
  }

  private mutating func open<Place: Surroundings & ~Copyable>(
    _ number: Int, until closing: Instant?, in place: inout Place
  ) {
    watches[number].isOpen = true
    watches[number].closing = closing
    if let closing { appointments.append((number, closing)) }
    if watches[number].isSampledThroughout, watches[number].bodyPattern == nil {
      sample(number, at: now, in: &place)
    }
  }

  mutating func close<Place: Surroundings & ~Copyable>(
    _ number: Int, at instant: Instant, in place: inout Place
  ) {
    if watches[number].bodyPattern == nil { sample(number, at: instant, in: &place) }
    watches[number].isOpen = false
    watches[number].isClosed = true
  }

  private mutating func sample<Place: Surroundings & ~Copyable>(
    _ number: Int, at instant: Instant, in place: inout Place
  ) {
    let sample = look(at: watches[number].planned.expectation.body, instant, in: &place)
    watches[number].take(sample)
  }

  /// Notes which facts matter at present, so that all others pass by at the cost of one test.
  private mutating func noteAwaited() {
    awaited = watches.reduce([]) { kinds, watch in
      watch.isOpen && watch.isSampledThroughout && watch.decisive == nil
        ? kinds.union(watch.relevant) : kinds
    }
    isWaiting = !awaited.isEmpty || !patternKinds.isEmpty || metadata.isWanted
  }

  /// What the conductor counted: message faults bite where only it can see them.
  mutating func noteFaults(fired: Int, bit: Int) {
    linesFired = max(linesFired, Int64(fired))
    linesBit = max(linesBit, Int64(bit))
    ledger.cluster.faultsFired = linesFired
    ledger.cluster.linesThatBit = linesBit
  }

  /// Whether there was a fault that made a difference.
  var faultsBit: Bool { ledger.cluster.bites > 0 }
  /// Time since the scenario's beginning.
  func scenarioTime(_ instant: Instant) -> Duration { instant - origin }
}
