/// Help, from the tables; eighty columns at most.
enum Help {
  /// What the tool is, and its commands.
  static var overview: String {
    var lines = [
      "ackproof: which records can this Kafka configuration lose, repeat or reorder?",
      "",
      "usage: ackproof COMMAND [OPTIONS] [FILES]",
      "",
    ]
    let width = CommandTable.all.map(\.name.count).max() ?? 0
    for command in CommandTable.all {
      let gap = String(repeating: " ", count: width - command.name.count + 2)
      lines.append("  \(command.name)\(gap)\(command.summary)")
    }
    lines += [
      "",
      "examples:",
      "  ackproof run Scenarios",
      "  ackproof run my.scenario --seeds 1..200 --trace",
      "  ackproof explain min.insync.replicas",
      "",
    ]
    lines += statuses
    lines += [
      "",
      "'ackproof help COMMAND' tells more; 'ackproof --version' tells the version.",
    ]
    return lines.joined(separator: "\n")
  }

  /// What the exit status tells.
  private static let statuses = [
    "exit status:",
    "  0 all holds   1 a safety expectation is violated   2 usage or scenario error",
    "  3 undetermined   4 not recovered in time after healing   5 simulator broken",
  ]

  /// One command in full.
  static func text(of command: Command) -> String {
    var lines = [command.summary, "", "usage: ackproof \(command.name) \(command.usage)"]
    if !command.options.isEmpty { lines += ["", "options:"] }
    let heads = command.options.map { "\($0.name)\($0.value.map { " \($0)" } ?? "")" }
    let width = heads.map(\.count).max() ?? 0
    for (head, option) in zip(heads, command.options) {
      lines.append(
        "  \(head)\(String(repeating: " ", count: width - head.count + 2))\(option.help)")
    }
    if !command.examples.isEmpty { lines += ["", "examples:"] }
    lines += command.examples.map { "  \($0)" }
    if command.judges { lines += [""] + statuses }
    return lines.joined(separator: "\n")
  }
}
