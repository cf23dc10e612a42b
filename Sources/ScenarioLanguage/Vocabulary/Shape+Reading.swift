/// How a shape is shown to people: `cut {nodes} from {nodes} [for {time}]`.
extension Shape {
  /// One line in which braces are filled in, brackets may be left out, and bars separate choices.
  var readable: String { Shape.joined(Shape.words(of: pieces)) }

  private static func words(of pieces: [Piece]) -> [String] {
    pieces.flatMap { piece -> [String] in
      switch piece {
      case .literal(let literal): [word(literal)]
      case .noise: []
      case .slot(_, let type): ["{\(type.readable)}"]
      case .flag(_, let literals): literals.map { word($0) }
      case .choice(_, let options):
        options.count == 1
          ? [text(of: options[0])]
          : ["(" + options.map { joined($0.map { word($0) }) }.joined(separator: " | ") + ")"]
      case .optional(let group): ["[" + joined(words(of: group)) + "]"]
      case .either(let groups):
        ["(" + groups.map { joined(words(of: $0)) }.joined(separator: " | ") + ")"]
      case .bag(let groups): groups.map { "[" + joined(words(of: $0)) + "]" }
      }
    }
  }

  private static func word(_ literal: Literal) -> String {
    literal.isPlural ? literal.words[1] : literal.base
  }

  private static func joined(_ words: [String]) -> String {
    var text = ""
    for word in words where !word.isEmpty {
      let isClose = word == "," || word == ":" || word.hasPrefix("[,")
      if !text.isEmpty, !isClose { text += " " }
      text += word
    }
    return text
  }
}

extension Form {
  /// How the construct is written, for help: braces are filled in, brackets may be left out.
  public var usage: String { shapes[0].readable }
  /// Other spellings that mean the same.
  public var otherUsages: [String] { shapes.dropFirst().map(\.readable) }
}

extension SlotType {
  /// What is written in the braces of a usage line.
  var readable: String {
    switch self {
    case .nodes, .side: "nodes"
    case .node: "node"
    case .time: "time"
    case .duration: "time or range"
    case .count: "number"
    case .counts: "number or range"
    case .percent: "percent"
    case .size: "size"
    case .shift: "+ or - time"
    case .drift: "+ or - ppm"
    case .factor: "factor"
    case .ids: "broker ids"
    case .topic: "topic"
    case .topics: "topics"
    case .partition: "partition"
    case .partitions: "partitions"
    case .target: "topic or partition"
    case .targets: "topics or partitions"
    case .client: "client"
    case .declared: "topic or client"
    case .producer: "producer"
    case .consumer: "consumer"
    case .reader: "consumer or group"
    case .group: "group"
    case .label: "@label"
    case .name: "name"
    case .key: "property"
    case .value: "value"
    case .error: "ERROR_NAME"
    case .znode: "/path"
    case .api: "request name"
    case .subject: "subject"
    case .link: "link"
    case .message: "message"
    case .event: "history event"
    case .flag, .choice: ""
    }
  }
}
