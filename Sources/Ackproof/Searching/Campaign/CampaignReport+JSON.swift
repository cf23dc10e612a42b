import Kernel

extension CampaignReport {
  /// The version of the form; it grows when a field is removed or changes its meaning.
  public static let version: Int64 = 1

  /// Several campaigns as one JSON document.
  public static func document(_ reports: [CampaignReport], status: ExitStatus) -> JSONText {
    .object([
      ("schema", .text("ackproof.campaign")), ("version", .number(version)),
      ("status", .number(Int64(status.rawValue))), ("verdict", .text(status.word)),
      ("campaigns", .list(reports.map(\.json))),
    ])
  }

  private var json: JSONText {
    let tally = record.tally
    return .object([
      ("file", .text(record.plan.base.file)), ("verdict", .text(status.word)),
      ("faults", .list(record.plan.families.map { .text($0.rawValue) })),
      ("seeds", seeds), ("runs", .number(tally.runs)),
      ("events", .number(Int64(clamping: tally.events))),
      ("simulatedMilliseconds", .number(tally.simulated)),
      ("digest", .text(hexadecimal(tally.digest))), ("violated", .number(tally.violated)),
      ("undetermined", .number(tally.undetermined)),
      (
        "floors",
        .list(
          tally.floors.map { floor in
            .object([("reason", .text(floor.reason)), ("runs", .number(floor.count))])
          })
      ),
      (
        "goals",
        .list(
          tally.goals.map { goal in
            .object([("expected", .text(goal.text)), ("runs", .number(goal.count))])
          })
      ),
      ("findings", .list(tally.findings.indices.map { finding($0) })),
      ("coverage", .list(CoverageReport(tally.coverage).sections.map(Self.section))),
    ])
  }

  private var seeds: JSONText {
    guard case .seeds(let first, let last, let shard, let count) = record.plan.reach else {
      return .null
    }
    return .object([
      ("first", .text(String(first))), ("last", .text(String(last))),
      ("shard", .number(Int64(shard))), ("of", .number(Int64(count))),
      ("complete", .boolean(record.isComplete)),
    ])
  }

  private func finding(_ place: Int) -> JSONText {
    let found = record.tally.findings[place]
    return .object([
      ("expected", .text(found.failure.expectation)), ("kind", .text(found.failure.kind.rawValue)),
      ("runs", .number(found.count)), ("isLate", .boolean(found.isLate)),
      ("seed", .text(String(found.best.seed))),
      (
        "choices",
        .list(record.plan.base.settings[found.best.setting].choices.map { .text($0) })
      ),
      ("scenario", .text(record.candidate(of: found).text)),
      ("notes", .list((notes.indices.contains(place) ? notes[place] : []).map { .text($0) })),
    ])
  }

  private static func section(_ section: CoverageReport.Section) -> JSONText {
    .object([
      ("name", .text(section.name)), ("seen", .number(Int64(section.seen))),
      ("total", .number(Int64(section.total))),
      ("neverReached", .list(section.missing.map { .text($0) })),
    ])
  }
}
