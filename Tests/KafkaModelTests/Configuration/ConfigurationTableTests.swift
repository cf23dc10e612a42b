import Foundation
import Testing

@testable import KafkaModel

@Suite("The key table")
struct ConfigurationTableTests {
  @Test("explains every key in a sentence")
  func documented() {
    for key in ConfigurationTable.keys {
      #expect(key.help.count >= 15, "\(key.name)")
      #expect(key.help.hasSuffix("."), "\(key.name)")
      #expect(key.help.first?.isUppercase == true, "\(key.name)")
      #expect(!key.topic.isEmpty && !key.scopes.isEmpty, "\(key.name)")
    }
  }

  @Test("says of every modelled key what it guards against, or what it trades for what")
  func purposes() {
    for key in ConfigurationTable.keys where key.treatment == .modelled {
      let text = key.purpose?.text ?? ""
      #expect(text.count >= 15 && text.hasSuffix("."), "\(key.name) of \(key.scopes.words)")
      #expect(text.first?.isLowercase == true, "\(key.name)")
      if case .trades(let text) = key.purpose {
        #expect(text.contains(" for "), "\(key.name) trades nothing for something")
      }
    }
    let idle = (LogPurposes.rows + ClientPurposes.rows + BrokerPurposes.rows).filter { row in
      !ConfigurationTable.keys(named: row.name).contains { $0.treatment == .modelled }
    }
    #expect(idle.map(\.name) == [])
  }

  @Test("has each key once per scope, in order")
  func unique() {
    for (scope, word) in ConfigurationScopes.named {
      let names = ConfigurationTable.keys.filter { $0.scopes.contains(scope) }.map(\.name)
      for (name, next) in zip(names, names.dropFirst()) {
        #expect(name < next, "\(word)")
      }
    }
  }

  @Test("has defaults that pass their own rules, in every release")
  func defaults() {
    for key in ConfigurationTable.keys {
      for version in KafkaVersion.lastReleases where key.exists(in: version) {
        guard let text = key.standard(in: version) else { continue }
        let isUnsetList = text.isEmpty && key.type == .list
        #expect(
          isUnsetList || (try? key.value(of: text, in: version)) != nil,
          "\(key.name) = \(text) in \(version)")
      }
    }
  }

  @Test("states defaults in order of releases, all within the key's life")
  func eras() {
    for key in ConfigurationTable.keys {
      for (era, next) in zip(key.defaults, key.defaults.dropFirst()) {
        #expect(era.since < next.since, "\(key.name)")
        #expect(era.text != next.text, "\(key.name) at \(next.since)")
      }
      if let removed = key.removedIn { #expect(key.firstVersion < removed, "\(key.name)") }
    }
  }

  @Test("refers to keys that exist")
  func references() {
    for key in ConfigurationTable.keys {
      for source in key.brokerDefaults {
        #expect(ConfigurationTable.key(source.name, in: .broker) != nil, "\(key.name)")
      }
      if let successor = key.deprecation?.successor {
        #expect(
          key.scopes.words.allSatisfy { word in
            ConfigurationTable.keys(named: successor).contains { $0.scopes.words.contains(word) }
          }, "\(key.name)")
      }
    }
  }

  /// Keys that are read as words or by rules rather than by a settings struct.
  static let readElsewhere = [
    "broker.id", "broker.id.generation.enable", "broker.rack", "client.rack",
    "log.cleaner.dedupe.buffer.size", "offsets.storage", "reserved.broker.max.id",
  ]

  @Test("calls a key modelled exactly when some settings read it")
  func modelled() throws {
    let sources = try Self.settingsSources()
    // The Scala clients share names with brokers, and no settings read them.
    for key in ConfigurationTable.keys
    where key.treatment != .withoutEffect(.legacyClients) {
      let isBrokerDefault = ConfigurationTable.keys.contains {
        $0.brokerDefaults.contains { $0.name == key.name } && $0.treatment == .modelled
      }
      // Scala consumers read it; the broker's key of that name did nothing.
      if key.name == "zookeeper.sync.time.ms", key.scopes.contains(.broker) { continue }
      // Clients give a connection up in time; brokers wait for it as for an answer.
      if key.treatment == .withoutEffect(.connectionWaits) { continue }
      // Producers compress; what brokers and topics of that name would change is not modelled.
      if key.name == "compression.type", !key.scopes.contains(.producer) { continue }
      let isRead =
        sources.contains("\"\(key.name)\"") || Self.readElsewhere.contains(key.name)
        || (key.scopes.contains(.broker) && isBrokerDefault)
      #expect(isRead == (key.treatment == .modelled), "\(key.name) of \(key.scopes.words)")
    }
  }

  @Test("calls nothing modelled that is read and then left alone")
  func settingsAreUsed() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources").standardizedFileURL
    let files = try #require(
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var uses: Set<Substring> = []
    for case let file as URL in files
    where file.pathExtension == "swift" && !file.path.contains("/Settings/") {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: #/\.(\w+)/#) { uses.insert(match.output.1) }
    }
    let fields = try Self.settingsSources().matches(of: #/public var (\w+):/#).map(\.output.1)
    #expect(fields.count > 100)
    #expect(fields.filter { !uses.contains($0) } == [])
  }

  /// The text of all settings structs.
  static func settingsSources() throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/KafkaModel/Configuration/Settings")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
  }

  @Test("holds every key of Kafka 3.9 that its documentation lists")
  func counts() {
    let version = KafkaVersion(3, 9, 1)
    #expect(ConfigurationTable.names(in: .broker, version: version).count >= 314)
    #expect(ConfigurationTable.names(in: .topic, version: version).count == 36)
    #expect(ConfigurationTable.names(in: .producer, version: version).count >= 95)
    #expect(ConfigurationTable.names(in: .consumer, version: version).count >= 96)
  }

  @Test(
    "knows which values a running cluster takes",
    arguments: [
      ("min.insync.replicas", ConfigurationScopes.broker, v37, true),
      ("min.insync.replicas", .broker, v10, false), ("min.insync.replicas", .topic, v0820, true),
      ("replica.lag.time.max.ms", .broker, v37, false),
      ("unclean.leader.election.enable", .broker, v37, true), ("acks", .producer, v37, false),
    ])
  func dynamic(
    _ name: String, _ scope: ConfigurationScopes, _ version: KafkaVersion, _ can: Bool
  ) throws {
    let key = try #require(ConfigurationTable.key(name, in: scope))
    #expect(key.canChangeAtRunTime(in: version) == can)
  }

  @Test(
    "reads the unit from the name, and knows the exceptions",
    arguments: [
      ("linger.ms", ConfigurationScopes.producer, ConfigurationUnit.milliseconds),
      ("batch.size", .producer, .bytes), ("retries", .producer, .count),
      ("log.retention.hours", .broker, .hours), ("offsets.retention.minutes", .broker, .minutes),
      ("leader.imbalance.check.interval.seconds", .broker, .seconds),
      ("min.cleanable.dirty.ratio", .topic, .ratio), ("acks", .producer, .none),
      ("message.max.bytes", .broker, .bytes), ("tickTime", .zooKeeper, .milliseconds),
    ])
  func units(_ name: String, _ scope: ConfigurationScopes, _ unit: ConfigurationUnit) throws {
    #expect(try #require(ConfigurationTable.key(name, in: scope)).unit == unit)
  }
}
