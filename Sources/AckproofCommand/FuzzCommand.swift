import Ackproof
import ScenarioLanguage

/// `ackproof fuzz`: searches for schedules of faults that break what a scenario expects.
enum FuzzCommand {
  static let command = Command(
    name: "fuzz", usage: "[OPTIONS] FILE|FOLDER...",
    summary: "Search for failures: schedules of faults that break what is expected.",
    examples: [
      "ackproof fuzz my.scenario",
      "ackproof fuzz my.scenario --seeds 1..20000 --stop-after 1",
      "ackproof fuzz my.scenario --time 60s --faults crash,cut,freeze",
      "ackproof fuzz my.scenario --faults -power,-wipe --replace",
      "ackproof fuzz my.scenario --seeds 1..20000 --shard 1/4 --state shard-1",
      "ackproof merge shard-1 shard-2 shard-3 shard-4",
    ],
    options: [
      OptionForm("--seeds", "A..B", "one schedule per seed; 1..1000 unless said otherwise"),
      OptionForm("--time", "TIME", "search so long in all, steered by what was seen, as in 60s"),
      OptionForm("--jobs", "N", "how many runs go at the same time"),
      OptionForm("--faults", "LIST", "only these faults, or all but these: crash,cut or -power"),
      OptionForm("--replace", nil, "leave the scenario's own timeline and weather out"),
      OptionForm("--stop-after", "N", "stop after so many different findings"),
      OptionForm("--shard", "I/N", "only this share of the seeds; see 'ackproof merge'"),
      OptionForm("--state", "FILE", "keep the state here, and go on from it"),
      OptionForm("--findings", "FOLDER", "where findings go; 'findings' unless said otherwise"),
      OptionForm("--raw", nil, "do not make findings smaller, and write no files"),
      OptionForm("--print", "SEED", "print this seed's scenario, and run nothing"),
      OptionForm("--json", nil, "print one JSON document instead of the report"),
    ],
    judges: true, run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let settings: FuzzSettings
    switch FuzzSettings.read(options) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let read): settings = read
    }
    if let text = options.value("--print") { return show(text, settings) }
    if let obstacle = obstacle(settings, options) {
      Output.error("error: \(obstacle)")
      return .refused
    }
    guard await Canary.sings() else {
      Output.error("error: the search did not find the canary's failure; it would find nothing")
      return .broken
    }
    var bases: [SearchBase] = []
    for file in settings.files {
      switch base(file, settings) {
      case .failure(let failure):
        Output.line(failure.rendered)
        return .refused
      case .success(let base): bases.append(base)
      }
    }
    let saved: [CampaignRecord]
    switch savedRecords(settings) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let records): saved = records
    }
    return await search(bases, saved, settings, options)
  }

  /// What keeps the state or the findings from being written.
  private static func obstacle(_ settings: FuzzSettings, _ options: Options) -> String? {
    if let obstacle = settings.state.flatMap({ Files.obstacle(toFile: $0) }) {
      return "the state cannot be kept: \(obstacle)"
    }
    if options.has("--raw") || settings.shards > 1 { return nil }
    let folder = options.value("--findings") ?? CampaignConclusion.folder
    return Files.obstacle(toFolder: folder).map { "findings cannot be written: \($0)" }
  }

  /// Prints the scenario that a seed stands for.
  private static func show(_ text: String, _ settings: FuzzSettings) -> ExitStatus {
    guard let seed = UInt64(text), seed < UInt64(Int64.max), let file = settings.files.first,
      settings.files.count == 1
    else {
      Output.error("error: --print takes one seed of one file, not '\(text)'")
      return .refused
    }
    switch base(file, settings) {
    case .failure(let failure):
      Output.line(failure.rendered)
      return .refused
    case .success(let base):
      Output.line(String(settings.plan(base).candidate(seed: seed).text.dropLast()))
      return .holds
    }
  }

  private static func base(
    _ file: String, _ settings: FuzzSettings
  ) -> Result<SearchBase, Compiler.Failure> {
    guard let bytes = Files.read(file) else { return .failure(.unreadable(file)) }
    return SearchBase.prepare(file: file, bytes: bytes, replacing: settings.isReplacing) { path in
      Files.read(Files.resolve(path, besides: file))
    }
  }

  /// What an earlier run of the same command has left in its state file.
  private static func savedRecords(
    _ settings: FuzzSettings
  ) -> Result<[CampaignRecord], CampaignText.Problem> {
    guard let path = settings.state, Files.exists(path) else { return .success([]) }
    return CampaignFile.read(path)
  }

  private static func search(
    _ bases: [SearchBase], _ saved: [CampaignRecord], _ settings: FuzzSettings, _ options: Options
  ) async -> ExitStatus {
    Interrupt.listen()
    var records: [CampaignRecord] = []
    for base in bases {
      let plan = settings.plan(base)
      var record = CampaignRecord(plan)
      if let known = saved.first(where: { $0.plan.base.file == base.file }) {
        guard known.plan.fingerprint == plan.fingerprint, known.plan.reach == plan.reach else {
          Output.error(
            "error: the state belongs to another campaign: other seeds, faults, scenario or version"
          )
          return .refused
        }
        record = known
      }
      var progress = FuzzProgress(
        record, time: settings.time.map { $0 / Int64(bases.count) })
      var campaign = Campaign(record, jobs: settings.jobs)
      var couldSave = true
      if !Interrupt.isRequested, !progress.isTimeUp {
        await campaign.run { record in
          progress.say(record)
          if let path = settings.state, progress.isSaveDue() {
            couldSave =
              CampaignFile.write(records + [progress.timed(record)], to: path) && couldSave
          }
          return !progress.isTimeUp && !Interrupt.isRequested
        }
      }
      Output.progress("")
      records.append(progress.timed(campaign.record))
      if let path = settings.state {
        couldSave = CampaignFile.write(records, to: path) && couldSave
      }
      guard couldSave else {
        Output.error("error: cannot write '\(settings.state ?? "")'")
        return .refused
      }
    }
    return await CampaignConclusion.conclude(
      records, options, jobs: settings.jobs,
      isShare: settings.shards > 1 || Interrupt.isRequested)
  }
}

/// Records of campaigns in files.
enum CampaignFile {
  /// The largest file that is read.
  static let byteLimit = 64 << 20

  static func read(_ path: String) -> Result<[CampaignRecord], CampaignText.Problem> {
    guard let bytes = Files.read(path, bound: byteLimit) else {
      let reason = Files.exists(path) ? "cannot read" : "there is no file"
      return .failure(.init(message: "\(reason) '\(path)'"))
    }
    guard bytes.starts(with: CampaignText.signature.utf8) else {
      return .failure(
        .init(message: "'\(path)' is no state that 'ackproof fuzz --state' has kept"))
    }
    return CampaignText.records(in: String(decoding: bytes, as: UTF8.self)).mapError {
      .init(message: "\(path): \($0.message)")
    }
  }

  static func write(_ records: [CampaignRecord], to path: String) -> Bool {
    Files.write(records.map(CampaignText.text).joined(), to: path)
  }
}
