import Ackproof
import ScenarioLanguage

/// What `fuzz` and `merge` do with what was found: make it smaller, write it down, say so.
enum CampaignConclusion {
  /// Where findings go unless somebody says otherwise.
  static let folder = "findings"

  /// Prints the report; findings of a whole campaign are made smaller and written.
  static func conclude(
    _ records: [CampaignRecord], _ options: Options, jobs: Int, isShare: Bool
  ) async -> ExitStatus {
    let folder = options.value("--findings") ?? Self.folder
    var status = ExitStatus.holds
    var reports: [CampaignReport] = []
    for record in records {
      if record.tally.runs == 0 {
        Output.error("error: \(record.plan.base.file): no seed was run")
      }
      var report = CampaignReport(record)
      if !isShare, !options.has("--raw"), !record.tally.findings.isEmpty {
        switch await written(record, to: folder, jobs: jobs) {
        case .success(let notes): report.notes = notes
        case .failure(let problem):
          Output.error("error: \(problem.message)")
          status = status.worse(.refused)
        }
      }
      status = status.worse(report.status)
      reports.append(report)
    }
    if options.has("--json") {
      Output.line(CampaignReport.document(reports, status: status).written)
    } else {
      reports.flatMap(\.lines).forEach(Output.line)
    }
    return status
  }

  /// The longest that making one schedule smaller may take, in seconds; a finding has up to three.
  private static let shrinkSeconds = 100

  /// Makes every finding smaller and writes those that the folder does not have; a few lines about
  /// each.
  private static func written(
    _ record: CampaignRecord, to folder: String, jobs: Int
  ) async -> Result<[[String]], Options.Problem> {
    let base = record.plan.base.file
    var shelf = FindingsShelf(Files.texts(in: folder))
    var notes: [[String]] = []
    let shrunk = await shrunk(record, shelf, jobs: jobs)
    for (place, found) in record.tally.findings.enumerated() {
      if let file = shelf.file(of: found.failure, base: base) {
        notes.append(["known: \(folder)/\(file)"])
        continue
      }
      // What needed less harm than its schedule did is what another schedule has shown already.
      if let same = smaller(than: place, in: shrunk) {
        notes.append(["comes down to finding \(same + 1)"])
        continue
      }
      guard let result = shrunk[place],
        let finding = Finding(result, base: base, version: ToolVersion.current)
      else {
        notes.append(["could not be repeated by itself"])
        continue
      }
      switch shelf.place(finding) {
      case .known(let file): notes.append(["known: \(folder)/\(file)"])
      case .new(let file), .smaller(let file, _):
        guard Files.makeFolder(folder),
          Files.write(finding.text(file: file), to: "\(folder)/\(file)")
        else { return .failure(.init(message: "cannot write '\(folder)/\(file)'")) }
        let lines = finding.lineCount == 1 ? "1 line" : "\(finding.lineCount) lines"
        var about = ["\(lines) after \(result.successes) steps and \(result.trials) runs"]
        if let bound = result.bound { about.append("\(bound) was reached: may not be minimal") }
        notes.append(about + ["ackproof run \(folder)/\(file)"])
      }
    }
    return .success(notes)
  }

  /// Another finding that is the same failure in the end, and smaller or found before.
  private static func smaller(than place: Int, in shrunk: [Shrunk?]) -> Int? {
    guard let own = shrunk[place] else { return nil }
    return shrunk.indices.filter { other in
      guard other != place, let rival = shrunk[other], rival.failure == own.failure else {
        return false
      }
      let (size, least) = (own.candidate.timeline.count, rival.candidate.timeline.count)
      return least < size || (least == size && other < place)
    }.min {
      (shrunk[$0]?.candidate.timeline.count ?? 0, $0) < (
        shrunk[$1]?.candidate.timeline.count ?? 0, $1
      )
    }
  }

  /// Every finding that the shelf does not have, made smaller, in the order of the findings: the
  /// smallest result of all schedules that are kept of it.
  private static func shrunk(
    _ record: CampaignRecord, _ shelf: FindingsShelf, jobs: Int
  ) async -> [Shrunk?] {
    let findings = record.tally.findings
    var results: [Shrunk?] = Array(repeating: nil, count: findings.count)
    var open: [(place: Int, candidate: Candidate)] = []
    for (place, found) in findings.enumerated()
    where shelf.file(of: found.failure, base: record.plan.base.file) == nil {
      open += record.candidates(of: found).map { (place, $0) }
    }
    var (next, done) = (0, 0)
    await withTaskGroup(of: (Int, Shrunk?).self) { group in
      func add() {
        guard next < open.count else { return }
        let (place, candidate) = open[next]
        let failure = findings[place].failure
        next += 1
        group.addTask {
          let began = Stopwatch.now
          let budget = ShrinkBudget(
            seconds: shrinkSeconds,
            isTimeUp: { Stopwatch.now - began >= Int64(shrinkSeconds) * 1_000_000_000 })
          return (place, Shrinker.shrink(candidate, failure, budget: budget))
        }
      }
      for _ in 0..<jobs { add() }
      while let (place, result) = await group.next() {
        let failure = findings[place].failure
        // Results come in any order, and the smallest is the smallest in each.
        if let result, results[place].map({ result.tells(failure, betterThan: $0) }) ?? true {
          results[place] = result
        }
        done += 1
        Output.progress(
          "\(record.plan.base.file): made \(done) of \(open.count) schedules smaller")
        add()
      }
    }
    Output.progress("")
    return results
  }
}
