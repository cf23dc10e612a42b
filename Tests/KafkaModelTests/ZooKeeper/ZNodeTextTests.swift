import Kernel
import Testing

@testable import KafkaModel

@Suite("Znodes are written as Kafka writes them")
struct ZNodeTextTests {
  /// A tree with one node of every kind.
  private func ensemble() -> ZooKeeperEnsemble {
    var ensemble = ZooKeeperEnsemble(plan: ZooKeeperPlan())
    let (one, two) = (PartitionID(0), PartitionID(1))
    let topic = TopicID(0)
    let group = GroupID(0)
    let state = PartitionState(
      leader: BrokerID(1), leaderEpoch: LeaderEpoch(2), isr: [1, 2],
      controllerEpoch: ControllerEpoch(3))
    var recovering = state
    recovering.isRecovering = true
    let assignment = TopicAssignment(
      topic: topic,
      partitions: [
        PartitionAssignment(partition: one, replicas: [1, 2]),
        PartitionAssignment(partition: two, replicas: [2, 3], adding: [3], removing: [1]),
      ])
    let nodes: [(ZNodePath, ZNodeData)] = [
      (.broker(BrokerID(1)), .broker(BrokerID(1), registeredAt: 1_704_067_200_123)),
      (.topic(topic), .topic(assignment)),
      (.partitionState(one), .state(state)),
      (.partitionState(two), .state(recovering)),
      (.controller, .controller(BrokerID(1), electedAt: 1_704_067_200_456)),
      (.controllerEpoch, .controllerEpoch(ControllerEpoch(3))),
      (.isrChange(12), .partitions([one, two])),
      (.logDirectoryEvent(0), .logDirectoryEvent(BrokerID(2))),
      (.deleteTopic(topic), .empty),
      (
        .reassignPartitions,
        .reassignment([PartitionAssignment(partition: two, replicas: [3, 1])])
      ),
      (.preferredElection, .partitions([one])),
      (
        .topicConfiguration(topic),
        .configuration([NamedValue(name: "min.insync.replicas", value: "2")])
      ),
      (
        .brokerConfiguration(.none),
        .configuration([NamedValue(name: "a\"b", value: "\\\n")])
      ),
      (.configurationChange(0), .configurationOfTopic(topic)),
      (.configurationChange(1), .configurationOfBroker(BrokerID(2))),
      (.producerIDBlock, .producerIDs(first: 0, last: 999, broker: BrokerID(1))),
      (.clusterID, .text("ackproof")),
      (.consumerOwner(group, one), .owner(member: 4)),
      (.consumerOffset(group, two), .offset(Offset(42))),
    ]
    var changes: [ZNodeChange] = []
    for (path, data) in nodes {
      _ = ensemble.tree.write(
        .create(path, data, isEphemeral: false), session: 0, changes: &changes)
    }
    return ensemble
  }

  private func names(_ version: KafkaVersion) -> ZNodeNames {
    var catalog = Catalog()
    catalog.growTopic(catalog.addTopic(named: "orders"), to: 2)
    return ZNodeNames(catalog: catalog, groups: ["billing"], version: version)
  }

  @Test("in 3.9, in the order of paths")
  func modern() {
    let lines = ensemble().dump(names(KafkaVersion(3, 9))).map { "\($0.path) \($0.data)" }
    #expect(
      lines == [
        #"/admin/delete_topics/orders "#,
        #"/admin/preferred_replica_election "#
          + #"{"version":1,"partitions":[{"topic":"orders","partition":0}]}"#,
        #"/admin/reassign_partitions "#
          + #"{"version":1,"partitions":[{"topic":"orders","partition":1,"replicas":[3,1]}]}"#,
        #"/brokers/ids/1 {"features":{},"#
          + #""listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"},"#
          + #""endpoints":["PLAINTEXT://broker-1:9092"],"jmx_port":-1,"port":9092,"#
          + #""host":"broker-1","version":5,"timestamp":"1704067200123"}"#,
        #"/brokers/topics/orders {"version":3,"topic_id":"AAAAAAAAAAAAAAAAAAAAAQ","#
          + #""partitions":{"0":[1,2],"1":[2,3]},"adding_replicas":{"1":[3]},"#
          + #""removing_replicas":{"1":[1]}}"#,
        #"/brokers/topics/orders/partitions/0/state {"controller_epoch":3,"leader":1,"#
          + #""version":1,"leader_epoch":2,"isr":[1,2]}"#,
        #"/brokers/topics/orders/partitions/1/state {"controller_epoch":3,"leader":1,"#
          + #""version":1,"leader_epoch":2,"isr":[1,2],"leader_recovery_state":1}"#,
        #"/cluster/id {"version":"1","id":"ackproof"}"#,
        #"/config/brokers/<default> {"version":1,"config":{"a\"b":"\\\u000a"}}"#,
        #"/config/changes/config_change_0000000000 "#
          + #"{"version":2,"entity_path":"topics/orders"}"#,
        #"/config/changes/config_change_0000000001 {"version":2,"entity_path":"brokers/2"}"#,
        #"/config/topics/orders {"version":1,"config":{"min.insync.replicas":"2"}}"#,
        #"/consumers/billing/offsets/orders/1 42"#,
        #"/consumers/billing/owners/orders/0 billing_4-0"#,
        #"/controller {"version":2,"brokerid":1,"timestamp":"1704067200456","#
          + #""kraftControllerEpoch":-1}"#,
        #"/controller_epoch 3"#,
        #"/isr_change_notification/isr_change_0000000012 {"version":1,"partitions":["#
          + #"{"topic":"orders","partition":0},{"topic":"orders","partition":1}]}"#,
        #"/latest_producer_id_block "#
          + #"{"version":1,"broker":1,"block_start":"0","block_end":"999"}"#,
        #"/log_dir_event_notification/log_dir_event_0000000000 "#
          + #"{"version":1,"broker":2,"event":1}"#,
      ])
  }

  @Test("in 0.8.2, with the payloads of its time")
  func old() {
    let lines = ensemble().dump(names(KafkaVersion(0, 8, 2))).map { "\($0.path) \($0.data)" }
    #expect(
      lines.contains(
        #"/brokers/ids/1 {"jmx_port":-1,"port":9092,"host":"broker-1","version":1,"#
          + #""timestamp":"1704067200123"}"#))
    #expect(
      lines.contains(
        #"/brokers/topics/orders {"version":1,"partitions":{"0":[1,2],"1":[2,3]}}"#))
    #expect(
      lines.contains(#"/controller {"version":1,"brokerid":1,"timestamp":"1704067200456"}"#))
    #expect(
      lines.contains(
        #"/config/changes/config_change_0000000000 "#
          + #"{"version":1,"entity_type":"topics","entity_name":"orders"}"#))
  }

  @Test("with the version of the registration that each release writes")
  func registrations() {
    let written = [(0, 8, 2), (0, 9, 0), (0, 10, 0), (0, 10, 1), (0, 10, 2), (2, 6, 0), (2, 7, 0)]
      .map { names(KafkaVersion($0, $1, $2)).brokerVersion }
    #expect(written == [1, 2, 3, 3, 4, 4, 5])
  }

  @Test("with a stat that tells versions and transactions")
  func stats() {
    var ensemble = ensemble()
    var changes: [ZNodeChange] = []
    _ = ensemble.tree.write(
      .setData(.controllerEpoch, .controllerEpoch(ControllerEpoch(4)), version: 0), session: 0,
      changes: &changes)
    let node = ensemble.dump(names(KafkaVersion(3, 9))).first { $0.path == "/controller_epoch" }
    #expect(node?.data == "4")
    #expect(node?.stat == ZNodeStat(version: 1, created: 6, modified: 20, owner: 0))
  }
}
