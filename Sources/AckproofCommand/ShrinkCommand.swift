import Ackproof
import KafkaModel
import ScenarioLanguage

/// `ackproof shrink`: the smallest scenario that still fails in the same way.
enum ShrinkCommand {
  static let command = Command(
    name: "shrink", usage: "[OPTIONS] FILE",
    summary: "Make a failing scenario as small as it gets.",
    examples: [
      "ackproof shrink bad-weather.scenario --seed 7",
      "ackproof shrink my.scenario --where 'acks of web = 1' --output lost.scenario",
    ],
    options: [
      OptionForm("--seed", "N", "the seed that fails; else the scenario's first that does"),
      OptionForm("--where", "VALUE", "the values of a 'vary', as in 'acks = 1'"),
      OptionForm("--line", "N", "the line of the expectation; else the first that is violated"),
      OptionForm("--output", "FILE", "a new file for the result; else it is printed"),
      OptionForm("--steps", "N", "the most steps that make it smaller (500)"),
      OptionForm("--time", "TIME", "the longest that it may take, as in 10m (300s)"),
    ],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    guard let file = options.words.first, options.words.count == 1 else {
      Output.error("error: shrink takes one scenario file")
      return .refused
    }
    let request: Request
    switch Request.read(options, file: file) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let read): request = read
    }
    switch ScenarioFile.compile(file) {
    case .failure(let failure):
      Output.line(failure.rendered)
      return .refused
    case .success(let plan):
      let chosen = plan.variants(where: request.conditions)
      guard !chosen.isEmpty else {
        Output.error(ScenarioFile.noRun(plan, where: request.conditions))
        return .refused
      }
      guard let (candidate, failure) = request.failing(plan, chosen) else {
        Output.error("error: \(request.nothing(plan, chosen))")
        return .refused
      }
      return shrink(candidate, failure, request)
    }
  }

  private static func shrink(
    _ candidate: Candidate, _ failure: FailureClass, _ request: Request
  ) -> ExitStatus {
    let began = Stopwatch.now
    let seconds = request.seconds
    let budget = ShrinkBudget(
      successes: request.steps, seconds: seconds,
      isTimeUp: { Stopwatch.now - began >= Int64(seconds) * 1_000_000_000 })
    let result = Shrinker.shrink(candidate, failure, budget: budget) { step in
      Output.progress(
        "\(request.file): \(step.lines) lines left, \(step.trials) runs, \(step.pass)")
    }
    Output.progress("")
    guard let result else {
      Output.error("error: seed \(candidate.seed) does not fail so when it is run by itself")
      return .refused
    }
    if result.successes == 0, FindingHeader(comments: request.comments) != nil {
      Output.error("\(request.file): nothing in it can be left out")
      if request.output == nil { Output.line(request.text) }
      return .holds
    }
    guard
      let finding = Finding(result, base: request.base, version: ToolVersion.current)
    else {
      Output.error("error: what was found cannot be repeated")
      return .broken
    }
    return hand(finding, result, request)
  }

  private static func hand(
    _ finding: Finding, _ result: Shrunk, _ request: Request
  ) -> ExitStatus {
    let lines = "\(finding.lineCount) line\(finding.lineCount == 1 ? "" : "s")"
    Output.error(
      "\(result.failure.key): \(lines) of timeline left after \(result.successes) steps and "
        + "\(result.trials) runs")
    if let bound = result.bound {
      Output.error("\(bound) was reached: it may not be as small as it could be")
    }
    guard let path = request.output else {
      Output.line(String(finding.text(file: "\(finding.name).scenario").dropLast()))
      return .holds
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard Files.write(finding.text(file: name), to: path) else {
      // Minutes of work are not to be lost: what could not be written is printed.
      Output.line(String(finding.text(file: name).dropLast()))
      Output.error("error: cannot write '\(path)'")
      return .refused
    }
    return .holds
  }

  /// What the options ask for.
  private struct Request {
    var file: String
    var text = ""
    var comments: [String] = []
    var base: String?
    var seed: UInt64?
    var conditions: [String] = []
    var line: Int?
    var output: String?
    var steps = 500
    var seconds = 300

    static func read(_ options: Options, file: String) -> Result<Request, Options.Problem> {
      var request = Request(file: file)
      let bytes = Files.read(file) ?? []
      request.text = String(decoding: bytes, as: UTF8.self)
      if request.text.hasSuffix("\n") { request.text.removeLast() }
      request.comments =
        ScenarioReader.read(file: file, bytes: bytes).scenario.trivia.comments
      // What a finding was found in stays known when the finding is shrunk once more.
      request.base =
        FindingHeader(comments: request.comments).map(\.base)
        ?? file
      request.conditions = options.values("--where")
      request.output = options.value("--output")
      if let output = request.output, Files.exists(output) {
        return .failure(.init(message: "'\(output)' exists already; nothing is overwritten"))
      }
      if let obstacle = request.output.flatMap({ Files.obstacle(toFile: $0) }) {
        return .failure(.init(message: "--output: \(obstacle)"))
      }
      if let text = options.value("--seed") {
        guard let seed = UInt64(text) else {
          return .failure(.init(message: "--seed takes a whole number, not '\(text)'"))
        }
        request.seed = seed
      }
      do {
        request.line = try options.number("--line", 1...1_000_000).get().map { Int($0) }
        if let steps = try options.number("--steps", 1...100_000).get() {
          request.steps = Int(steps)
        }
        if let text = options.value("--time") { request.seconds = try seconds(text) }
      } catch { return .failure(error) }
      return .success(request)
    }

    /// The longest that a shrinking may take.
    private static let secondLimit: Int64 = 86_400

    /// A time in whole seconds, with a unit as everywhere else.
    private static func seconds(_ text: String) throws(Options.Problem) -> Int {
      switch TimeAmount.read(Substring(text)) {
      case .failure(let problem): throw .init(message: "--time: \(problem.message)")
      case .success(let time):
        let seconds = time.nanoseconds / TimeAmount.Unit.s.nanoseconds
        guard (1...secondLimit).contains(seconds) else {
          throw .init(message: "--time takes 1s to \(secondLimit)s, not '\(text)'")
        }
        return Int(seconds)
      }
    }

    /// Why no run fails as it was asked for.
    func nothing(_ plan: RunPlan, _ chosen: [Int]) -> String {
      let lines = chosen.flatMap { plan.variants[$0].expectations.map(\.number) }
      if let line, !lines.contains(line) {
        let known = lines.enumerated().filter { lines.firstIndex(of: $0.element) == $0.offset }
          .map { String($0.element) }
        return "no expectation is in line \(line) of \(file); they are in \(listed(known))"
      }
      let which = line.map { "the expectation in line \($0)" } ?? "no expectation"
      return "nothing to shrink: \(which) of \(file) is \(line == nil ? "" : "not ")violated"
    }

    private func listed(_ lines: [String]) -> String {
      "line\(lines.count == 1 ? "" : "s") \(lines.joined(separator: ", "))"
    }

    /// The first run that fails, and in which way.
    func failing(_ plan: RunPlan, _ chosen: [Int]) -> (Candidate, FailureClass)? {
      for variant in chosen.map({ plan.variants[$0] }) {
        for seed in seed.map({ [$0] }) ?? plan.allSeeds {
          let result = ScenarioRunner.run(plan, variant, seed: seed)
          let outcome = Outcome(variant: variant, result: result)
          let violation = outcome.violations.first { line == nil || $0.result.line == line }
          guard let violation, let kind = violation.result.failure else { continue }
          let candidate = Candidate(alone: variant, seed: seed) { path in
            Files.read(Files.resolve(path, besides: file))
          }
          return (candidate, FailureClass(violation.expectation, kind, result.harm))
        }
      }
      return nil
    }
  }
}
