import KafkaModel
import Kernel
import ScenarioLanguage

/// Machines and the links between them: what no property of Kafka says.
extension VariantAssembly {
  /// Disk, clock and start of one broker; what is said of all brokers is said of each.
  mutating func applyOwnWords(of id: Int, to plan: inout BrokerPlan) {
    for statement in statements {
      switch statement.kind {
      case .brokers(_, let place, let block): apply(block, of: id, to: &plan, all: place)
      case .broker(id, _, let block): apply(block, of: id, to: &plan, all: nil)
      default: continue
      }
    }
  }

  /// What one write costs on a disk that the model calls healthy.
  private static let usualWrite = Duration.microseconds(20)

  private mutating func apply(
    _ block: Block<BrokerLineID>, of id: Int, to plan: inout BrokerPlan, all: Place?
  ) {
    for case .words(let phrase) in block.lines.map(\.kind) {
      switch phrase.id {
      case .racks, .rack: continue
      case .disk:
        let time = phrase.time(.time)?.lower.length ?? Self.usualWrite
        let slowness =
          (time.nanoseconds + Self.usualWrite.nanoseconds - 1)
          / Self.usualWrite.nanoseconds
        plan.diskSlowness = Int32(clamping: max(1, slowness))
      case .clockOff: plan.clockOffset = .nanoseconds(phrase.shift(.shift)?.magnitude ?? 0)
      case .clockDrifts: plan.clockDrift = phrase.drift(.drift)?.millionths ?? 0
      case .startsAt, .startsStopped:
        if all != nil {
          fail("a cluster cannot form without brokers; say it of one", at: phrase.place)
          continue
        }
        plan.startsAtOnce = false
        guard let time = phrase.time(.time) else { continue }
        let role = Role(.brokers, [Filled(.ids, .ids([id]), at: phrase.place)], at: phrase.place)
        let action = Action(.start, [Filled(.nodes, .nodes([role]), at: phrase.place)])
        ownLines.append(
          PlannedLine(
            line: TimelineLine(.at(time), action), number: Int(phrase.place.line),
            place: phrase.place))
      }
    }
  }

  /// The links of the whole network.
  mutating func links() -> LinkProfile {
    var profile = LinkProfile.dataCentre
    for statement in statements {
      guard case .network(let block) = statement.kind else { continue }
      for line in block.lines {
        guard case .words(let phrase) = line.kind else {
          fail("the network has no properties", at: line.place)
          continue
        }
        checkFixed(phrase)
        if !phrase.has(.link) { profile = VariantAssembly.changed(profile, by: phrase) }
      }
    }
    return profile
  }

  /// Links between some nodes, which behave otherwise than the whole network; a later line about
  /// the same link adds to what the earlier one says.
  mutating func ownLinks(of world: WorldPlan) -> [OwnLink] {
    let layout = LedgerSetting(world).layout
    let resolver = RoleResolver(names: names, seed: 0)
    var links: [OwnLink] = []
    for statement in statements {
      guard case .network(let block) = statement.kind else { continue }
      for case .words(let phrase) in block.lines.map(\.kind) {
        guard let link = phrase.link(.link) else { continue }
        guard
          let pairs = LinkEnds.directions(
            of: link, layout: layout,
            { roles, except in
              resolver.resolveFixed(roles, in: layout, except: except)
            })
        else {
          fail(
            "before the run begins nodes are named by id, name, kind or rack, not by role",
            at: link.place)
          continue
        }
        for (from, to) in pairs {
          let known = links.firstIndex { $0.from == from && $0.to == to }
          let profile = VariantAssembly.changed(
            known.map { links[$0].profile } ?? world.links, by: phrase)
          if let known {
            links[known].profile = profile
          } else {
            links.append(OwnLink(from: from, to: to, profile: profile))
          }
        }
      }
    }
    return links
  }

  /// Ranges are drawn for latency only.
  private mutating func checkFixed(_ phrase: Phrase<NetworkLineID>) {
    let isRange = phrase.size(.size)?.upper != nil || phrase.percent(.percent)?.upper != nil
    if isRange { fail("this takes one value; only latencies are drawn", at: phrase.place) }
  }

  private static func changed(
    _ profile: LinkProfile, by phrase: Phrase<NetworkLineID>
  ) -> LinkProfile {
    let share = phrase.percent(.percent).map { Ratio($0.lower.millionths, 1_000_000) }
    return LinkProfile(
      latency: phrase.time(.duration).map { distribution($0) } ?? profile.latency,
      bandwidth: phrase.size(.size)?.lower.bytes ?? profile.bandwidth,
      loss: share ?? profile.loss)
  }

  static func distribution(_ time: Drawn<TimeAmount>) -> Distribution {
    guard let upper = time.upper else { return .constant(time.lower.length) }
    return .uniform(time.lower.length, upper.length)
  }
}
