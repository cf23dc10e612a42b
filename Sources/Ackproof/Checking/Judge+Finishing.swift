import KafkaModel
import Kernel
import ScenarioLanguage

/// The end of a run: what is still open is closed, and every expectation gets its result.
extension Judge {
  /// The most record names that a result spells out.
  static let namedRecords = 8

  /// Says what came of everything.
  mutating func finish<Place: Surroundings & ~Copyable>(
    at instant: Instant, reason: RunEnding, faultsFired: Int, faultsThatBit: Int,
    in place: inout Place
  ) -> Judgement {
    noteFaults(fired: faultsFired, bit: faultsThatBit)
    var results: [ExpectationResult] = []
    for number in watches.indices {
      let unmet = unmetReason(number, at: instant, reason)
      if unmet == nil, !watches[number].isClosed { close(number, at: instant, in: &place) }
      results.append(result(number, unmet, in: place))
    }
    return Judgement(results: results, floors: floors(reason))
  }

  /// Why an expectation could not be looked at as it asks; nil when it could.
  private func unmetReason(_ number: Int, at instant: Instant, _ reason: RunEnding) -> String? {
    let watch = watches[number]
    if watch.isClosed || watch.decisive != nil { return nil }
    if case .bound(let bound) = reason { return bound }
    switch watch.scope {
    case .end, .span: return nil
    case .at(let time): return "the run ended before \(time)"
    case .when(let pattern): return "'\(patterns[pattern].phrase.written)' did not happen"
    case .within(let time, let anchor):
      guard watch.isOpen else {
        let event = anchor.map { patterns[$0].phrase.written } ?? "the beginning"
        return "'\(event)' did not happen"
      }
      // Quiet means that nothing can change any more, so the end answers for what would come.
      return reason == .quiet ? nil : "the run ended before \(time) had passed"
    }
  }

  private func result<Place: Surroundings & ~Copyable>(
    _ number: Int, _ unmet: String?, in place: borrowing Place
  ) -> ExpectationResult {
    let watch = watches[number]
    let shown = watch.decisive ?? watch.last
    var observed = shown?.observed ?? "it did not happen"
    if let unmet {
      observed = unmet
    } else if let decisive = watch.decisive {
      observed += " at \(scenarioTime(decisive.at))"
    }
    let sightings = shown?.answer.records ?? []
    let isAboutEnd = watch.scope == .end && watch.decisive == nil
    return ExpectationResult(
      index: number, line: watch.planned.number,
      verdict: unmet == nil ? watch.verdict : .undetermined, isLiveness: watch.isLiveness,
      observed: observed, records: names(of: sightings, in: place),
      spans: sightings.prefix(Self.namedRecords).map {
        RecordRange(
          stream: $0.records.stream, first: $0.records.first,
          count: Int32(clamping: $0.records.count))
      },
      evidence: shown?.answer.evidence ?? [],
      at: isAboutEnd ? nil : shown.map { scenarioTime($0.at) },
      failure: unmet == nil ? watch.failure : nil)
  }

  /// `records 51 to 55 of web (orders-0, offset 50)`.
  func names<Place: Surroundings & ~Copyable>(
    of sightings: [Sighting], in place: borrowing Place
  ) -> [String] {
    var names: [String] = []
    for sighting in sightings.prefix(Self.namedRecords) {
      let span = sighting.records
      guard span.stream >= 0, Int(span.stream) < ledger.streams.count else { continue }
      let stream = ledger.streams[Int(span.stream)]
      let first = place.ordinal(stream: span.stream, place: span.first) ?? span.first + 1
      let last = place.ordinal(stream: span.stream, place: span.end - 1) ?? span.end
      let client = place.name(of: place.layout.node(of: stream.client))
      var text =
        span.count == 1
        ? "record \(first) of \(client)" : "records \(first) to \(last) of \(client)"
      let partition = sighting.partition ?? stream.partition
      var site = place.catalog.name(of: partition)
      if let offset = sighting.offset {
        site +=
          span.count == 1
          ? ", offset \(offset)" : ", offsets \(offset) to \(offset + span.count - 1)"
      }
      text += " (\(site))"
      names.append(text)
    }
    if sightings.count > Self.namedRecords {
      names.append("and \(sightings.count - Self.namedRecords) more")
    }
    return names
  }

  /// Reasons why the run as a whole proved nothing.
  private func floors(_ reason: RunEnding) -> [String] {
    var floors: [String] = []
    let sent = ledger.sent(.all).count
    let hasWork = variant.world.producers.contains { !$0.workloads.isEmpty && $0.startsAtOnce }
    let says = Point(of: watches)
    if hasWork, sent == 0, !says.nothingSent, variant.refusals.isEmpty {
      floors.append("no record was sent")
    }
    let answered = ledger.streams.contains { stream in
      let place = Int(stream.client.value)
      return place >= 0 && variant.world.producers[place].settings.acks != .none
    }
    if answered, !says.nothingAcknowledged,
      ledger.records(.all, where: { $0.kind == .acknowledged }).isEmpty
    {
      floors.append("no record was acknowledged")
    }
    let canRead =
      variant.world.consumers.contains { $0.startsAtOnce }
      && ledger.partitions.contains { !$0.visible.isEmpty }
    if canRead, !says.nothingConsumed, !ledger.readers.contains(where: { !$0.reads.isEmpty }) {
      floors.append("nothing was consumed")
    }
    let hasFaults = !variant.timeline.isEmpty || !variant.weather.isEmpty
    if hasFaults, !faultsBit, !says.noFaultBites {
      floors.append("no line of the timeline touched anything")
    }
    if case .bound(let bound) = reason { floors.append(bound) }
    return floors
  }

  /// What a scenario says is the point of it.
  private struct Point {
    var nothingSent = false
    var nothingAcknowledged = false
    var nothingConsumed = false
    var noFaultBites = false

    init(of watches: [Watch]) {
      for watch in watches {
        switch watch.planned.expectation.body {
        case .guarantee(let phrase):
          nothingSent = nothingSent || phrase.id == .nothingSent
          nothingAcknowledged =
            nothingAcknowledged || phrase.id == .nothingAcknowledged
            || phrase.id == .nothingSent || phrase.id == .configurationRefused
          nothingConsumed =
            nothingConsumed || phrase.id == .nothingConsumed
            || phrase.id == .nothingSent || phrase.id == .configurationRefused
          noFaultBites = noFaultBites || phrase.id == .noFaultBites
        case .comparison(let measure, .equal, .numbers([0])):
          nothingAcknowledged = nothingAcknowledged || measure.id == .recordsAcknowledged
          nothingSent = nothingSent || measure.id == .recordsSent
          nothingConsumed = nothingConsumed || measure.id == .consumed
          noFaultBites = noFaultBites || measure.id == .faultsThatBit
        case .comparison, .event: continue
        }
      }
    }
  }
}
