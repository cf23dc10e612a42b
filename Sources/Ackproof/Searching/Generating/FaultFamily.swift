/// The kinds of fault that generated schedules are made of, by the names that `--faults` takes.
///
/// A swarm switches whole families off for a seed, because a schedule that has everything rarely
/// shows what needs one thing undisturbed. What an operator does on purpose to destroy records
/// (deleting them, electing an unclean leader, cutting a log) is in no family: it proves nothing.
public enum FaultFamily: String, CaseIterable, Sendable {
  case crash, power, wipe, stop, freeze, cut, zookeeper, connections, packets, messages, disk
  case clock, leaders, reassign, clients, application

  /// What the family does, for help.
  public var help: String {
    switch self {
    case .crash: "brokers die and come back; what the operating system has is kept"
    case .power: "machines lose power, one or several at once, with what was not flushed"
    case .wipe: "machines come back with an empty disk"
    case .stop: "brokers stop in order and come back"
    case .freeze: "brokers stand still, as in a long garbage collection"
    case .cut: "no byte passes between nodes, both ways or one way"
    case .zookeeper: "brokers lose ZooKeeper, their session, or ZooKeeper its servers"
    case .connections: "open connections break"
    case .packets: "packets are lost, late, or few at a time"
    case .messages: "single messages are lost, late or held"
    case .disk: "disks are slow, full or broken"
    case .clock: "wall clocks jump or drift"
    case .leaders: "an operator moves leaders"
    case .reassign: "an operator moves replicas"
    case .clients: "producers and consumers die, stop, freeze or are cut off"
    case .application: "applications are slow, or stop reading for a while"
    }
  }

  /// How often the family is drawn, compared with the others.
  var weight: Int {
    switch self {
    case .crash: 8
    case .cut, .messages: 6
    case .power, .freeze, .clients: 5
    case .leaders: 4
    case .zookeeper, .stop: 3
    case .connections, .disk, .packets: 2
    case .wipe, .clock, .reassign, .application: 1
    }
  }
}
