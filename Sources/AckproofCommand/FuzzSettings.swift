import Ackproof
import ScenarioLanguage

/// What the options of `fuzz` say, read and checked before anything runs.
struct FuzzSettings: Sendable {
  var files: [String] = []
  var families: [FaultFamily] = FaultFamily.allCases
  var first: UInt64 = 1
  var last: UInt64 = 1_000
  var shard = 1
  var shards = 1
  /// How long to search, in nanoseconds; nil to run the seeds.
  var time: Int64?
  var jobs = 1
  var stopAfter: Int?
  var isReplacing = false
  var state: String?

  /// The most seeds of one campaign.
  static let seedLimit: UInt64 = 1_000_000_000
  /// The most shards of one campaign.
  static let shardLimit = 10_000

  static func read(_ options: Options) -> Result<FuzzSettings, Options.Problem> {
    var settings = FuzzSettings()
    do {
      settings.files = try options.files()
      settings.jobs = try options.jobs()
      settings.stopAfter = try options.number("--stop-after", 1...1_000).get().map { Int($0) }
    } catch { return .failure(error) }
    let problem =
      settings.readSeeds(options) ?? settings.readShard(options) ?? settings.readTime(options)
      ?? settings.readFaults(options)
    if let problem { return .failure(problem) }
    settings.isReplacing = options.has("--replace")
    settings.state = options.value("--state")
    return .success(settings)
  }

  private mutating func readSeeds(_ options: Options) -> Options.Problem? {
    do {
      guard let seeds = try options.seeds(atMost: Self.seedLimit) else { return nil }
      (first, last) = (seeds.lowerBound, seeds.upperBound)
    } catch { return error }
    return nil
  }

  private mutating func readShard(_ options: Options) -> Options.Problem? {
    guard let text = options.value("--shard") else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let place = parts[0], let count = parts[1], place >= 1,
      place <= count, count <= Self.shardLimit
    else { return .init(message: "--shard takes a share such as 1/4, not '\(text)'") }
    (shard, shards) = (place, count)
    guard UInt64(count) <= last - first + 1 else {
      return .init(message: "\(last - first + 1) seeds cannot be cut into \(count) shards")
    }
    if stopAfter != nil, count > 1 {
      return .init(message: "--stop-after needs the whole campaign; no shard can know it")
    }
    return nil
  }

  private mutating func readTime(_ options: Options) -> Options.Problem? {
    guard let text = options.value("--time") else { return nil }
    if options.has("--seeds") || shards > 1 {
      return .init(
        message: "--time searches as long as told; --seeds and --shard do not go with it")
    }
    switch TimeAmount.read(Substring(text)) {
    case .failure(let problem): return .init(message: "--time: \(problem.message)")
    case .success(let amount):
      if amount.nanoseconds <= 0 { return .init(message: "--time 0s would run nothing") }
      time = amount.nanoseconds
    }
    return nil
  }

  private mutating func readFaults(_ options: Options) -> Options.Problem? {
    guard let text = options.value("--faults") else { return nil }
    families = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = word.hasPrefix("-") ? String(word.dropFirst()) : String(word)
      guard let family = FaultFamily(rawValue: name) else {
        let names = FaultFamily.allCases.map(\.rawValue)
        let near = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        return .init(
          message: "unknown fault '\(name)'; "
            + (near ?? "the faults are \(names.joined(separator: ", "))"))
      }
      if word.hasPrefix("-") {
        if families.isEmpty { families = FaultFamily.allCases }
        families.removeAll { $0 == family }
      } else if !families.contains(family) {
        families.append(family)
      }
    }
    families = FaultFamily.allCases.filter(families.contains)
    return families.isEmpty ? .init(message: "--faults leaves no fault") : nil
  }

  /// The plan for a base.
  func plan(_ base: SearchBase) -> CampaignPlan {
    CampaignPlan(
      base: base, families: families, isReplacing: isReplacing,
      reach: time == nil
        ? .seeds(first: first, last: last, shard: shard, of: shards) : .steered,
      stopAfter: stopAfter)
  }
}
