import KafkaModel
import Kernel

/// A run's history in the form of Jepsen's Kafka workload, for its checker.
///
/// Every send, poll, assignment and crash that applications saw, in the order of the simulation,
/// and at the end what a reader finds who starts at the beginning of every partition. Polls that
/// returned nothing are left out: applications do not see them here.
public struct JepsenHistory: Sendable {
  /// The operations in their order; the place is the index.
  public private(set) var operations: [JepsenOperation] = []
  /// What a checker of this form cannot know.
  public private(set) var notes: [String] = []

  /// The most records and operations of an export.
  public static let valueLimit = 20_000_000

  /// The history of a run that was recorded; nil for one that is too long.
  public init?(_ result: RunResult, _ variant: Variant) {
    guard let directory = result.directory, let history = result.history else { return nil }
    var builder = JepsenBuilder(directory, variant.world)
    builder.learnAliases(history.events)
    var ledger = Ledger(LedgerSetting(variant.world))
    for event in history.events {
      builder.take(event)
      ledger.observe(event)
      if builder.valueCount > Self.valueLimit { return nil }
    }
    builder.finish(ledger, at: directory.origin + result.simulated)
    operations = builder.numbered()
    notes = Self.notes(builder, variant)
  }

  private static func notes(_ builder: JepsenBuilder, _ variant: Variant) -> [String] {
    var notes: [String] = []
    if builder.hasRemovedRecords
      || variant.world.topics.contains(where: {
        $0.settings.cleanup == .compact && !$0.name.hasPrefix("__")
      })
    {
      notes.append("compaction or retention is at work, which the checker takes for lost writes")
    }
    if !builder.hasSentOrPolled {
      notes.append("nothing was sent or polled, which the checker calls not valid")
    }
    return notes
  }

  /// One EDN map per line.
  public var text: String {
    var text = ""
    for (index, operation) in operations.enumerated() {
      text += operation.edn(index: index)
      text += "\n"
    }
    return text
  }
}
