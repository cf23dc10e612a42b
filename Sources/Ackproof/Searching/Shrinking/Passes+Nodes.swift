import KafkaModel
import ScenarioLanguage

/// Passes over who is meant.
extension ShrinkPass {
  /// Brokers leave lists of several.
  static let fewerNodes = ShrinkPass(name: "fewer nodes") { candidate, _ in
    candidate.timeline.flatMap { place, line in
      line.action.arguments.indices.flatMap { number -> [Attempt] in
        guard case .nodes(let roles) = line.action.arguments[number].argument else { return [] }
        return shorter(roles).map { roles in
          var line = line
          line.action.arguments[number].argument = .nodes(roles)
          return Attempt(candidate.replacing(place, with: .timeline(line)))
        }
      }
    }
  }

  private static func shorter(_ roles: [Role]) -> [[Role]] {
    var lists: [[Role]] = []
    if roles.count > 1 {
      for place in roles.indices {
        var rest = roles
        rest.remove(at: place)
        lists.append(rest)
      }
    }
    for place in roles.indices {
      guard let ids = roles[place].ids(.ids), ids.count > 1 else { continue }
      for number in ids.indices {
        var fewer = ids
        fewer.remove(at: number)
        var list = roles
        list[place] = Role(.brokers, [Filled(.ids, .ids(fewer))])
        lists.append(list)
      }
    }
    return lists
  }

  /// The most partitions whose roles are tried in place of a broker's number.
  static let roleLimit = 4

  /// `broker 2` becomes the leader of a partition where that fails too: a role says why it is this
  /// one.
  static let rolesForBrokers = ShrinkPass(name: "roles for brokers") { candidate, outcome in
    replacingRoles(of: candidate, by: leaders(candidate, outcome)) { $0.ids(.ids)?.count == 1 }
  }

  /// A process that the seed draws, or that is what it is by chance, becomes a definite one.
  static let definiteRoles = ShrinkPass(name: "definite roles") { candidate, outcome in
    let brokers = outcome.variant.world.brokers.indices.map { place in
      Role(.brokers, [Filled(.ids, .ids([place + 1]))])
    }
    let roles = leaders(candidate, outcome) + brokers
    return replacingRoles(of: candidate, by: roles) { $0.isDrawn }
  }

  /// The leaders of the first few partitions that the scenario declares.
  private static func leaders(_ candidate: Candidate, _ outcome: Outcome) -> [Role] {
    let declared = candidate.scenario.statements.compactMap { statement -> String? in
      if case .topic(let word, _) = statement.kind { word.text } else { nil }
    }
    let partitions = outcome.variant.world.topics.filter { declared.contains($0.name) }
      .flatMap { topic in (0..<topic.partitions).map { PartitionName(topic.name, Int($0)) } }
    return partitions.prefix(roleLimit).map { name in
      Role(.leader, [Filled(.partition, .partitions([name]))])
    }
  }

  private static func replacingRoles(
    of candidate: Candidate, by roles: [Role], where isMeant: (Role) -> Bool
  ) -> [Attempt] {
    candidate.timeline.flatMap { place, line in
      line.action.arguments.indices.flatMap { number -> [Attempt] in
        guard case .nodes(let named) = line.action.arguments[number].argument,
          named.count == 1, isMeant(named[0])
        else { return [] }
        return roles.map { role in
          var line = line
          line.action.arguments[number].argument = .nodes([role])
          return Attempt(candidate.replacing(place, with: .timeline(line)))
        }
      }
    }
  }

  /// Two brokers change their names, so that those who matter have the lowest.
  static let lowerBrokers = ShrinkPass(name: "lower numbers of brokers") { candidate, outcome in
    let count = outcome.variant.world.brokers.count
    guard count > 1 else { return [] }
    return (1..<count).flatMap { low in
      ((low + 1)...count).map { high in
        Attempt(candidate.swapping(low, high))
      }
    }
  }
}

extension Role {
  /// Whether the seed decides who it is, or the boot of the cluster, which the seed decides.
  var isDrawn: Bool {
    switch id {
    case .any: choice(.kind)?.hasPrefix("broker") ?? false
    case .aFollower, .aReplica, .controller: true
    default: false
    }
  }
}

extension Candidate {
  /// The candidate with two brokers' numbers exchanged wherever its timeline and its assignments
  /// name them.
  fileprivate func swapping(_ low: Int, _ high: Int) -> Candidate {
    func swapped(_ id: Int) -> Int { id == low ? high : id == high ? low : id }
    func renamed(_ filled: [Filled]) -> [Filled] {
      filled.map { one in
        var one = one
        switch one.argument {
        case .ids(let ids): one.argument = .ids(ids.map(swapped))
        case .nodes(let roles): one.argument = .nodes(roles.map(renamed))
        case .link(var link):
          link.arguments = renamed(link.arguments)
          one.argument = .link(link)
        case .message(var message):
          message.arguments = renamed(message.arguments)
          one.argument = .message(message)
        case .event(var event):
          event.arguments = renamed(event.arguments)
          one.argument = .event(event)
        default: break
        }
        return one
      }
    }
    func renamed(_ role: Role) -> Role { Role(role.id, renamed(role.arguments), at: role.place) }
    var copy = self
    for place in scenario.statements.indices {
      switch scenario.statements[place].kind {
      case .timeline(var line):
        line.action.arguments = renamed(line.action.arguments)
        switch line.trigger {
        case .on(let occurrence, var event):
          event.arguments = renamed(event.arguments)
          line.trigger = .on(occurrence, event)
        case .after(let time, let occurrence, var event):
          event.arguments = renamed(event.arguments)
          line.trigger = .after(time, occurrence, event)
        case .at, .every: break
        }
        copy.scenario.statements[place].kind = .timeline(line)
      case .topic(let name, var block):
        for line in block.lines.indices {
          guard case .words(var phrase) = block.lines[line].kind else { continue }
          phrase.arguments = renamed(phrase.arguments)
          block.lines[line].kind = .words(phrase)
        }
        copy.scenario.statements[place].kind = .topic(name, block)
      default: continue
      }
    }
    return copy.tidied()
  }
}
