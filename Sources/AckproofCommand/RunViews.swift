import Ackproof
import KafkaModel
import Kernel
import ScenarioLanguage

/// What `run` shows of one recorded run besides verdicts: groups, and the history for Jepsen.
struct RunViews {
  /// What the options ask for.
  struct Settings: Sendable {
    /// Whether groups are shown.
    var showsGroups = false
    /// At which instants; none is the end.
    var instants: [Duration] = []
    /// Every so often, from the beginning to the end.
    var interval: Duration?
    /// Where the history goes.
    var historyFile: String?

    /// The most tables of one command line.
    static let tableLimit = 1_000

    /// Reads the options, or says what is wrong with them.
    static func read(_ options: Options) -> Result<Settings, Options.Problem> {
      var settings = Settings()
      settings.showsGroups = options.has("--groups")
      settings.historyFile = options.value("--history")
      for text in options.values("--at") {
        switch time(text, "--at") {
        case .failure(let problem): return .failure(problem)
        case .success(let instant): settings.instants.append(instant)
        }
      }
      if let text = options.value("--every") {
        switch time(text, "--every") {
        case .failure(let problem): return .failure(problem)
        case .success(let interval):
          guard interval > .zero else {
            return .failure(.init(message: "--every takes a time above zero"))
          }
          settings.interval = interval
        }
      }
      if !settings.showsGroups, !settings.instants.isEmpty || settings.interval != nil {
        return .failure(.init(message: "--at and --every belong to --groups"))
      }
      return .success(settings)
    }

    private static func time(
      _ text: String, _ option: String
    ) -> Result<Duration, Options.Problem> {
      switch TimeAmount.read(Substring(text)) {
      case .failure(let problem): .failure(.init(message: "\(option): \(problem.message)"))
      case .success(let time): .success(.nanoseconds(time.nanoseconds))
      }
    }

    /// The instants of the tables of a run of that length.
    func instants(until end: Duration) -> [Duration] {
      guard let interval else { return instants }
      var all = instants
      var next = Duration.zero
      while next <= end, all.count < Self.tableLimit {
        all.append(next)
        next = next + interval
      }
      return all
    }
  }

  /// The options that they read.
  static let options: [OptionForm] = [
    OptionForm("--groups", nil, "show the first run's groups as kafka-consumer-groups.sh"),
    OptionForm("--at", "TIME", "groups: at this instant, not the end; may be repeated"),
    OptionForm("--every", "TIME", "groups: every so often"),
    OptionForm("--history", "FILE", "write the first run's history for Jepsen's Kafka checker"),
  ]

  let settings: Settings

  /// Whether a run has to be recorded for them.
  var isWanted: Bool { settings.showsGroups || settings.historyFile != nil }

  /// Shows what was asked for; the JSON form of groups, and whether everything could be written.
  func show(
    _ result: RunResult, _ variant: Variant, isQuiet: Bool
  ) -> (json: JSONText?, isWritten: Bool) {
    var json: JSONText?
    if settings.showsGroups {
      let report = GroupReport(
        result, variant, at: settings.instants(until: result.simulated))
      if !isQuiet { report.lines.forEach { Output.line("  \($0)") } }
      json = report.json
    }
    guard let file = settings.historyFile else { return (json, true) }
    guard let history = JepsenHistory(result, variant) else {
      Output.error("error: the history has more than \(JepsenHistory.valueLimit) records")
      return (json, false)
    }
    guard Files.write(history.text, to: file) else {
      Output.error("error: cannot write '\(file)'")
      return (json, false)
    }
    let values = variant.values.map(\.description).joined(separator: ", ")
    let place = values.isEmpty ? "" : " where \(values)"
    if !isQuiet {
      Output.line(
        "  \(history.operations.count) operations of seed \(result.seed)\(place) are in \(file)")
      for note in history.notes { Output.line("  note: \(note)") }
    }
    return (json, true)
  }
}
