import KafkaModel
import Kernel
import ScenarioLanguage

/// The timeline of a recorded run: one aligned line per event, folded where nothing turns.
public struct Trace {
  private let result: RunResult
  private let directory: RunDirectory
  private let describer: Describer
  /// What is shown.
  public var filter: Filter

  /// What a trace shows: everything, or only what matches each filter that is set.
  public struct Filter: Sendable {
    /// Processes, by name.
    public var nodes: [String] = []
    /// Partitions, by name such as `orders-0`.
    public var partitions: [String] = []
    /// The so-manieth records of producers.
    public var records: [Int64] = []
    /// `records`, `groups`, `logs`, `partitions`, `cluster`, `processes`.
    public var kinds: [String] = []
    /// Nothing later than this, in scenario time.
    public var until: Duration?
    /// Whether every event gets its own line.
    public var isUnfolded = false

    /// Everything, folded.
    public init() {}
  }

  /// The kinds that a filter may name.
  public static let kinds = ["records", "groups", "logs", "partitions", "cluster", "processes"]

  /// A trace of a run whose history was kept.
  public init(_ result: RunResult, filter: Filter = Filter()) {
    self.result = result
    self.filter = filter
    directory = result.directory ?? .empty
    describer = Describer(directory: directory)
  }

  /// The names of a filter that mean nothing in this run, in words; nil when all do.
  ///
  /// Names are a run's own, so they are known only once it has run.
  public var unknownName: String? {
    for name in filter.nodes where !directory.nodes.contains(name) && name != "operator" {
      let near = nearest(to: name, among: directory.nodes).map { "; did you mean '\($0)'?" }
      return "no node is called '\(name)'"
        + (near ?? "; the nodes are \(directory.nodes.prefix(12).joined(separator: ", "))")
    }
    let partitions = directory.catalog.partitions.indices.map {
      directory.catalog.name(of: PartitionID(Int32($0)))
    }
    for name in filter.partitions where !partitions.contains(name) {
      return "there is no partition '\(name)'; write it as in '\(partitions.first ?? "orders-0")'"
    }
    return nil
  }

  /// The lines, from the beginning of the scenario's time.
  public func lines() -> [String] {
    var lines: [String] = []
    var folded = 0
    let isFolding = !filter.isUnfolded && filter.records.isEmpty && filter.kinds.isEmpty
    for event in result.history?.events ?? [] where event.at >= directory.origin {
      if let until = filter.until, event.at - directory.origin > until { break }
      guard isShown(event), !isIdle(event.fact) else { continue }
      if isFolding, isRoutine(event.fact) {
        folded += 1
        continue
      }
      if folded > 0 { lines.append(Self.fold(folded)) }
      folded = 0
      lines.append(line(event))
    }
    if folded > 0 { lines.append(Self.fold(folded)) }
    return lines.isEmpty ? ["   nothing that happened matches the trace's options"] : lines
  }

  private static func fold(_ count: Int) -> String {
    "              ... \(count) event\(count == 1 ? "" : "s") of records on their way"
  }

  private func line(_ event: HistoryEvent) -> String {
    let name = describer.name(event.node)
    let padding = String(repeating: " ", count: max(1, 14 - name.count))
    let at = TimeText.text(event.at - directory.origin)
    return "\(at)  \(name)\(padding)\(describer.text(event))"
  }

  /// What happens to each partition of a topic of Kafka's own and means nothing for any group.
  private func isIdle(_ fact: HistoryFact) -> Bool {
    if case .consumer(.coordinatorLoaded(_, _, let groups)) = fact, !filter.isUnfolded {
      return groups == 0
    }
    return false
  }

  /// What happens all the time, and tells nothing by itself.
  private func isRoutine(_ fact: HistoryFact) -> Bool {
    switch fact {
    case .producer(.sent), .producer(.acknowledged), .log(.appended), .log(.highWatermarkMoved),
      .log(.flushed), .consumer(.consumed), .consumer(.processed), .consumer(.offsetCommitted),
      .consumer(.workBegan),
      .partition(.offsetListed), .cluster(.metadataApplied):
      return true
    default: return false
    }
  }

  private func isShown(_ event: HistoryEvent) -> Bool {
    if !filter.kinds.isEmpty, !filter.kinds.contains(Self.kind(of: event.fact)) { return false }
    if filter.nodes.isEmpty, filter.partitions.isEmpty, filter.records.isEmpty { return true }
    // Words decide, so that a filter means what a reader of the trace sees.
    let text = describer.text(event)
    if !filter.nodes.isEmpty {
      let isTheirs = filter.nodes.contains { name in
        describer.name(event.node) == name || Self.mentions(text, name)
      }
      if !isTheirs { return false }
    }
    if !filter.partitions.isEmpty, !filter.partitions.contains(where: { Self.mentions(text, $0) }) {
      return false
    }
    return filter.records.isEmpty || filter.records.contains { isAbout($0, event.fact) }
  }

  /// Whether a text has these words, not as a part of longer ones.
  private static func mentions(_ text: String, _ words: String) -> Bool {
    text.ranges(of: words).contains { range in
      let isEnd =
        range.upperBound == text.endIndex
        || !(text[range.upperBound].isLetter || text[range.upperBound].isNumber)
      let isStart =
        range.lowerBound == text.startIndex
        || !(text[text.index(before: range.lowerBound)].isLetter
          || text[text.index(before: range.lowerBound)].isNumber)
      return isEnd && isStart
    }
  }

  private func isAbout(_ ordinal: Int64, _ fact: HistoryFact) -> Bool {
    switch fact {
    case .producer(.sent(_, _, let range)), .producer(.acknowledged(_, _, let range, _, _)),
      .producer(.sendFailed(_, _, let range, _, _)), .producer(.retried(_, _, let range, _)),
      .consumer(.consumed(_, _, let range, _, _)), .consumer(.processed(_, _, let range, _)),
      .log(.appended(_, _, _, _, _, let range, _)):
      return directory.ordinals.contains(ordinal, in: range)
    default: return false
    }
  }

  /// The kind of a fact, as filters name it.
  static func kind(of fact: HistoryFact) -> String {
    switch fact {
    case .producer: return "records"
    case .consumer(.consumed), .consumer(.processed), .consumer(.workBegan): return "records"
    case .consumer: return "groups"
    case .log: return "logs"
    case .partition: return "partitions"
    case .cluster: return "cluster"
    case .process: return "processes"
    }
  }
}
