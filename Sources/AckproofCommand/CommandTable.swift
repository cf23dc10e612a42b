import Ackproof

/// One command: its words for help, its options, what it does.
struct Command: Sendable {
  /// What it is called.
  let name: String
  /// What follows the name.
  let usage: String
  /// One sentence for the list of commands.
  let summary: String
  /// Real examples, as one would type them.
  let examples: [String]
  /// Its options.
  let options: [OptionForm]
  /// Whether its exit status tells what came of expectations.
  var judges = false
  /// Carries it out.
  let run: @Sendable (Options) async -> ExitStatus
}

/// The table of commands; help, suggestions and the dispatch read it.
enum CommandTable {
  /// All commands, in the order of help.
  static let all: [Command] = [
    RunCommand.command, FuzzCommand.command, ShrinkCommand.command, MergeCommand.command,
    ReplayCommand.command, CheckCommand.command, FormatCommand.command,
    ExplainCommand.command, ListCommand.command,
  ]

  /// A command by its name.
  static func command(named name: String) -> Command? { all.first { $0.name == name } }
}
