/// What many lines add up to: each of them may be within its bound, and all of them too much.
extension Validator {
  mutating func checkTotals() {
    var clients = 0
    var partitions = 0
    for statement in scenario.statements {
      let before = (clients, partitions)
      switch statement.kind {
      case .producer(let named, _), .consumer(let named, _):
        clients += min(max(1, named.count ?? 1), Bounds.clients)
      case .topic(let name, _):
        let count: Int? = declared.topics[name.text] ?? nil
        partitions += min(max(1, count ?? 1), Bounds.partitions)
      default: continue
      }
      if clients > Bounds.allClients, before.0 <= Bounds.allClients {
        report("the clients are over the bound of \(Bounds.allClients)", at: statement.place)
      }
      if partitions > Bounds.allPartitions, before.1 <= Bounds.allPartitions {
        report(
          "the partitions are over the bound of \(Bounds.allPartitions)", at: statement.place)
      }
    }
    checkRuns(clients: clients)
  }

  /// The number of runs that `vary` makes, and what all of them together consist of.
  private mutating func checkRuns(clients: Int) {
    guard let place = declared.varied.last?.key.place else { return }
    if declared.varied.count > Bounds.varyLines {
      report("more than \(Bounds.varyLines) lines vary something, the bound", at: place)
    }
    let runs = scenario.varyRuns
    if runs > Bounds.varyRuns {
      report("all combinations are over the bound of \(Bounds.varyRuns) runs", at: place)
      return
    }
    let varied = declared.varied.filter { $0.subject == nil && $0.key.text == "brokers" }
    let most = varied.flatMap { $0.values.compactMap { Int($0.text) } }.max() ?? 0
    let processes = min(max(declared.brokers ?? 1, most), Bounds.brokers) + clients
    for (what, count, bound) in [
      ("processes", processes, Bounds.variedProcesses),
      ("lines", scenario.statements.count, Bounds.variedLines),
    ] where runs > 1 && runs * count > bound {
      report(
        "\(runs) runs of \(count) \(what) are over the bound of \(bound) \(what) in all",
        at: place)
    }
  }
}

extension Scenario {
  /// How many runs all `vary` lines make with one seed; not counted beyond the bound.
  var varyRuns: Int {
    statements.reduce(1) { runs, statement in
      guard case .vary(let vary) = statement.kind else { return runs }
      return min(runs * max(1, vary.values.count), Bounds.varyRuns + 1)
    }
  }
}
