/// A result that an earlier command wrote with `--json`, read back so that its runs can be
/// repeated.
public struct ResultFile: Sendable {
  /// The largest file that is read, in bytes.
  public static let sizeLimit = JSONReader.sizeLimit

  /// The version of the tool that wrote it.
  public var tool: String
  /// The scenarios, in the order of the file.
  public var scenarios: [RecordedScenario]

  /// What was recorded of one scenario.
  public struct RecordedScenario: Sendable {
    /// The file, as the user named it.
    public var file: String
    /// The fingerprint of what the scenario says.
    public var fingerprint: String
    /// The release that was simulated.
    public var kafka: String
    /// Every run.
    public var runs: [RecordedRun]
  }

  /// What was recorded of one run.
  public struct RecordedRun: Sendable {
    /// The varied values, each as `acks of web = 1`.
    public var values: [String]
    /// The seed.
    public var seed: UInt64
    /// The digest of the history.
    public var digest: String
  }

  /// Reads a document; nil for one that is no result of this tool.
  public static func read(_ bytes: [UInt8]) -> ResultFile? {
    guard let document = JSONReader.read(bytes), document["schema"]?.asText == "ackproof.report"
    else { return nil }
    return ResultFile(
      tool: document["tool"]?.asText ?? "",
      scenarios: (document["scenarios"]?.asList ?? []).map(scenario))
  }

  private static func scenario(_ json: JSONText) -> RecordedScenario {
    RecordedScenario(
      file: json["file"]?.asText ?? "", fingerprint: json["fingerprint"]?.asText ?? "",
      kafka: json["kafka"]?.asText ?? "",
      runs: (json["variants"]?.asList ?? []).flatMap(runs))
  }

  private static func runs(_ variant: JSONText) -> [RecordedRun] {
    let values = (variant["where"]?.asList ?? []).map { value in
      VariedValue(
        key: value["key"]?.asText ?? "", subject: value["subject"]?.asText ?? "",
        value: value["value"]?.asText ?? ""
      ).description
    }
    return (variant["runs"]?.asList ?? []).compactMap { run in
      guard let seed = run["seed"]?.asText.flatMap({ UInt64($0) }),
        let digest = run["digest"]?.asText
      else { return nil }
      return RecordedRun(values: values, seed: seed, digest: digest)
    }
  }
}

/// Why a repeated run is not the recorded one.
public enum Divergence: Equatable, Sendable {
  /// The scenario says something else than it did.
  case scenario
  /// The scenario names another release of Kafka, or another version of the tool ran it.
  case version(was: String, is: String)
  /// Scenario and versions are the same, and the run is not.
  case digest

  /// What explains a difference between a recorded scenario and the present one, the likeliest
  /// first.
  public static func explaining(
    _ recorded: ResultFile.RecordedScenario, tool: String, _ plan: RunPlan
  ) -> Divergence {
    if recorded.kafka != plan.version.description {
      return .version(was: "Kafka \(recorded.kafka)", is: "Kafka \(plan.version)")
    }
    if recorded.fingerprint != plan.fingerprint { return .scenario }
    if tool != ToolVersion.current {
      return .version(was: "ackproof \(tool)", is: "ackproof \(ToolVersion.current)")
    }
    return .digest
  }

  /// One phrase.
  public var words: String {
    switch self {
    case .scenario: "the scenario differs: its lines or its property files have changed"
    case .version(let was, let present): "the version differs: it was \(was), and is \(present)"
    case .digest:
      "the digest differs though scenario and version are the same: the simulator was rebuilt "
        + "from other sources, or is not deterministic"
    }
  }
}
