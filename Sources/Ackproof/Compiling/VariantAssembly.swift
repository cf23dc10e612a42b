import KafkaModel
import Kernel
import ScenarioLanguage

/// Compiles one variant: resolves every property, gives every name its number, and lays out the
/// timeline.
struct VariantAssembly {
  let variant: ScenarioVariant
  let load: Compiler.Loader
  var collector: PropertyCollector
  var version: KafkaVersion = .standard
  var mode: ClusterMode = .zookeeper
  var names = NameTable()
  var configuration: [NamedConfiguration] = []
  /// What was resolved last, as many brokers have the same.
  var last:
    (scope: ConfigurationScopes, list: [PropertyAssignment], values: EffectiveConfiguration)?
  /// What brokers with these properties make of topics that state nothing; the same for most.
  var lastTopicDefaults: (list: [PropertyAssignment], settings: TopicSettings)?
  /// Clients whose configuration Kafka refuses, where the scenario expects just that.
  var refusals: [RefusedConfiguration] = []
  /// Lines that blocks ask for, such as `starts at 10s`.
  var ownLines: [PlannedLine] = []
  /// When each workload ends by itself, in scenario time; for the default length of a run.
  var workloadEnd: Duration = .zero

  var statements: [Statement] { variant.scenario.statements }

  init(variant: ScenarioVariant, load: @escaping Compiler.Loader, collector: PropertyCollector) {
    self.variant = variant
    self.load = load
    self.collector = collector
  }

  /// Notes an error at a place.
  mutating func fail(_ message: String, at place: Place, suggestion: String? = nil) {
    collector.note(Diagnostic(message, at: place, suggestion: suggestion))
  }

  mutating func compile() -> Variant {
    readVersion()
    let brokers = brokerPlans()
    var world = WorldPlan(semantics: Semantics(version: version, mode: mode), brokers: brokers)
    world.zooKeeper = zooKeeperPlan()
    world.links = links()
    world.topics = topicPlans(brokers: brokers.count)
    world.producers = producerPlans()
    world.consumers = consumerPlans()
    world.groups = names.groups
    world.ownLinks = ownLinks(of: world)
    world.countsTraffic = asksForTraffic
    addOffsetsTopic(to: &world)
    checkSupport()
    let (timeline, weather, expectations) = script()
    checkDirectories(of: timeline, brokers)
    return Variant(
      values: variant.values.map { item in
        VariedValue(
          key: item.vary.key.text, subject: item.vary.subject?.written ?? "",
          value: item.value.text)
      },
      scenario: variant.scenario, world: world, names: names, timeline: timeline,
      weather: weather, expectations: expectations, length: length(timeline),
      workloadEnd: workloadEnd, configuration: configuration, refusals: refusals)
  }

  /// A disk that fails must be one of some broker's.
  private mutating func checkDirectories(of timeline: [PlannedLine], _ brokers: [BrokerPlan]) {
    let most = brokers.map(\.settings.logs.directoryCount).max() ?? 1
    for item in timeline where item.line.action.id == .failDisk {
      guard let number = item.line.action.count(.number), number < 1 || number > most else {
        continue
      }
      fail("no broker has a log directory \(number); 'log.dirs' lists them", at: item.place)
    }
  }

  private mutating func readVersion() {
    for statement in statements {
      guard case .kafka(let kafka) = statement.kind else { continue }
      let place = kafka.version.place
      if let mode = kafka.mode { self.mode = mode == .kraft ? .kraft : .zookeeper }
      do {
        version = try KafkaVersion.parse(kafka.version.text)
      } catch {
        collector.gaps.knowsVersion = false
        switch error {
        case .malformed: fail("'\(kafka.version.text)' is no Kafka version", at: place)
        case .unknownLine:
          fail(
            "there is no Kafka \(kafka.version.text)", at: place,
            suggestion: nearest(
              to: kafka.version.text, among: KafkaVersion.lastReleases.map(\.line)))
        case .unknownRelease(let last):
          fail(
            "there is no Kafka \(kafka.version.text); the last of that line is \(last)", at: place)
        }
        return
      }
      if kafka.mode == nil, version > .newestWithZooKeeper { mode = .kraft }
      let refusal = mode.refusal(in: version)
      if refusal != nil { collector.gaps.knowsVersion = false }
      switch refusal {
      case nil: break
      case .notSimulatedYet: fail("KRaft is not simulated yet", at: place)
      case .modeDoesNotExist(let oldest, let newest):
        fail(
          "Kafka \(version) has no \(mode.rawValue) mode; it goes from \(oldest) to \(newest)",
          at: place)
      }
    }
  }

  /// Everything that the timeline, the weather and the expectations say.
  private mutating func script() -> (
    timeline: [PlannedLine], weather: [PlannedWeather], expectations: [PlannedExpectation]
  ) {
    var (timeline, weather, expectations) = (ownLines, [PlannedWeather](), [PlannedExpectation]())
    for statement in statements {
      switch statement.kind {
      case .timeline(let line):
        if let label = line.label { names.labels.append(label.text) }
        timeline.append(
          PlannedLine(line: line, number: Int(statement.place.line), place: statement.place))
      case .weather(let from, let to, let block):
        let lines = block.lines.compactMap { line -> (phrase: Phrase<WeatherID>, number: Int)? in
          if case .words(let phrase) = line.kind { (phrase, Int(line.place.line)) } else { nil }
        }
        weather.append(
          PlannedWeather(
            from: .nanoseconds(from.nanoseconds), to: .nanoseconds(to.nanoseconds), lines: lines))
      case .expect(let expectation):
        expectations.append(PlannedExpectation(expectation: expectation, place: statement.place))
      default: break
      }
    }
    return (timeline, weather, expectations)
  }
}
