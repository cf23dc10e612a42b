import Kernel

/// The views of groups as text and as JSON: the lag table at some instants, how records were
/// delivered, and who had what in which generation.
public struct GroupReport: Sendable {
  /// The tables, in the order of their instants.
  public let tables: [GroupTable]
  /// Who had what.
  public let ownership: GroupOwnership

  /// The views of a recorded run, with a table per instant, or of the end.
  public init(_ result: RunResult, _ variant: Variant, at instants: [Duration] = []) {
    tables = GroupTable.tables(of: result, variant, at: instants)
    ownership = GroupOwnership(result)
  }

  private static let heads = [
    "GROUP", "TOPIC", "PARTITION", "CURRENT-OFFSET", "LOG-END-OFFSET", "LAG", "CONSUMER-ID",
    "HOST", "CLIENT-ID",
  ]

  /// The lines for a terminal.
  public var lines: [String] {
    if ownership.generations.isEmpty, tables.allSatisfy(\.rows.isEmpty) {
      return ["no group was seen; a consumer is in a group by its 'group.id'"]
    }
    var lines: [String] = []
    for table in tables {
      lines.append("groups at \(TimeText.text(table.at).trimmingSpaces)")
      lines += Self.aligned([Self.heads] + table.rows.map(Self.cells)).map { "  " + $0 }
      for group in table.summaries { lines.append("  " + Self.sentence(group)) }
      lines.append("")
    }
    lines.append("who had what")
    for generation in ownership.generations {
      let began = TimeText.text(generation.began).trimmingSpaces
      let members = generation.members > 0 ? ", \(generation.members) members" : ""
      lines.append(
        "  group \(generation.group), generation \(generation.number) at \(began)\(members)")
      let rows = generation.holdings.map { holding in
        [
          holding.member, holding.partition, "from \(TimeText.text(holding.from).trimmingSpaces)",
          holding.until.map { "\(holding.ending) at \(TimeText.text($0).trimmingSpaces)" } ?? "",
        ]
      }
      lines += Self.aligned(rows).map { "    " + $0 }
    }
    return lines
  }

  private static func cells(_ row: GroupTable.Row) -> [String] {
    let member = row.member ?? "-"
    return [
      row.group, row.topic, String(row.partition), row.committed.map { String($0) } ?? "-",
      String(row.logEnd), row.lag.map { String($0) } ?? "-", member,
      row.member.map { "/" + $0 } ?? "-", member,
    ]
  }

  private static func sentence(_ group: GroupTable.Summary) -> String {
    let delivery = group.delivery
    let coordinator = group.coordinator ?? "nobody"
    return """
      group \(group.group) is \(group.state), generation \(group.generation), \
      \(group.members) members, coordinated by \(coordinator); delivered \(delivery.word): \
      \(delivery.once) once, \(delivery.repeated) more than once, \(delivery.never) never, \
      \(delivery.open) open, \(delivery.outOfOrder) out of order, \(delivery.shared) by two at once
      """
  }

  /// Columns of equal width, with nothing behind the last word of a line.
  private static func aligned(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      return line.trimmingSpaces
    }
  }
}

extension GroupReport {
  /// The views as part of the JSON report.
  public var json: JSONText {
    .object([
      ("tables", .list(tables.map(Self.json))),
      ("generations", .list(ownership.generations.map(Self.json))),
    ])
  }

  private static func json(_ table: GroupTable) -> JSONText {
    .object([
      ("atNanoseconds", .number(table.at.nanoseconds)),
      ("groups", .list(table.summaries.map(json))),
      (
        "partitions",
        .list(
          table.rows.map { row in
            .object([
              ("group", .text(row.group)), ("topic", .text(row.topic)),
              ("partition", .number(Int64(row.partition))),
              ("committed", row.committed.map { .number($0) } ?? .null),
              ("logEnd", .number(row.logEnd)), ("lag", row.lag.map { .number($0) } ?? .null),
              ("member", row.member.map { .text($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  private static func json(_ group: GroupTable.Summary) -> JSONText {
    .object([
      ("group", .text(group.group)), ("state", .text(group.state)),
      ("generation", .number(Int64(group.generation))),
      ("members", .number(Int64(group.members))),
      ("coordinator", group.coordinator.map { .text($0) } ?? .null),
      ("delivery", .text(group.delivery.word)), ("once", .number(group.delivery.once)),
      ("repeated", .number(group.delivery.repeated)), ("never", .number(group.delivery.never)),
      ("open", .number(group.delivery.open)), ("outOfOrder", .number(group.delivery.outOfOrder)),
      ("byTwoAtOnce", .number(group.delivery.shared)),
    ])
  }

  private static func json(_ generation: GroupOwnership.Generation) -> JSONText {
    .object([
      ("group", .text(generation.group)), ("generation", .number(Int64(generation.number))),
      ("beganNanoseconds", .number(generation.began.nanoseconds)),
      (
        "holdings",
        .list(
          generation.holdings.map { holding in
            .object([
              ("member", .text(holding.member)), ("partition", .text(holding.partition)),
              ("fromNanoseconds", .number(holding.from.nanoseconds)),
              ("untilNanoseconds", holding.until.map { .number($0.nanoseconds) } ?? .null),
              ("ending", .text(holding.ending)),
            ])
          })
      ),
    ])
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    let start = drop { $0 == " " }
    return String(String(start.reversed().drop { $0 == " " }.reversed()))
  }
}
