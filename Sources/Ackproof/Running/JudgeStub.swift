import KafkaModel
import Kernel
import ScenarioLanguage
public struct ExpectationResult: Sendable {}
struct Judge: Sendable {
  init(variant: Variant) {}
  mutating func observe(_ event: HistoryEvent, world: borrowing World) {}
  mutating func wakeInstants(origin: Instant) -> [(Int32, Instant)] { [] }
  mutating func wake(_ number: Int32, at: Instant, world: borrowing World) {}
  mutating func lineFired(_ line: TimelineLine, number: Int, at: Instant) {}
  mutating func finish(world: borrowing World, faultsFired: Int, faultsThatBit: Int)
    -> [ExpectationResult]
  { [] }
}
extension World {
  func coordinator(of group: GroupID) -> BrokerID? { nil }
  func owner(of partition: PartitionID, in group: GroupID) -> NodeID? { nil }
  func leader(ofGroup group: GroupID) -> NodeID? { nil }
}
