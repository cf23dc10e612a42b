import Kernel
import ScenarioLanguage

@testable import Ackproof
@testable import KafkaModel

/// Promises that no configuration of the simulator breaks every time: histories written by hand in
/// which they are broken.
struct GuaranteeBreak: Sendable {
  var guarantee: String
  var steps: @Sendable (inout HandMadeRun) -> Void

  init(_ guarantee: String, _ steps: @escaping @Sendable (inout HandMadeRun) -> Void) {
    self.guarantee = guarantee
    self.steps = steps
  }

  static let all = logs + records + readers

  private static let logs: [GuaranteeBreak] = [
    GuaranteeBreak("replicas agree") { run in
      run.send(0, 5)
      run.append(0, 2, offset: 0, on: [1, 2])
      run.commit(to: 2)
      run.append(0, 1, offset: 0, on: [3])
      run.append(4, 1, offset: 1, on: [3])
      run.commit(to: 2, on: 3, isLeader: false)
    },
    GuaranteeBreak("no offset has two values") { run in
      run.deliverTen()
      run.read(5, offset: 0)
    },
    GuaranteeBreak("what was visible stays visible") { run in
      for end: Int64 in [3, 5, 4] {
        run.happen(
          .partition(
            .offsetListed(
              broker: BrokerID(1), client: NodeID(0), partition: PartitionID(0),
              offset: Offset(end), isEnd: true)))
      }
    },
    GuaranteeBreak("who is in sync has what is committed") { run in
      run.send(0, 5)
      run.append(0, 2, offset: 0, on: [1, 2])
      run.elect(1, epoch: 1, isr: [1, 2])
      run.commit(to: 2)
      run.join([1, 2, 3])
    },
    GuaranteeBreak("nothing fenced changes anything") { run in
      run.send(0, 5)
      run.append(0, 2, offset: 0, on: [1])
      run.elect(2, epoch: 1, isr: [2, 3])
      run.commit(to: 2, on: 1)
    },
    GuaranteeBreak("each leader epoch has one leader") { run in
      run.happen(
        .partition(
          .becameLeader(
            broker: BrokerID(2), partition: PartitionID(0), epoch: .first, logEnd: .zero)))
    },
    GuaranteeBreak("each controller epoch has one controller") { run in
      for broker: Int32 in 1...2 {
        run.happen(
          .cluster(.controllerElected(broker: BrokerID(broker), epoch: ControllerEpoch(5))))
      }
    },
  ]

  private static let records: [GuaranteeBreak] = [
    GuaranteeBreak("no refused record is visible") { run in
      run.send(0, 2)
      run.append(0, 2, offset: 0)
      run.commit(to: 2)
      run.fail(0, isCertain: true)
    },
    GuaranteeBreak("order is kept") { run in
      run.send(0, 2)
      run.append(1, 1, offset: 0)
      run.append(0, 1, offset: 1)
      run.commit(to: 2)
    },
    GuaranteeBreak("order is kept per key") { run in
      _ = run.place.recordStreams.open(
        client: HandMadeRun.web, incarnation: 1, partition: PartitionID(0))
      for record: Int64 in 0..<2 { run.place.recordStreams.note(key: 1, of: record, in: 0) }
      run.send(0, 2)
      run.append(1, 1, offset: 0)
      run.append(0, 1, offset: 1)
      run.commit(to: 2)
    },
    GuaranteeBreak("each key stays in one partition of orders") { run in
      for stream: Int32 in 0...1 {
        _ = run.place.recordStreams.open(
          client: HandMadeRun.web, incarnation: 1, partition: PartitionID(stream))
        run.place.recordStreams.note(key: 7, of: 0, in: stream)
        run.send(0, at: Int64(stream), stream: stream)
      }
    },
  ]

  private static let readers: [GuaranteeBreak] = [
    GuaranteeBreak("exactly once for billing") { run in
      run.deliverTen()
      run.work(0, 10, offset: 0)
      run.work(9, 1, offset: 9, by: HandMadeRun.second)
      run.commitOffset(10)
    },
    GuaranteeBreak("at most once for billing") { run in
      run.deliverTen()
      run.work(0, 10, offset: 0)
      run.work(9, 1, offset: 9, by: HandMadeRun.second)
      run.commitOffset(10)
    },
    GuaranteeBreak("no reader skips or goes back") { run in
      run.deliverTen()
      run.read(0, 3, offset: 0)
      run.read(4, 1, offset: 4)
    },
    GuaranteeBreak("committed offsets never go back") { run in
      run.commitOffset(5)
      run.commitOffset(4)
    },
    GuaranteeBreak("each partition has one owner per generation") { run in
      run.happen(
        .consumer(
          .generationStarted(
            group: HandMadeRun.billing, generation: 1, members: 2, broker: BrokerID(1))))
      for client in [HandMadeRun.audit, HandMadeRun.second] {
        run.happen(
          .consumer(
            .partitionAssigned(
              client: client, group: HandMadeRun.billing, partition: PartitionID(0),
              generation: 1)))
      }
    },
    GuaranteeBreak("nobody processes what another has") { run in
      run.deliverTen()
      run.read(0, 5, offset: 0)
      run.work(0, 3, offset: 0)
      run.read(3, 7, offset: 3, by: HandMadeRun.second)
    },
    GuaranteeBreak("group billing is stable") { run in
      run.happen(
        .consumer(
          .generationStarted(
            group: HandMadeRun.billing, generation: 1, members: 1, broker: BrokerID(1))))
      run.happen(
        .consumer(
          .memberRemoved(
            client: HandMadeRun.audit, group: HandMadeRun.billing, reason: .left,
            broker: BrokerID(1))))
    },
  ]
}
