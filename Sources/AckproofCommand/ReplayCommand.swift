import Ackproof
import KafkaModel
import Kernel
import ScenarioLanguage

/// `ackproof replay`: the exact run again, and whether it is still the same.
enum ReplayCommand {
  static let command = Command(
    name: "replay", usage: "FILE --seed N [--where VALUE] [--digest HEX]",
    summary: "Repeat one run exactly, and say whether it is still the same.",
    examples: [
      "ackproof replay my.scenario --seed 7",
      "ackproof replay my.scenario --seed 7 --where 'acks of web = 1' --digest 90f1ab02c3d4e5f6",
    ],
    options: [
      OptionForm("--seed", "N", "the seed of the run"),
      OptionForm("--where", "VALUE", "the values of a 'vary', as in 'acks = 1'"),
      OptionForm("--digest", "HEX", "the digest that the run had"),
    ],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    guard let file = options.words.first, options.words.count == 1 else {
      Output.error("error: replay takes one scenario file")
      return .refused
    }
    guard let seed = options.value("--seed").flatMap({ UInt64($0) }) else {
      Output.error("error: replay needs the run's seed, as in --seed 7")
      return .refused
    }
    switch ScenarioFile.compile(file) {
    case .failure(let failure):
      Output.line(failure.rendered)
      return .refused
    case .success(let plan):
      let chosen = plan.variants(where: options.values("--where"))
      guard chosen.count == 1, let variant = chosen.first else {
        Output.error(
          "error: \(chosen.count) runs fit; name one by --where, as in --where 'acks = 1'")
        return .refused
      }
      return replay(plan, variant, seed, options.value("--digest"))
    }
  }

  private static func replay(
    _ plan: RunPlan, _ variant: Int, _ seed: UInt64, _ expected: String?
  ) -> ExitStatus {
    let runner = ScenarioRunner(plan, seeds: [seed], jobs: 1, chosen: [variant])
    let first = runner.record(variant: variant, seed: seed)
    let second = runner.record(variant: variant, seed: seed)
    Output.line("digest  \(first.digest.hex)")
    if let place = first.firstDifference(from: second) {
      Output.line("broken  two runs of one seed differ from event \(place) on")
      return .broken
    }
    if let expected, expected != first.digest.hex {
      Output.line("differs from \(expected): the scenario or the simulator has changed since")
      return .undetermined
    }
    for result in first.judgement.results {
      let text = plan.source.text(ofLine: result.line).split(separator: " ").joined(separator: " ")
      Output.line("\(result.verdict.rawValue)  line \(result.line): \(text)")
      Output.line("  observed  \(result.observed)")
    }
    switch first.judgement.verdict {
    case .holds: return .holds
    case .undetermined: return .undetermined
    case .violated:
      let late = first.judgement.results.filter { $0.verdict == .violated }
        .allSatisfy(\.isLiveness)
      return late ? .late : .violated
    }
  }
}
