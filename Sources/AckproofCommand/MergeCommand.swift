import Ackproof

/// `ackproof merge`: puts the shards of a campaign together, wherever they were run.
enum MergeCommand {
  static let command = Command(
    name: "merge", usage: "[OPTIONS] STATE...",
    summary: "Put the shards of a campaign together into its one report.",
    examples: [
      "ackproof fuzz my.scenario --seeds 1..2000 --shard 1/2 --state shard-1",
      "ackproof fuzz my.scenario --seeds 1..2000 --shard 2/2 --state shard-2",
      "ackproof merge shard-1 shard-2",
    ],
    options: [
      OptionForm("--findings", "FOLDER", "where findings go; 'findings' unless said otherwise"),
      OptionForm("--raw", nil, "do not make findings smaller, and write no files"),
      OptionForm("--json", nil, "print one JSON document instead of the report"),
    ],
    judges: true, run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    guard !options.words.isEmpty else {
      Output.error("error: merge needs the state files of a campaign's shards")
      return .refused
    }
    var records: [CampaignRecord] = []
    for path in options.words {
      switch CampaignFile.read(path) {
      case .failure(let problem):
        Output.error("error: \(problem.message)")
        return .refused
      case .success(let read): records += read
      }
    }
    switch CampaignMerge.merged(records) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let merged):
      return await CampaignConclusion.conclude(
        merged, options, jobs: Output.processors, isShare: false)
    }
  }
}
