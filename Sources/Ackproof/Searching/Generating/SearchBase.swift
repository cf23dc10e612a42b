import KafkaModel
import Kernel
import ScenarioLanguage

/// What a campaign searches: a scenario's clusters, clients and expectations, ready for schedules.
///
/// What the file states is never changed. What it leaves open is drawn: the release where no
/// `kafka` line stands, the number of brokers where no `brokers` line does, one combination of each
/// `vary`, keys that promise nothing (see `NeutralTable`), and the partitions of topics that do not
/// say how many they have. Included properties are written out and the length is stated, so that
/// whatever is found needs no other file.
public struct SearchBase: Sendable {
  /// The file, as the user named it.
  public let file: String
  /// The scenario as the search understands it, as text.
  public let text: String
  /// Every combination of what is open; the plain ones first.
  public let settings: [Setting]
  /// How many have nothing but what the file states and the choices that it names.
  private let plain: Int
  /// Whether everything has to heal: something is expected of the cluster's recovery.
  public let mustEndWell: Bool

  /// The most combinations of what is open; more are thinned out.
  static let settingLimit = 512
  /// Numbers of brokers to choose from where the scenario has none.
  static let brokerCounts = [2, 3, 4, 5]

  /// Prepares a scenario; with `replacing`, its timeline and weather are left out.
  public static func prepare(
    file: String, bytes: [UInt8], replacing: Bool, load: @escaping Compiler.Loader
  ) -> Result<SearchBase, Compiler.Failure> {
    switch Compiler.compile(file: file, bytes: bytes, load: load) {
    case .failure(let failure): return .failure(failure)
    case .success: break
    }
    var scenario = ScenarioReader.read(file: file, bytes: bytes).scenario
    Inliner.writeOut(&scenario, load)
    scenario.statements.removeAll { statement in
      switch statement.kind {
      case .seeds: true
      case .timeline, .weather: replacing
      default: false
      }
    }
    var settings = settings(of: scenario)
    let plain = settings.count
    settings += drawn(from: settings)
    guard !settings.isEmpty else {
      let problem = Diagnostic(
        "nothing is left to search: an expectation or line needs what --replace leaves out",
        at: .nowhere)
      return .failure(Compiler.Failure(problems: [problem], source: nil, file: file))
    }
    return .success(
      SearchBase(
        file: file, text: ScenarioPrinter.text(of: scenario), settings: settings, plain: plain,
        mustEndWell: settings.contains { $0.variant.expectsRecovery }))
  }

  /// One of the settings: a plain one half of the time.
  func drawSetting(from random: inout RandomStream) -> Int {
    let place = random.pick(from: plain)
    guard settings.count > plain, random.chance(Ratio(1, 2)) else { return place }
    return plain + random.pick(from: settings.count - plain)
  }

  /// A schedule as a scenario of its own.
  func candidate(_ schedule: Schedule) -> Candidate {
    Candidate(settings[schedule.setting].scenario(with: schedule.lines), seed: schedule.seed)
  }

  // MARK: What is open

  private static func settings(of scenario: Scenario) -> [Setting] {
    var open: [(scenario: Scenario, choices: [String])] = scenario.variants().variants.map {
      variant in
      (
        variant.scenario,
        variant.values.map { value in
          let subject = value.vary.subject.map { " of \($0.written)" } ?? ""
          return "\(value.vary.key.text)\(subject) = \(value.value.text)"
        }
      )
    }
    if open.first?.scenario.hasKafka == false { open = open.flatMap { versions(of: $0) } }
    if open.first?.scenario.hasBrokers == false { open = open.flatMap { brokers(of: $0) } }
    // Evenly thinned, so that both ends of each range stay.
    let step = max(1, (open.count + settingLimit - 1) / settingLimit)
    return stride(from: 0, to: open.count, by: step).compactMap { place in
      setting(open[place].scenario, open[place].choices)
    }
  }

  /// How many settings have configuration drawn that the file leaves open.
  static let drawnSettings = 48

  /// Settings with more of what is open drawn; always the same ones for the same file.
  private static func drawn(from plain: [Setting]) -> [Setting] {
    guard !plain.isEmpty else { return [] }
    return (0..<UInt64(drawnSettings)).compactMap { number in
      var random = RandomStream(runSeed: number, stream: "search configuration")
      let base = plain[random.pick(from: plain.count)]
      let draw = NeutralDraw(base.scenario, from: &random)
      if draw.choices.isEmpty { return nil }
      return setting(draw.scenario, base.choices + draw.choices)
    }
  }

  /// A setting, unless this combination makes no sense to Kafka or to the language.
  private static func setting(_ scenario: Scenario, _ choices: [String]) -> Setting? {
    guard ScenarioReader.problems(in: scenario).isEmpty,
      case .success(let variant) = Compiler.compile(scenario)
    else { return nil }
    var scenario = scenario
    let isStated = scenario.statements.contains { statement in
      if case .run = statement.kind { true } else { false }
    }
    if !isStated {
      let length = TimeAmount(nanoseconds: variant.length.latest.nanoseconds)
      let place = scenario.statements.firstIndex { statement in
        if case .expect = statement.kind { true } else { false }
      }
      scenario.statements.insert(
        Statement(.run(.time(length))), at: place ?? scenario.statements.endIndex)
    }
    return Setting(scenario, variant, choices: choices)
  }

  private typealias Open = (scenario: Scenario, choices: [String])

  private static func versions(of open: Open) -> [Open] {
    KafkaVersion.lastReleases.filter { $0 <= .newestWithZooKeeper && $0 > .oldest }.map { version in
      var scenario = open.scenario
      let line = KafkaVersionName(Word(version.description), .zookeeper)
      scenario.statements.insert(Statement(.kafka(line)), at: scenario.clusterPlace)
      return (scenario, open.choices + ["kafka \(version)"])
    }
  }

  private static func brokers(of open: Open) -> [Open] {
    brokerCounts.map { count in
      var scenario = open.scenario
      let place = scenario.statements.firstIndex { statement in
        if case .kafka = statement.kind { true } else { false }
      }
      scenario.statements.insert(
        Statement(.brokers(count, at: .nowhere, Block())),
        at: place.map { $0 + 1 } ?? scenario.clusterPlace)
      return (scenario, open.choices + ["\(count) brokers"])
    }
  }
}

extension Scenario {
  /// Whether the file says which release it is about.
  var hasKafka: Bool {
    statements.contains { if case .kafka = $0.kind { true } else { false } }
  }

  /// Whether the file says how many brokers there are.
  var hasBrokers: Bool {
    statements.contains { if case .brokers = $0.kind { true } else { false } }
  }

  /// Where the description of the cluster begins.
  var clusterPlace: Int {
    statements.firstIndex { statement in
      switch statement.kind {
      case .title, .claim: false
      default: true
      }
    } ?? statements.endIndex
  }
}

extension Variant {
  /// Whether something is expected of the cluster after its faults: then all of them have to end.
  var expectsRecovery: Bool {
    expectations.contains { planned in
      let expectation = planned.expectation
      if expectation.isGoal { return false }
      if expectation.window?.id == .within { return true }
      guard expectation.modality == .once else { return false }
      switch expectation.body {
      case .guarantee(let phrase):
        switch phrase.id {
        case .everyPartitionHealthy, .partitionHasLeader, .partitionFullISR, .recovers, .nodeIs,
          .groupIs, .spreadEvenly, .preferredLeadersLead, .atLeastOnce, .exactlyOnce,
          .replicasAgree:
          return true
        default: return false
        }
      case .comparison(let measure, _, _):
        switch measure.id {
        case .neverProcessed, .lag, .leaderOf, .isrOf, .isrSize, .partitionsWithoutLeader,
          .underReplicated, .liveBrokers:
          return true
        default: return false
        }
      case .event: return false
      }
    }
  }
}
