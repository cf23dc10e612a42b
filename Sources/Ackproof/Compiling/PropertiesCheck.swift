import KafkaModel
import ScenarioLanguage

/// A properties file judged by itself, as Kafka's own start would, and what of it has an effect
/// here.
public struct PropertiesCheck: Sendable {
  /// Whose properties they are.
  public let scope: ConfigurationScopes
  /// The release whose rules were applied.
  public let version: String
  /// What is wrong, one line each.
  public let problems: [String]
  /// What the file sets, one line each; empty where something is wrong.
  public let lines: [String]

  /// Whose properties a file may be said to hold.
  public static let scopes = ConfigurationScopes.named.filter {
    [.broker, .producer, .consumer].contains($0.scope)
  }

  /// What the file is called inside.
  private static let name = "checked.properties"

  /// Judges a file's bytes. Where nobody says whose they are, the keys decide: those who know most
  /// of them.
  public init(
    file: String, bytes: [UInt8], as stated: ConfigurationScopes? = nil, version: String? = nil
  ) {
    let keys = PropertiesFile.read(file: file, bytes: bytes).entries.map(\.key)
    func known(_ scope: ConfigurationScopes) -> Int {
      keys.filter { ConfigurationTable.key($0, in: scope) != nil }.count
    }
    let scope =
      stated
      ?? PropertiesCheck.scopes.map(\.scope).reduce(.broker) { known($1) > known($0) ? $1 : $0 }
    self.scope = scope
    let version = version ?? "3.7"
    self.version = version
    let text = PropertiesCheck.scenario(scope, version, hasGroup: keys.contains("group.id"))
    let compiled = Compiler.compile(file: file, bytes: Array(text.utf8)) {
      $0 == PropertiesCheck.name ? bytes : nil
    }
    switch compiled {
    case .failure(let failure):
      let all = failure.problems.filter { $0.severity == .error }.map { problem in
        let meant = problem.suggestion.map { "; did you mean '\($0)'?" } ?? ""
        guard problem.message.hasPrefix("\(PropertiesCheck.name):") else {
          return (line: 0, text: "\(file): error: \(problem.message)\(meant)")
        }
        let rest = problem.message.dropFirst(PropertiesCheck.name.count + 1)
        let number = rest.prefix { $0 != ":" }
        return (
          line: Int(number) ?? 0,
          text: "\(file):\(number): error:\(rest.dropFirst(number.count + 1))\(meant)"
        )
      }
      problems = all.enumerated().sorted {
        ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
      }.map(\.element.text)
      lines = []
    case .success(let plan):
      problems = []
      let all = plan.variants.first?.configuration ?? []
      let wanted = scope == .broker ? "broker " : scope == .producer ? "producer " : "consumer "
      lines =
        all.first { $0.name.hasPrefix(wanted) }.map {
          ConfigurationListing.writtenLines($0, replacing: PropertiesCheck.name, with: file)
        } ?? []
    }
  }

  /// The least scenario that has such properties.
  private static func scenario(
    _ scope: ConfigurationScopes, _ version: String, hasGroup: Bool
  ) -> String {
    let head = "ackproof 1\nkafka \(version) zookeeper\nbrokers 3\n"
    let tail = "expect nothing is sent\n"
    switch scope {
    case .producer:
      return head + "topic t\nproducer checked\n  properties \(name)\n  send 1 record to t\n" + tail
    case .consumer:
      let reading = hasGroup ? "subscribe t" : "assign t-0"
      return head + "topic t\nconsumer checked\n  properties \(name)\n  \(reading)\n" + tail
    default: return head + "properties \(name)\n" + tail
    }
  }
}
