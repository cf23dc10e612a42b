/// One thing that a generated line may do, as the language writes it.
///
/// What stands in braces is drawn: see `WordDrawing`. A row whose words do not exist in a scenario
/// (no consumer, no group) is passed over there.
struct FaultRow: Sendable {
  let family: FaultFamily
  /// How often within its family.
  let weight: Int
  /// The action.
  let text: String
  /// Whether it acts on the message that triggers the line.
  var isAboutMessage = false
  /// The trigger, where the fault makes sense with one only.
  var trigger: String?

  /// Whether it goes on to the run's end, where nothing can recover.
  var isEndless: Bool { trigger?.hasPrefix("on every") ?? false }
}

/// Everything that generated lines do. To add a fault, add a row.
enum FaultTable {
  static let rows: [FaultRow] = processes + network + machines + operations + clients

  private static let processes = [
    FaultRow(family: .crash, weight: 6, text: "crash {broker}{for down}"),
    FaultRow(family: .crash, weight: 2, text: "crash {brokers}{for down}"),
    FaultRow(family: .crash, weight: 2, text: "bounce {broker}"),
    FaultRow(family: .power, weight: 4, text: "power off {broker}{for down}"),
    FaultRow(family: .power, weight: 2, text: "power off {brokers}{for down}"),
    FaultRow(
      family: .power, weight: 2, text: "power off {broker} losing everything unflushed{for down}"),
    FaultRow(
      family: .power, weight: 2, text: "power off {brokers} losing everything unflushed{for down}"),
    FaultRow(family: .wipe, weight: 1, text: "wipe {broker}{for down}"),
    FaultRow(family: .stop, weight: 3, text: "stop {broker}{for down}"),
    FaultRow(family: .stop, weight: 2, text: "restart {broker}, down{for short}"),
    FaultRow(family: .freeze, weight: 4, text: "freeze {broker} for {pause}"),
    FaultRow(family: .freeze, weight: 1, text: "freeze {brokers} for {pause}"),
  ]

  private static let network = [
    FaultRow(family: .cut, weight: 4, text: "cut {broker} from {side} for {span}"),
    FaultRow(family: .cut, weight: 2, text: "cut {broker} to {side} for {span}"),
    FaultRow(family: .cut, weight: 2, text: "cut {side} to {broker} for {span}"),
    FaultRow(family: .cut, weight: 2, text: "isolate {broker} for {span}"),
    // Whoever the controller does not reach goes on in the epoch that it knows.
    FaultRow(family: .cut, weight: 1, text: "cut controller from {id} for {span}"),
    FaultRow(family: .cut, weight: 2, text: "cut controller to {id} for {span}"),
    FaultRow(family: .zookeeper, weight: 3, text: "cut {broker} from zookeeper for {span}"),
    FaultRow(family: .zookeeper, weight: 1, text: "cut zookeeper to {broker} for {span}"),
    FaultRow(family: .zookeeper, weight: 3, text: "expire session of {broker}"),
    FaultRow(family: .zookeeper, weight: 1, text: "crash zookeeper {server} for {span}"),
    FaultRow(family: .connections, weight: 2, text: "reset connections of {broker}"),
    FaultRow(
      family: .connections, weight: 3, text: "reset connections between {broker} and {client}"),
    FaultRow(family: .packets, weight: 2, text: "lose {percent} of packets for {span}"),
    FaultRow(
      family: .packets, weight: 2, text: "lose {percent} of packets of {broker} for {span}"),
    FaultRow(
      family: .packets, weight: 2, text: "delay packets from {broker} by {short} for {span}"),
    FaultRow(family: .packets, weight: 1, text: "delay packets to {broker} by {short} for {span}"),
    FaultRow(
      family: .packets, weight: 1, text: "limit bandwidth of {broker} to {rate} a second for {span}"
    ),
    FaultRow(family: .messages, weight: 4, text: "drop it", isAboutMessage: true),
    FaultRow(family: .messages, weight: 2, text: "hold it for {pause}", isAboutMessage: true),
    FaultRow(family: .messages, weight: 2, text: "delay it by {span}", isAboutMessage: true),
    // Whoever hears of everything late lives in an older epoch than the others.
    FaultRow(
      family: .messages, weight: 3, text: "delay it by {span}", isAboutMessage: true,
      trigger: "on every leader and isr request from controller to {id}"),
    FaultRow(
      family: .messages, weight: 2, text: "hold it for {span}", isAboutMessage: true,
      trigger: "on the {few}th leader and isr request from controller to {id}"),
    FaultRow(
      family: .messages, weight: 1, text: "delay it by {short}", isAboutMessage: true,
      trigger: "on every zookeeper response to {id}"),
    FaultRow(
      family: .messages, weight: 1, text: "delay it by {short}", isAboutMessage: true,
      trigger: "on every fetch response from leader of {partition} to {id}"),
    FaultRow(family: .messages, weight: 2, text: "hold {message} for {span}"),
    FaultRow(family: .messages, weight: 2, text: "drop {message} for {short}"),
  ]

  private static let machines = [
    FaultRow(family: .disk, weight: 2, text: "slow disk of {broker} by {factor} for {span}"),
    FaultRow(family: .disk, weight: 1, text: "fill disk of {broker} for {span}"),
    FaultRow(family: .disk, weight: 1, text: "fail disk of {broker} for {span}"),
    FaultRow(family: .clock, weight: 2, text: "jump clock of {broker} by {shift}"),
    FaultRow(family: .clock, weight: 1, text: "drift clock of {broker} by {drift}"),
  ]

  private static let operations = [
    FaultRow(family: .leaders, weight: 3, text: "move leader of {partition} to {id}"),
    FaultRow(family: .leaders, weight: 2, text: "elect preferred leader of {partition}"),
    FaultRow(family: .reassign, weight: 1, text: "reassign {partition} to {ids}"),
  ]

  private static let clients = [
    FaultRow(family: .clients, weight: 4, text: "crash {client}{for down}"),
    FaultRow(family: .clients, weight: 2, text: "bounce {client}"),
    FaultRow(family: .clients, weight: 2, text: "stop {client}{for down}"),
    FaultRow(family: .clients, weight: 3, text: "freeze {client} for {pause}"),
    FaultRow(family: .clients, weight: 2, text: "isolate {client} for {span}"),
    FaultRow(family: .clients, weight: 2, text: "cut {client} from {broker} for {span}"),
    FaultRow(family: .clients, weight: 1, text: "crash {consumer}{for down}"),
    FaultRow(
      family: .application, weight: 2,
      text: "set processing time of {consumer} to {pause} for {span}"),
  ]
}

/// History events that generated lines wait for, as the language writes them.
enum EventTable {
  /// A row's weight and words.
  typealias Row = (weight: Int, text: String)

  static let rows: [Row] = [
    (4, "record {record} of {producer} is sent"),
    (4, "record {record} of {producer} is appended"),
    (5, "record {record} of {producer} is acknowledged"),
    (3, "{id} appends offset {offset} of {partition}"),
    (3, "leader of {partition} appends offset {offset} of {partition}"),
    (3, "high watermark of {partition} reaches {offset}"),
    (2, "high watermark of {partition} reaches {offset} on {id}"),
    (4, "leader of {partition} changes"),
    (3, "{id} becomes leader of {partition}"),
    (1, "{partition} loses its leader"),
    (4, "isr of {partition} shrinks"),
    (3, "isr of {partition} grows"),
    (3, "{id} truncates {partition}"),
    (2, "controller changes"),
    (2, "session of {id} expires"),
    (2, "{id} crashes"),
    (2, "{id} starts"),
    (2, "{id} registers"),
    (1, "{id} wakes"),
    (3, "group {group} completes a rebalance"),
    (2, "{consumer} is assigned {partition}"),
    (2, "{consumer} gives up {partition}"),
    (3, "{consumer} commits offsets"),
    (3, "{consumer} polls offset {offset} of {partition}"),
    (3, "{consumer} processes offset {offset} of {partition}"),
    (1, "{consumer} leaves group {group}"),
  ]

  /// Messages between two ends.
  static let messages: [Row] = [
    (6, "produce request from {producer} to leader of {partition}"),
    (8, "produce response from leader of {partition} to {producer}"),
    (4, "fetch request from {id} to leader of {partition}"),
    (6, "fetch response from leader of {partition} to {id}"),
    (2, "offset for leader epoch request from {id} to leader of {partition}"),
    (5, "leader and isr request from controller to {id}"),
    (2, "update metadata request from controller to {id}"),
    (1, "stop replica request from controller to {id}"),
    (2, "alter partition request from {id} to controller"),
    (2, "alter partition response from controller to {id}"),
    (1, "controlled shutdown request from {id} to controller"),
    (1, "metadata response from {id} to {client}"),
    (2, "zookeeper request from {id}"),
    (2, "zookeeper response to {id}"),
    (3, "fetch response from {id} to {consumer}"),
    (2, "offset commit request from {consumer}"),
    (3, "offset commit response to {consumer}"),
    (1, "offset fetch response to {consumer}"),
    (1, "join group request from {consumer}"),
    (2, "join group response to {consumer}"),
    (2, "sync group response to {consumer}"),
    (2, "heartbeat response to {consumer}"),
    (1, "init producer id response to {producer}"),
  ]
}
