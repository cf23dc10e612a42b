import ScenarioLanguage

/// What a run's faults did to the disks, at worst: a promise that holds as long as machines keep
/// their power is another promise than one that holds as long as they keep their disks.
///
/// Failures are told apart by it, or every search would hand back the lost disk that any
/// configuration can be broken with, and hide the crash that breaks this one.
public enum Harm: Int, Comparable, CaseIterable, Sendable {
  /// Whatever was written is there again.
  case none
  /// Machines lost power, and what they had not flushed.
  case power
  /// Disks came back empty.
  case disks

  /// What stands behind a failure's kind; empty where nothing has to.
  var words: String {
    switch self {
    case .none: ""
    case .power: ", with lost power"
    case .disks: ", with empty disks"
    }
  }

  /// Milder harm comes first.
  public static func < (a: Harm, b: Harm) -> Bool { a.rawValue < b.rawValue }
}

extension FaultID {
  /// What the fault does to disks.
  var harm: Harm {
    switch self {
    case .powerOff: .power
    case .wipe: .disks
    default: .none
    }
  }

  /// How violent a fault is, compared with others that hit the same: what nobody may notice, what
  /// keeps messages away, what ends processes, what loses bytes.
  var violence: Int64 {
    switch self {
    case .freeze, .slowDisk: 1
    case .isolate, .cut, .cutOneWay, .expireSession: 2
    case .stop, .restart: 3
    case .crash, .bounce: 4
    case .failDisk, .fillDisk: 5
    case .powerOff: 6
    case .wipe: 8
    default: 0
    }
  }
}
