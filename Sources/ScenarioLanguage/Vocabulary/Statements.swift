/// A statement's row for help and reference: its first word, how it is written, what it says.
public struct StatementHelp: Sendable {
  /// The first word of the line.
  public let word: String
  /// How it is written; what stands in braces is filled in.
  public let pattern: String
  /// One sentence.
  public let help: String
  /// A line that uses it.
  public let example: String
}

extension Vocabulary {
  /// Every statement that may stand at the left margin, in the order of a lab notebook.
  public static let statements: [StatementHelp] = [
    StatementHelp(
      word: "ackproof", pattern: "ackproof 1", help: "The first line: the language's version.",
      example: "ackproof 1"),
    StatementHelp(
      word: "title", pattern: "title {text}", help: "What the scenario shows, in one phrase.",
      example: "title  Acknowledged by the leader alone"),
    StatementHelp(
      word: "claim", pattern: "claim {ids}", help: "The claims that the scenario judges.",
      example: "claim  A2, A3"),
    StatementHelp(
      word: "kafka", pattern: "kafka {version} [zookeeper|kraft]",
      help: "The Kafka version, which chooses semantics and defaults.",
      example: "kafka 3.7 zookeeper"),
    StatementHelp(
      word: "brokers", pattern: "brokers {count}",
      help: "How many brokers, numbered from 1, with the settings of all.", example: "brokers 3"),
    StatementHelp(
      word: "broker", pattern: "broker {id}", help: "The settings of one broker.",
      example: "broker 2"),
    StatementHelp(
      word: "zookeeper", pattern: "zookeeper {count}",
      help: "How many ZooKeeper servers, with their settings.", example: "zookeeper 3"),
    StatementHelp(
      word: "network", pattern: "network", help: "Latency, bandwidth and loss of the links.",
      example: "network"),
    StatementHelp(
      word: "properties", pattern: "properties {path}",
      help: "A real properties file, relative to the scenario; later lines override it.",
      example: "properties ../config/server.properties"),
    StatementHelp(
      word: "topic", pattern: "topic {name}", help: "A topic with its settings.",
      example: "topic orders"),
    StatementHelp(
      word: "producer", pattern: "producer {name}",
      help: "A producer with its settings and its application.", example: "producer web"),
    StatementHelp(
      word: "producers", pattern: "producers {name} {count}",
      help: "Several producers that share a name; web-1 is the first of them.",
      example: "producers web 3"),
    StatementHelp(
      word: "consumer", pattern: "consumer {name}",
      help: "A consumer with its settings and its application.", example: "consumer audit"),
    StatementHelp(
      word: "consumers", pattern: "consumers {name} {count}",
      help: "Several consumers that share a name; billing-1 is the first of them.",
      example: "consumers billing 2"),
    StatementHelp(
      word: "vary", pattern: "vary {word} [of {subject}]: {values}",
      help: "Each value is a run of its own; a word of your own only serves 'where'.",
      example: "vary acks of web: 1, all"),
    StatementHelp(
      word: "at", pattern: "at {time} {fault}", help: "Something is done at that instant.",
      example: "at 2s  crash broker 1"),
    StatementHelp(
      word: "every", pattern: "every {time} [from {time}] [until {time}] [, {count} times] {fault}",
      help: "Something is done again and again.", example: "every 10s  bounce broker 1"),
    StatementHelp(
      word: "when", pattern: "when {history event} {fault}",
      help: "Something is done the first time that something happens.",
      example: "when leader of orders-0 changes  crash controller"),
    StatementHelp(
      word: "on", pattern: "on the {3rd} {history event} {fault}",
      help: "The same for a later occurrence, or for every one.",
      example: "on the 10th produce response from broker 1 to web  drop it"),
    StatementHelp(
      word: "500ms after", pattern: "{time} after {history event} {fault}",
      help: "The same, so much later.", example: "500ms after controller changes  crash broker 1"),
    StatementHelp(
      word: "heal", pattern: "heal at {time}", help: "Short for 'at {time} heal'.",
      example: "heal at 60s"),
    StatementHelp(
      word: "weather", pattern: "weather from {time} to {time}",
      help: "Random faults that come and go, drawn from the seed.",
      example: "weather from 5s to 60s"),
    StatementHelp(
      word: "seeds", pattern: "seeds {1..200}", help: "The seeds to run; seed 1 by default.",
      example: "seeds 1..200"),
    StatementHelp(
      word: "run", pattern: "run for {time}, or run until quiet within {time}",
      help: "How long a run takes.", example: "run for 120s"),
    StatementHelp(
      word: "expect",
      pattern: "expect [always|never|sometimes] {body} [{scope}] [in some seed]"
        + " [where {word} = {value}]",
      help: "What every run has to show: a guarantee, a measure compared, an event.",
      example: "expect no acknowledged record is lost"),
  ]

  /// Words that start a statement.
  static let statementWords: Set<String> = [
    "title", "claim", "claims", "kafka", "brokers", "broker", "zookeeper", "network", "properties",
    "topic", "producer", "producers", "consumer", "consumers", "vary", "at", "every", "when", "on",
    "weather", "seed", "seeds", "run", "expect",
  ]
}
