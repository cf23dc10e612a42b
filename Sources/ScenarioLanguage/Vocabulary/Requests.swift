/// Kafka's requests as this language spells them; hyphens, spaces and capitals are all understood.
public enum RequestName {
  /// The canonical spellings, sorted; `any` stands for all.
  public static let all: [String] = [
    "add offsets to txn", "add partitions to txn", "allocate producer ids", "alter partition",
    "alter partition reassignments", "any", "api versions", "controlled shutdown",
    "create partitions", "create topics", "delete records", "delete topics", "elect leaders",
    "end txn", "fetch", "find coordinator", "heartbeat", "incremental alter configs",
    "init producer id", "join group", "leader and isr", "leave group", "list offsets", "metadata",
    "offset commit", "offset fetch", "offset for leader epoch", "produce", "stop replica",
    "sync group", "txn offset commit", "update metadata", "write txn markers", "zookeeper",
  ]

  /// The most words of one name.
  static let longest = 4

  private static let squeezed: [String: String] = {
    var names: [String: String] = [:]
    for name in all { names[squeeze(name)] = name }
    names["alterisr"] = "alter partition"
    names["leaderandisr"] = "leader and isr"
    return names
  }()

  /// The canonical spelling of what was written as one or several words.
  static func canonical(_ words: [String]) -> String? { squeezed[squeeze(words.joined())] }

  private static func squeeze(_ text: String) -> String {
    text.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
  }
}
