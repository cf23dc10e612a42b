import KafkaModel
import Kernel
import ScenarioLanguage
extension World {
  func coordinator(of group: GroupID) -> BrokerID? { nil }
  func owner(of partition: PartitionID, in group: GroupID) -> NodeID? { nil }
  func leader(ofGroup group: GroupID) -> NodeID? { nil }
}
