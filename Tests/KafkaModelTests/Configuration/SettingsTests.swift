import Kernel
import Testing

@testable import KafkaModel

@Suite("Typed settings")
struct SettingsTests {
  @Test("of a topic can be set while brokers run, all that have an effect")
  func changes() {
    let version = KafkaVersion(3, 9, 1)
    for key in ConfigurationTable.keys where key.scopes == .topic && key.exists(in: version) {
      if case .withoutEffect = key.treatment(in: version) { continue }
      #expect(TopicSettings.canAdopt(key.name, in: version), "\(key.name)")
    }
    #expect(!TopicSettings.canAdopt("replica.lag.time.max.ms", in: version))
  }

  @Test(
    "of topics are set under other names for all topics of a broker",
    arguments: [
      ("log.roll.hours", "segment.ms"), ("log.retention.minutes", "retention.ms"),
      ("log.cleaner.min.compaction.lag.ms", "min.compaction.lag.ms"),
      ("message.max.bytes", "max.message.bytes"), ("min.insync.replicas", "min.insync.replicas"),
      ("num.io.threads", "num.io.threads"),
    ])
  func topicNames(_ broker: String, _ topic: String) {
    #expect(TopicSettings.topicName(of: broker) == topic)
  }

  @Test("of a broker follow the defaults of 3.7")
  func brokerToday() {
    let settings = BrokerSettings(.standard(.broker, in: KafkaVersion(3, 7)))
    #expect(settings.replication.replicaLagTimeMax == .seconds(30))
    #expect(settings.replication.replicaLagRecordsMax == nil)
    #expect(settings.replication.fetchWaitMax == .milliseconds(500))
    #expect(settings.replication.highWatermarkCheckpointInterval == .seconds(5))
    #expect(settings.replication.readReplica == .leader)
    #expect(settings.requests.requestTimeout == .seconds(30))
    #expect(settings.requests.fetchBytesMax == 57_671_680)
    #expect(settings.controller.zooKeeperSessionTimeout == .seconds(18))
    #expect(settings.controller.zooKeeperConnectionTimeout == .seconds(18))
    #expect(settings.controller.controlledShutdownIsEnabled)
    #expect(settings.controller.imbalanceCheckInterval == .minutes(5))
    #expect(settings.controller.requestQueueMax == nil)
    #expect(settings.logs.retentionCheckInterval == .minutes(5))
    #expect(settings.logs.flushCheckInterval.isInfinite)
    #expect(settings.logs.initialTaskDelay == .seconds(30))
    #expect(settings.groups.offsetsRetention == .minutes(10_080))
    #expect(settings.groups.initialRebalanceDelay == .seconds(3))
    #expect(settings.transactions.producerIDExpiration == .hours(24))
  }

  @Test("of a broker follow the defaults of 0.8.0")
  func brokerOfOld() {
    let broker = EffectiveConfiguration.standard(.broker, in: KafkaVersion(0, 8, 0))
    let settings = BrokerSettings(broker)
    #expect(settings.replication.replicaLagTimeMax == .seconds(10))
    #expect(settings.replication.replicaLagRecordsMax == 4000)
    #expect(settings.replication.fetchBackoff == .zero)
    #expect(settings.controller.zooKeeperSessionTimeout == .seconds(6))
    #expect(settings.controller.zooKeeperRequestsInFlightMax == 1)
    #expect(settings.controller.requestQueueMax == 10)
    #expect(!settings.controller.controlledShutdownIsEnabled)
    #expect(!settings.controller.preferredLeadersReturn)
    #expect(!settings.controller.topicsCanBeDeleted)
    #expect(settings.logs.retentionCheckInterval == .minutes(10))
    #expect(!settings.logs.cleanerIsEnabled)
    let topic = TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: broker).configuration)
    #expect(topic.uncleanElectionIsAllowed)
    #expect(topic.minInSyncReplicas == 1)
    #expect(topic.flushRecords == 10_000)
    #expect(topic.flushInterval == .seconds(3))
    #expect(topic.cleanup == .delete)
  }

  @Test("of a topic follow the defaults of 3.7")
  func topic() {
    let broker = EffectiveConfiguration.standard(.broker, in: KafkaVersion(3, 7))
    let settings = TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: broker).configuration)
    #expect(settings.minInSyncReplicas == 1)
    #expect(!settings.uncleanElectionIsAllowed)
    #expect(settings.retention == .hours(168))
    #expect(settings.retentionBytes == nil)
    #expect(settings.segmentBytes == 1_073_741_824)
    #expect(settings.segmentAgeMax == .hours(168))
    #expect(settings.flushRecords == .max)
    #expect(settings.flushInterval.isInfinite)
    #expect(settings.batchBytesMax == 1_048_588)
    #expect(settings.dirtyRatioMin == Ratio(1, 2))
    #expect(settings.timestamps == .create)
    #expect(settings.timestampAfterMax.isInfinite)
  }

  @Test("of a producer follow the defaults of 3.7 and of 0.8.2")
  func producer() {
    let today = ProducerSettings(
      EffectiveConfiguration.resolve(.producer, in: KafkaVersion(3, 7), []).configuration)
    #expect(today.acks == .all)
    #expect(today.retries == 2_147_483_647)
    #expect(today.deliveryTimeout == .minutes(2))
    #expect(today.requestTimeout == .seconds(30))
    #expect(today.retryBackoff == .milliseconds(100))
    #expect(today.retryBackoffMax == .seconds(1))
    #expect(today.requestsInFlightMax == 5)
    #expect(today.batchBytes == 16_384)
    #expect(today.isIdempotent)
    #expect(today.connection.setupTimeout == .seconds(10))
    #expect(today.connection.reconnectBackoffMax == .seconds(1))

    let old = ProducerSettings(
      EffectiveConfiguration.resolve(.producer, in: KafkaVersion(0, 8, 2), []).configuration)
    #expect(old.acks == .leader)
    #expect(old.retries == 0)
    #expect(old.deliveryTimeout.isInfinite)
    #expect(old.blocksOnFullBuffer)
    #expect(old.blockMax == .minutes(1))
    #expect(old.retryBackoffMax == .milliseconds(100))
    #expect(old.connection.reconnectBackoff == .milliseconds(10))
  }

  @Test("of a producer understand every acks")
  func acks() {
    func acks(_ word: String, _ version: KafkaVersion) -> ProducerSettings.Acknowledgement {
      ProducerSettings(
        EffectiveConfiguration.resolve(.producer, in: version, properties(("acks", word)))
          .configuration
      ).acks
    }
    #expect(acks("0", v37) == .none)
    #expect(acks("1", v37) == .leader)
    #expect(acks("-1", v37) == .all)
    #expect(acks("all", v37) == .all)
    #expect(acks("2", v0820) == .replicas(2))
  }

  @Test("of a consumer follow the defaults of 3.7 and of 0.10.0")
  func consumer() {
    let today = ConsumerSettings(
      EffectiveConfiguration.resolve(
        .consumer, in: KafkaVersion(3, 7), properties(("group.id", "g"))
      )
      .configuration)
    #expect(today.hasGroup && !today.isStaticMember)
    #expect(today.sessionTimeout == .seconds(45))
    #expect(today.heartbeatInterval == .seconds(3))
    #expect(today.pollIntervalMax == .minutes(5))
    #expect(today.pollRecordsMax == 500)
    #expect(today.offsetReset == .latest)
    #expect(today.isolation == .readUncommitted)
    #expect(today.apiTimeout == .minutes(1))
    #expect(today.assignors.count == 2)
    #expect(today.assignors[0] == .range)
    #expect(today.assignors[1] == .cooperativeSticky)

    let old = ConsumerSettings(
      EffectiveConfiguration.resolve(.consumer, in: KafkaVersion(0, 10, 0), []).configuration)
    #expect(old.sessionTimeout == .seconds(30))
    #expect(old.pollIntervalMax.isInfinite)
    #expect(old.pollRecordsMax == 2_147_483_647)
    #expect(old.fetchBytesMax == nil)
    #expect(old.assignors.count == 1)
  }

  @Test("of a Scala consumer are read under its own names, or under the later ones")
  func scalaConsumer() {
    func consumer(_ version: KafkaVersion, _ written: [PropertyAssignment]) -> ConsumerSettings {
      ConsumerSettings(
        EffectiveConfiguration.resolve(.consumer, in: version, written).configuration)
    }
    let standard = consumer(v0820, [])
    #expect(standard.commitsAutomatically)
    #expect(standard.requestTimeout == .seconds(30))
    #expect(standard.fetchWaitMax == .milliseconds(100))
    #expect(standard.zooKeeper?.sessionTimeout == .seconds(6))
    #expect(standard.zooKeeper?.triesMax == 4)
    #expect(standard.zooKeeper?.backoff == .seconds(2))

    let own = consumer(
      v0820,
      properties(
        ("auto.commit.enable", "false"), ("auto.offset.reset", "smallest"),
        ("fetch.message.max.bytes", "7"), ("fetch.wait.max.ms", "8"), ("socket.timeout.ms", "9"),
        ("rebalance.backoff.ms", "500"), ("zookeeper.sync.time.ms", "600")))
    #expect(!own.commitsAutomatically)
    #expect(own.offsetReset == .earliest)
    #expect(own.partitionFetchBytesMax == 7)
    #expect(own.fetchWaitMax == .milliseconds(8))
    #expect(own.requestTimeout == .milliseconds(9))
    #expect(own.zooKeeper?.backoff == .milliseconds(500))

    let synced = consumer(v0820, properties(("zookeeper.sync.time.ms", "600")))
    #expect(synced.zooKeeper?.backoff == .milliseconds(600))
    let later = consumer(v0820, properties(("enable.auto.commit", "false")))
    #expect(!later.commitsAutomatically)
    let java = consumer(v0900, properties(("auto.commit.enable", "false")))
    #expect(java.commitsAutomatically && java.zooKeeper == nil)
  }

  @Test("of ZooKeeper bound sessions by ticks")
  func zooKeeper() {
    let standard = ZooKeeperSettings(.standard(.zooKeeper, in: v37))
    #expect(standard.tick == .seconds(3))
    #expect(standard.sessionTimeoutMin == .seconds(6))
    #expect(standard.sessionTimeoutMax == .seconds(60))
    let sample = ZooKeeperSettings(
      EffectiveConfiguration.resolve(
        .zooKeeper, in: v37, properties(("tickTime", "2000"), ("maxSessionTimeout", "90000"))
      ).configuration)
    #expect(sample.tick == .seconds(2))
    #expect(sample.sessionTimeoutMin == .seconds(4))
    #expect(sample.sessionTimeoutMax == .seconds(90))
  }

  @Test("never hold a negative length, nor a timer that would stop time")
  func hostileNumbers() {
    let broker = BrokerSettings(
      EffectiveConfiguration.resolve(
        .broker, in: v37,
        properties(
          ("replica.high.watermark.checkpoint.interval.ms", "-5"), ("num.replica.fetchers", "0"),
          ("log.flush.offset.checkpoint.interval.ms", "0"),
          ("zookeeper.session.timeout.ms", "-1"))
      ).configuration)
    #expect(broker.replication.highWatermarkCheckpointInterval == .milliseconds(1))
    #expect(broker.replication.fetcherCount == 1)
    #expect(broker.logs.recoveryPointCheckpointInterval == .milliseconds(1))
    #expect(broker.controller.zooKeeperSessionTimeout == .zero)
  }

  @Test("can be made in every release and scope")
  func everyRelease() {
    for version in KafkaVersion.lastReleases {
      let broker = EffectiveConfiguration.resolve(.broker, in: version, [])
      #expect(broker.problems.isEmpty, "broker of \(version)")
      _ = BrokerSettings(broker.configuration)
      let topic = EffectiveConfiguration.resolveTopic([], on: broker.configuration)
      #expect(topic.problems.isEmpty, "topic of \(version)")
      _ = TopicSettings(topic.configuration)
      let producer = EffectiveConfiguration.resolve(.producer, in: version, [])
      #expect(producer.problems.isEmpty, "producer of \(version)")
      _ = ProducerSettings(producer.configuration)
      let consumer = EffectiveConfiguration.resolve(.consumer, in: version, [])
      #expect(consumer.problems.isEmpty, "consumer of \(version)")
      _ = ConsumerSettings(consumer.configuration)
    }
  }
}
