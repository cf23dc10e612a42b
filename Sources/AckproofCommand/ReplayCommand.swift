import Ackproof
import KafkaModel
import Kernel
import ScenarioLanguage

/// `ackproof replay`: the exact run again, and whether it is still the same.
enum ReplayCommand {
  static let command = Command(
    name: "replay", usage: "SCENARIO [--seed N] [OPTIONS] | RESULT.json | 'LINE'",
    summary: "Repeat runs exactly, and say whether they are still the same.",
    examples: [
      "ackproof replay findings/acks-one-lost.scenario",
      "ackproof replay my.scenario --seed 7",
      "ackproof replay my.scenario --seed 7 --where 'acks of web = 1' --trace",
      "ackproof run Scenarios --json > result.json; ackproof replay result.json",
      "ackproof replay 'ackproof replay my.scenario --digest 90f1ab02c3d4e5f6'",
    ],
    options: [
      OptionForm("--seed", "N", "the seed of the run, if the scenario has several"),
      OptionForm("--where", "VALUE", "the values of a 'vary', as in 'acks = 1'"),
      OptionForm("--digest", "HEX", "the digest that the run had; a finding says it itself"),
      OptionForm("--jobs", "N", "how many runs of a result go at the same time"),
      OptionForm("--trace", nil, "print the timeline of the run"),
    ] + TraceOptions.forms,
    judges: true, run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    guard let word = options.words.first, options.words.count == 1 else {
      return refuse("replay takes one scenario, one result file, or one line in quotes")
    }
    if word.hasPrefix("ackproof ") { return await replay(line: word) }
    if !word.hasSuffix(".scenario"), let bytes = Files.read(word, bound: ResultFile.sizeLimit),
      bytes.first == UInt8(ascii: "{")
    {
      guard let result = ResultFile.read(bytes) else {
        return refuse("'\(word)' is no result that 'ackproof run --json' wrote")
      }
      return await ResultReplay.run(result, options)
    }
    guard Files.exists(word) else { return refuse("there is no file '\(word)'") }
    guard !Files.isFolder(word) else {
      return refuse("'\(word)' is a folder; replay takes one scenario")
    }
    return replay(scenario: word, options)
  }

  private static func refuse(_ message: String) -> ExitStatus {
    Output.error("error: \(message)")
    return .refused
  }

  /// A line that a failure printed, quoted as a whole.
  private static func replay(line: String) async -> ExitStatus {
    guard var words = ShellWords.split(line), words.count > 2,
      words[1] == "replay" || words[1] == "run", !words[2].hasPrefix("ackproof ")
    else { return refuse("this is no line that a failure printed: \(line)") }
    words.removeFirst(2)
    switch Options.read(words, for: command) {
    case .failure(let problem): return refuse(problem.message)
    case .success(let options): return await run(options)
    }
  }

  private static func replay(scenario file: String, _ options: Options) -> ExitStatus {
    let filter: Trace.Filter
    switch TraceOptions.read(options) {
    case .failure(let problem): return refuse(problem.message)
    case .success(let read): filter = read
    }
    let header = FindingHeader(comments: ScenarioFile.comments(file))
    if let text = options.value("--seed"), UInt64(text) == nil {
      return refuse("--seed takes a whole number, not '\(text)'")
    }
    if let digest = options.value("--digest"),
      digest.count != 16 || !digest.allSatisfy(\.isHexDigit)
    {
      return refuse("--digest takes sixteen hexadecimal digits, not '\(digest)'")
    }
    switch ScenarioFile.compile(file) {
    case .failure(let failure):
      Output.line(failure.rendered)
      return .refused
    case .success(let plan):
      let chosen = plan.variants(where: options.values("--where"))
      guard !chosen.isEmpty else {
        Output.error(ScenarioFile.noRun(plan, where: options.values("--where")))
        return .refused
      }
      guard chosen.count == 1, let variant = chosen.first else {
        return refuse("\(chosen.count) runs fit; name one of\n\(ScenarioFile.runs(of: plan))")
      }
      let seeds = plan.allSeeds
      let only = seeds.count == 1 ? seeds.first : nil
      guard let seed = options.value("--seed").flatMap({ UInt64($0) }) ?? header?.seed ?? only
      else {
        return refuse("the scenario has \(seeds.count) seeds; name one, as in --seed \(seeds[0])")
      }
      // What a finding says of its run holds for its seed only.
      let found = header?.seed == seed ? header : nil
      return replay(
        plan, variant, seed, options.value("--digest") ?? found?.digest, found,
        options.has("--trace") ? filter : nil)
    }
  }

  private static func replay(
    _ plan: RunPlan, _ variant: Int, _ seed: UInt64, _ expected: String?,
    _ found: FindingHeader?, _ filter: Trace.Filter?
  ) -> ExitStatus {
    let runner = ScenarioRunner(plan, seeds: [seed], jobs: 1, chosen: [variant])
    let first = runner.record(variant: variant, seed: seed)
    let second = runner.record(variant: variant, seed: seed)
    if let filter {
      let trace = Trace(first, filter: filter)
      if let unknown = trace.unknownName { return refuse(unknown) }
      trace.lines().forEach(Output.line)
    }
    Output.line(
      "digest    \(first.digest.hex)  ackproof \(ToolVersion.current), Kafka \(plan.version)")
    if let parting = first.divergence(from: second) {
      Output.line("broken    two runs of one seed differ: \(parting.words)")
      return .broken
    }
    if let expected, expected.lowercased() != first.digest.hex {
      Output.line("differs   it was \(expected): \(cause(of: plan.variants[variant], found))")
      return .undetermined
    }
    if expected != nil { Output.line("same      the run is what it was, to the last event") }
    for result in first.judgement.results {
      let text = plan.source.text(ofLine: result.line).split(separator: " ").joined(separator: " ")
      Output.line("\(result.verdict.rawValue)  line \(result.line): \(text)")
      Output.line("  observed  \(result.observed)")
    }
    return status(of: first.judgement)
  }

  /// Which of the things that make a run is no longer what a finding says.
  private static func cause(of variant: Variant, _ found: FindingHeader?) -> String {
    guard let found else { return "the scenario or the simulator has changed since" }
    if FindingHeader.fingerprint(of: variant.scenario) != found.scenario {
      return Divergence.scenario.words
    }
    if found.version != ToolVersion.current {
      return Divergence.version(
        was: "ackproof \(found.version)", is: "ackproof \(ToolVersion.current)"
      ).words
    }
    return Divergence.digest.words
  }

  private static func status(of judgement: Judgement) -> ExitStatus {
    switch judgement.verdict {
    case .holds: return .holds
    case .undetermined: return .undetermined
    case .violated:
      let late = judgement.results.filter { $0.verdict == .violated }
        .allSatisfy(\.isLiveness)
      return late ? .late : .violated
    }
  }
}

/// Every run of a result file again.
enum ResultReplay {
  /// The most differing runs of one scenario that are named.
  private static let shown = 5

  static func run(_ result: ResultFile, _ options: Options) async -> ExitStatus {
    let jobs: Int
    do { jobs = try options.jobs() } catch {
      Output.error("error: \(error.message)")
      return .refused
    }
    guard result.scenarios.contains(where: { !$0.runs.isEmpty }) else {
      Output.error("error: the result has no run")
      return .refused
    }
    var status = ExitStatus.holds
    for scenario in result.scenarios {
      switch ScenarioFile.compile(scenario.file) {
      case .failure(let failure):
        Output.line(failure.rendered)
        status = status.worse(.refused)
      case .success(let plan):
        status = status.worse(await compare(scenario, result.tool, plan, jobs))
      }
    }
    return status
  }

  private static func compare(
    _ recorded: ResultFile.RecordedScenario, _ tool: String, _ plan: RunPlan, _ jobs: Int
  ) async -> ExitStatus {
    var different: [String] = []
    var status = ExitStatus.holds
    var groups: [(values: [String], runs: [ResultFile.RecordedRun])] = []
    for run in recorded.runs {
      if groups.last?.values == run.values {
        groups[groups.count - 1].runs.append(run)
      } else {
        groups.append((run.values, [run]))
      }
    }
    for group in groups {
      let label = group.values.isEmpty ? "" : " where \(group.values.joined(separator: ", "))"
      guard
        let variant = plan.variants.firstIndex(where: {
          $0.values.map(\.description) == group.values
        })
      else {
        different.append("no run\(label)")
        continue
      }
      let runner = ScenarioRunner(
        plan, seeds: group.runs.map(\.seed), jobs: jobs, chosen: [variant])
      let report = await runner.run()
      status = status.worse(report.status)
      for (run, now) in zip(group.runs, report.variants[0].seeds) where run.digest != now.digest {
        different.append("seed \(run.seed)\(label): \(now.digest), was \(run.digest)")
      }
    }
    let count = "\(recorded.runs.count) run\(recorded.runs.count == 1 ? "" : "s")"
    if different.isEmpty {
      Output.line("same      \(recorded.file): \(count), each what it was")
      return status
    }
    Output.line("differs   \(recorded.file): \(different.count) of \(count)")
    different.prefix(shown).forEach { Output.line("  \($0)") }
    if different.count > shown { Output.line("  and \(different.count - shown) more") }
    Output.line("  \(Divergence.explaining(recorded, tool: tool, plan).words)")
    return status.worse(.undetermined)
  }
}

/// Splits a line as a shell would, as far as printed commands need it.
enum ShellWords {
  /// The words; nil when a quote is never closed.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\\" {
        isEscaped = true
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return quote == nil ? words : nil
  }
}
