import Ackproof
import KafkaModel
import Kernel
import ScenarioLanguage

/// `ackproof run`: simulates scenarios and says what came of their expectations.
enum RunCommand {
  static let command = Command(
    name: "run", usage: "[OPTIONS] FILE|FOLDER...",
    summary: "Simulate scenarios and judge what they expect.",
    examples: [
      "ackproof run Scenarios",
      "ackproof run Scenarios/start/03-acknowledged-and-gone.scenario --trace",
      "ackproof run bad-weather.scenario --seeds 1..1000 --jobs 4",
      "ackproof run my.scenario --seed 7 --where 'acks of web = 1'",
      "ackproof run Scenarios/claims --report claims",
      "ackproof run my.scenario --groups --at 20s",
      "ackproof run my.scenario --history history.edn",
    ],
    options: [
      OptionForm("--seed", "N", "run this seed instead of the scenario's"),
      OptionForm("--seeds", "A..B", "run these seeds instead of the scenario's"),
      OptionForm("--where", "VALUE", "only runs of a 'vary' with this value, as in 'acks = 1'"),
      OptionForm("--jobs", "N", "how many runs at once; by default one per processor"),
      OptionForm("--trace", nil, "print the timeline of the first run"),
    ] + TraceOptions.forms + [
      OptionForm("--verbose", nil, "show what holds in full as well"),
      OptionForm("--json", nil, "print one JSON document instead of the report"),
      OptionForm("--junit", "FILE", "write JUnit XML as well"),
      OptionForm("--github", nil, "print GitHub annotations (on by itself in its actions)"),
      OptionForm("--report", "claims", "print the table of claims instead of the report"),
      OptionForm("--show-configuration", nil, "print effective values with their origin, and stop"),
    ] + RunViews.options,
    judges: true, run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let settings: RunSettings
    switch RunSettings.read(options) {
    case .failure(let problem): return Output.refuse(problem.message, asJSON: options.has("--json"))
    case .success(let read): settings = read
    }
    var reports: [ScenarioReport] = []
    var refused: [(file: String, text: String)] = []
    var views: [JSONText] = []
    var unwritten = 0
    let isQuiet = options.has("--json") || options.value("--report") != nil
    let printer = TerminalReport(
      hasColour: Output.hasColour,
      isVerbose: options.has("--verbose") || settings.files.count == 1)
    for file in settings.files {
      switch ScenarioFile.compile(file) {
      case .failure(let failure):
        refused.append((file, failure.rendered))
        if !isQuiet { Output.line(failure.rendered) }
      case .success(let plan):
        if options.has("--show-configuration") {
          show(plan)
          continue
        }
        guard let report = await simulate(plan, settings) else {
          refused.append((file, ScenarioFile.noRun(plan, where: settings.conditions)))
          if !isQuiet { Output.line(refused[refused.count - 1].text) }
          continue
        }
        if !isQuiet { printer.lines(report).forEach(Output.line) }
        if options.has("--trace"), !isQuiet, !trace(plan, settings) { unwritten += 1 }
        if let (json, isWritten) = view(plan, settings, isQuiet: isQuiet) {
          if let json { views.append(json) }
          if !isWritten { unwritten += 1 }
        }
        reports.append(report)
      }
    }
    if options.has("--show-configuration") { return refused.isEmpty ? .holds : .refused }
    let status = conclude(reports, refused, views, options, isQuiet: isQuiet)
    return unwritten > 0 ? status.worse(.refused) : status
  }

  private static func simulate(_ plan: RunPlan, _ settings: RunSettings) async -> ScenarioReport? {
    let chosen = plan.variants(where: settings.conditions)
    guard !chosen.isEmpty else { return nil }
    let runner = ScenarioRunner(
      plan, seeds: settings.seeds, jobs: settings.jobs, chosen: chosen)
    let report = await runner.run { done, total in
      if total > 20 { Output.progress("\(plan.file): \(done) of \(total) runs") }
    }
    Output.progress("")
    return report
  }

  /// Prints the timeline of the first run; false when an option names what is not there.
  private static func trace(_ plan: RunPlan, _ settings: RunSettings) -> Bool {
    let chosen = plan.variants(where: settings.conditions)
    let runner = ScenarioRunner(plan, seeds: settings.seeds, jobs: 1, chosen: chosen)
    guard let variant = chosen.first, let seed = runner.seeds.first else { return true }
    let values = plan.variants[variant].values.map(\.description).joined(separator: ", ")
    let trace = Trace(runner.record(variant: variant, seed: seed), filter: settings.filter)
    if let unknown = trace.unknownName {
      Output.error("error: \(unknown)")
      return false
    }
    Output.line("  timeline of seed \(seed)\(values.isEmpty ? "" : " where \(values)")")
    trace.lines().forEach { Output.line("  \($0)") }
    return true
  }

  /// Shows groups and writes the history of the first run, if that was asked for.
  private static func view(
    _ plan: RunPlan, _ settings: RunSettings, isQuiet: Bool
  ) -> (json: JSONText?, isWritten: Bool)? {
    let views = RunViews(settings: settings.views)
    let chosen = plan.variants(where: settings.conditions)
    let runner = ScenarioRunner(plan, seeds: settings.seeds, jobs: 1, chosen: chosen)
    guard views.isWanted, let variant = chosen.first, let seed = runner.seeds.first else {
      return nil
    }
    let result = runner.record(variant: variant, seed: seed)
    return views.show(result, plan.variants[variant], isQuiet: isQuiet)
  }

  private static func conclude(
    _ reports: [ScenarioReport], _ refused: [(file: String, text: String)], _ views: [JSONText],
    _ options: Options, isQuiet: Bool
  ) -> ExitStatus {
    var status = reports.reduce(ExitStatus.holds) { $0.worse($1.status) }
    if !refused.isEmpty { status = status.worse(.refused) }
    if options.value("--report") == "claims" {
      if !options.has("--json") { ClaimsReport.lines(reports).forEach(Output.line) }
      refused.forEach { Output.error($0.text) }
    }
    if options.has("--json") {
      let withClaims = options.value("--report") == "claims"
      Output.line(
        JSONReport.document(
          reports, refused: refused, status: status, withClaims: withClaims, groups: views
        ).written)
    } else if !isQuiet, reports.count + refused.count > 1 {
      Output.line(TerminalReport.summary(reports, refused: refused.count))
    }
    if options.has("--github") || (Output.isGitHub && !isQuiet) {
      // Beside a document for machines, annotations go where they cannot break it.
      GitHubReport.lines(reports, refused: refused)
        .forEach(options.has("--json") ? Output.error : Output.line)
    }
    if let path = options.value("--junit") {
      if !Files.write(JUnitReport.document(reports, refused: refused), to: path) {
        Output.error("error: cannot write '\(path)'")
        status = status.worse(.refused)
      }
    }
    return status
  }

  private static func show(_ plan: RunPlan) {
    for variant in plan.variants {
      let label = variant.values.map(\.description).joined(separator: ", ")
      if !label.isEmpty { Output.line("where \(label)") }
      for one in variant.configuration {
        Output.line("\(plan.file): \(one.name)")
        ConfigurationListing.lines(one).forEach { Output.line("  \($0)") }
      }
    }
  }
}

/// What the options of `run` say, read and checked before anything runs.
struct RunSettings: Sendable {
  var files: [String] = []
  var seeds: [UInt64] = []
  var jobs = 1
  var conditions: [String] = []
  var filter = Trace.Filter()
  var views = RunViews.Settings()

  /// The most seeds that one command line may ask for.
  static let seedLimit: Int64 = Bounds.seeds

  static func read(_ options: Options) -> Result<RunSettings, Options.Problem> {
    var settings = RunSettings()
    for (one, other) in [
      ("--json", "--trace"), ("--json", "--show-configuration"), ("--seed", "--seeds"),
      ("--report", "--trace"),
    ] where options.has(one) && options.has(other) {
      return .failure(.init(message: "\(one) and \(other) do not go together"))
    }
    do {
      settings.files = try options.files()
      settings.jobs = try options.jobs()
    } catch { return .failure(error) }
    if let problem = settings.readSeeds(options) { return .failure(problem) }
    switch TraceOptions.read(options) {
    case .failure(let problem): return .failure(problem)
    case .success(let filter): settings.filter = filter
    }
    if let report = options.value("--report"), report != "claims" {
      return .failure(.init(message: "--report takes 'claims', not '\(report)'"))
    }
    switch RunViews.Settings.read(options) {
    case .failure(let problem): return .failure(problem)
    case .success(let views): settings.views = views
    }
    settings.conditions = options.values("--where")
    // Known before anything runs, not after an hour.
    for name in ["--junit", "--history"] {
      if let obstacle = options.value(name).flatMap({ Files.obstacle(toFile: $0) }) {
        return .failure(.init(message: "\(name): \(obstacle)"))
      }
    }
    return .success(settings)
  }

  private mutating func readSeeds(_ options: Options) -> Options.Problem? {
    if let text = options.value("--seed") {
      guard let seed = UInt64(text) else {
        return .init(message: "--seed takes a whole number, not '\(text)'")
      }
      seeds = [seed]
    }
    do {
      if let range = try options.seeds(atMost: UInt64(Self.seedLimit)) { seeds = Array(range) }
    } catch { return error }
    return nil
  }
}

/// A scenario file with what it includes.
enum ScenarioFile {
  /// The comments above a file's first line; none when it cannot be read.
  static func comments(_ file: String) -> [String] {
    guard let bytes = Files.read(file) else { return [] }
    return ScenarioReader.read(file: file, bytes: bytes).scenario.trivia.comments
  }

  /// The most runs that are named to whoever asked for one that there is not.
  private static let namedRuns = 12

  /// Says that no run has the values that were asked for, and which runs there are.
  static func noRun(_ plan: RunPlan, where conditions: [String]) -> String {
    let wanted = conditions.joined(separator: ", ")
    if plan.variants.count == 1, plan.variants[0].values.isEmpty {
      return "\(plan.file): error: no run where \(wanted): nothing varies in this scenario"
    }
    return "\(plan.file): error: no run where \(wanted); name some of\n" + runs(of: plan)
  }

  /// The runs of a scenario, each as one would ask for it.
  static func runs(of plan: RunPlan) -> String {
    var known = plan.variants.prefix(namedRuns).map { variant in
      "  --where '\(variant.values.map(\.description).joined(separator: "' --where '"))'"
    }
    if plan.variants.count > namedRuns {
      known.append("  and \(plan.variants.count - namedRuns) more")
    }
    return known.joined(separator: "\n")
  }

  /// Reads and compiles a file; included files are found beside it.
  static func compile(_ file: String) -> Result<RunPlan, Compiler.Failure> {
    guard let bytes = Files.read(file) else {
      return .failure(Compiler.Failure.unreadable(file))
    }
    return Compiler.compile(file: file, bytes: bytes) { path in
      Files.read(Files.resolve(path, besides: file))
    }
  }
}
