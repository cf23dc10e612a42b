/// Every construct of the language as text, for lists, explanations and the reference.
public enum Glossary {
  /// One construct.
  public struct Row: Sendable {
    /// What it is called in a sentence: `fault`, `measure`, `producer setting`.
    public let noun: String
    /// How it is written; what stands in braces is filled in.
    public let usage: String
    /// Other spellings that mean the same.
    public let others: [String]
    /// One sentence.
    public let help: String
    /// A line that uses it.
    public let example: String
  }

  /// A kind of construct, as `ackproof list` names it.
  public struct Topic: Sendable {
    /// Its name.
    public let name: String
    /// Its constructs, in the order of the reference.
    public let rows: [Row]
  }

  /// All kinds, in the order of the reference.
  public static let topics: [Topic] = [
    Topic(
      name: "statements",
      rows: Vocabulary.statements.map {
        Row(noun: "statement", usage: $0.pattern, others: [], help: $0.help, example: $0.example)
      }),
    Topic(
      name: "settings",
      rows: rows(Vocabulary.topicLines) + rows(Vocabulary.brokerLines)
        + rows(Vocabulary.zooKeeperLines) + rows(Vocabulary.networkLines)
        + rows(Vocabulary.producerLines) + rows(Vocabulary.consumerLines)),
    Topic(name: "roles", rows: rows(Vocabulary.roles)),
    Topic(name: "links", rows: rows(Vocabulary.links)),
    Topic(name: "subjects", rows: rows(Vocabulary.subjects)),
    Topic(name: "messages", rows: rows(Vocabulary.messages)),
    Topic(name: "faults", rows: rows(Vocabulary.faults)),
    Topic(name: "events", rows: rows(Vocabulary.events)),
    Topic(name: "weather", rows: rows(Vocabulary.weather)),
    Topic(name: "measures", rows: rows(Vocabulary.measures)),
    Topic(name: "guarantees", rows: rows(Vocabulary.guarantees)),
    Topic(name: "windows", rows: rows(Vocabulary.windows) + quantities),
  ]

  /// What an expectation says besides its body and its scope, in any order behind the body.
  private static let quantities: [Row] = [
    Row(
      noun: "how often", usage: "always", others: [],
      help: "At every instant of the scope, which is the whole run unless said.",
      example: "expect orders-0 has a leader always"),
    Row(
      noun: "how often", usage: "never", others: [], help: "At no instant of the scope.",
      example: "expect never size of isr of orders-0 < 2"),
    Row(
      noun: "how often", usage: "sometimes", others: [],
      help: "At one instant of the scope at least.",
      example: "expect sometimes session of broker 1 expires"),
    Row(
      noun: "how many seeds", usage: "in some seed", others: [],
      help: "One seed is enough; otherwise every seed has to show it.",
      example: "expect duplicates in orders > 0 in some seed"),
    Row(
      noun: "which runs", usage: "where {word} = {value}", others: [],
      help: "Only in the runs of a 'vary' that have this value.",
      example: "expect no acknowledged record is lost where acks = all"),
  ]

  /// The most constructs that words in the middle of a line explain, behind those that begin so.
  private static let explainedMax = 12

  /// The constructs that some words mean: those that begin so, then those that contain the words.
  public static func rows(about words: String) -> [Row] {
    let wanted = Glossary.words(of: words)
    guard !wanted.isEmpty else { return [] }
    let all = topics.flatMap(\.rows)
    let beginning = all.filter { row in
      row.spellings.contains { Glossary.words(of: $0).starts(with: wanted) }
    }
    let containing = all.filter { row in
      (row.spellings + [row.example]).contains { text in
        let words = Glossary.words(of: text)
        return words.indices.contains { $0 > 0 && words[$0...].starts(with: wanted) }
      }
    }
    let room = max(0, explainedMax - beginning.count)
    let rest = containing.filter { row in !beginning.contains { $0.usage == row.usage } }
    return beginning + (beginning.isEmpty ? rest : Array(rest.prefix(room)))
  }

  /// The words that constructs begin with, for suggestions.
  public static var firstWords: [String] {
    topics.flatMap(\.rows).compactMap { Glossary.words(of: $0.usage).first }
  }

  private static func rows<ID: FormID>(_ table: FormTable<ID>) -> [Row] {
    table.forms.map { form in
      Row(
        noun: table.noun, usage: form.usage, others: form.otherUsages, help: form.help,
        example: form.example)
    }
  }

  /// The words of a usage without what is filled in, in small letters.
  private static func words(of text: String) -> [String] {
    text.lowercased().split { " []()|,:".contains($0) }.map(String.init)
      .filter { !$0.hasPrefix("{") && $0 != "the" && $0 != "or" }
  }
}

extension Glossary.Row {
  /// Every way to write it.
  fileprivate var spellings: [String] { [usage] + others }
}
