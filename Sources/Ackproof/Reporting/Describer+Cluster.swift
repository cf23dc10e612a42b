import KafkaModel
import Kernel

extension Describer {
  func text(_ fact: LogFact) -> String {
    switch fact {
    case .appended(let broker, let partition, let offset, _, let epoch, let records, let byLeader):
      let role = byLeader ? "appends" : "copies"
      return """
        broker \(broker) \(role) \(name(records)) as \(offsets(offset, records.count)) of \
        \(name(partition)), epoch \(epoch)
        """
    case .highWatermarkMoved(let broker, let partition, let from, let to, let onLeader):
      let role = onLeader ? "leader " : ""
      return """
        \(role)broker \(broker) moves the high watermark of \(name(partition)) from \(from) to \(to)
        """
    case .truncated(let broker, let partition, let from, let to, let highWatermark):
      return """
        broker \(broker) truncates \(name(partition)) from \(from) to \(to) (high watermark \
        \(highWatermark))
        """
    case .restartedLog(let broker, let partition, let at):
      return "broker \(broker) drops its log of \(name(partition)) and begins at \(at)"
    case .logStartMoved(let broker, let partition, let from, let to, let reason):
      return """
        broker \(broker) moves the start of \(name(partition)) from \(from) to \(to): \
        \(reason.words)
        """
    case .segmentRolled(let broker, let partition, let at):
      return "broker \(broker) begins a segment of \(name(partition)) at \(at)"
    case .flushed(let broker, let partition, let to):
      return "broker \(broker) has flushed \(name(partition)) up to \(to)"
    case .compactedAway(let broker, let partition, let from, let to):
      let gone = offsets(from, Int32(clamping: to.value - from.value))
      return "broker \(broker) removes \(gone) from \(name(partition))"
    case .compacted(let broker, let partition, let below, let removed):
      return "broker \(broker) compacts \(name(partition)) below \(below): \(removed) removed"
    case .logLoaded(let broker, let partition, let end, let highWatermark, let lost, let isClean):
      let loss = lost == 0 ? "" : ", \(lost) lost"
      return """
        broker \(broker) loads \(name(partition)) up to \(end), high watermark \(highWatermark)\
        \(loss)\(isClean ? "" : ", after an unclean end")
        """
    case .logDirectoryFailed(let broker): return "broker \(broker) loses a log directory"
    }
  }

  func text(_ fact: PartitionFact) -> String {
    switch fact {
    case .leaderElected(let partition, let leader, let epoch, let isr, let election):
      let who = leader == .none ? "nobody" : "broker \(leader)"
      return """
        \(who) is elected leader of \(name(partition)), epoch \(epoch), isr \(isr) \
        (\(election.words))
        """
    case .isrChanged(let partition, let isr, _, let isShrink):
      return "isr of \(name(partition)) \(isShrink ? "shrinks" : "grows") to \(isr)"
    case .isrChangeRefused(let partition, let isr, let error):
      return "isr of \(name(partition)) may not become \(isr): \(error.kafkaName)"
    case .becameLeader(let broker, let partition, let epoch, let logEnd):
      return "broker \(broker) leads \(name(partition)) in epoch \(epoch) from \(logEnd) on"
    case .becameFollower(let broker, let partition, let leader, let epoch):
      return "broker \(broker) follows broker \(leader) for \(name(partition)) in epoch \(epoch)"
    case .assigned(let partition, let replicas, let adding, let removing):
      var moves = adding.isEmpty ? "" : ", adding \(replicas[adding])"
      moves += removing.isEmpty ? "" : ", removing \(replicas[removing])"
      return "\(name(partition)) is assigned to \(replicas)\(moves)"
    case .replicaDeleted(let broker, let partition):
      return "broker \(broker) deletes its replica of \(name(partition))"
    case .refused(let broker, let client, let kind, let partition, let error):
      return """
        broker \(broker) refuses \(name(client))'s \(kind) for \(name(partition)): \
        \(error.kafkaName)
        """
    case .offsetListed(let broker, let client, let partition, let offset, let isEnd):
      return """
        broker \(broker) tells \(name(client)) that \(name(partition)) \
        \(isEnd ? "ends" : "starts") at \(offset)
        """
    }
  }

  func text(_ fact: ClusterFact) -> String {
    switch fact {
    case .controllerElected(let broker, let epoch):
      return "broker \(broker) becomes controller, epoch \(epoch)"
    case .controllerResigned(let broker, let epoch):
      return "broker \(broker) is no longer controller of epoch \(epoch)"
    case .brokerRegistered(let broker, _): return "broker \(broker) is registered"
    case .brokerFailureNoticed(let broker):
      return "the controller notices that broker \(broker) is gone"
    case .brokerStartNoticed(let broker):
      return "the controller notices that broker \(broker) is there"
    case .controlRequestFenced(let broker, let kind, let error):
      return "broker \(broker) rejects a \(kind): \(error.kafkaName)"
    case .controllerWriteFenced(let broker, let epoch):
      return "the write of controller \(broker), epoch \(epoch), is refused"
    case .controllerWriteLate(let broker, let partition, let epoch, _):
      return
        "controller \(broker), epoch \(epoch), registers a leader of \(name(partition)) after its"
        + " successor"
    case .metadataApplied(let broker, let partitions, _):
      return "broker \(broker) learns the metadata of \(count(partitions, "partition"))"
    case .sessionOpened(_, let owner, let timeout):
      return "\(name(owner)) opens a ZooKeeper session of \(timeout)"
    case .sessionExpired(_, let owner): return "the ZooKeeper session of \(name(owner)) expires"
    case .sessionConnection(_, let isConnected):
      return isConnected ? "a session is connected" : "a session has lost its connection"
    case .sessionExpiryLearned: return "it learns that its session has expired"
    case .adminAnswered(let request, let error):
      return "order \(request) of the operator is answered: \(error.kafkaName)"
    }
  }

  func text(_ fact: ProcessFact) -> String {
    switch fact {
    case .processStarted(let node, let incarnation):
      return incarnation == 1 ? "\(name(node)) starts" : "\(name(node)) starts again"
    case .brokerReady(let broker): return "broker \(broker) is ready"
    case .processEnded(let node, let how): return "\(name(node)) \(how.words)"
    case .frozen(let node): return "\(name(node)) freezes"
    case .thawed(let node): return "\(name(node)) wakes"
    case .faultInjected(let fault, let kind, let target):
      return "fault \(fault + 1): \(kind.words) at \(name(target))"
    case .faultBit(let fault): return "fault \(fault + 1) bites"
    }
  }
}

extension LogStartReason {
  /// The reason in words.
  var words: String {
    switch self {
    case .retentionTime: "retention by time"
    case .retentionSize: "retention by size"
    case .recordsDeleted: "records were deleted"
    case .leaderStart: "as on the leader"
    }
  }
}

extension ElectionKind {
  /// The kind in words.
  var words: String {
    switch self {
    case .first: "first"
    case .clean: "clean"
    case .unclean: "unclean"
    case .preferred: "preferred"
    case .controlledShutdown: "controlled shutdown"
    case .reassignment: "reassignment"
    case .none: "offline"
    }
  }
}

extension ProcessEnd {
  /// The end in words.
  var words: String {
    switch self {
    case .crashed: "crashes"
    case .lostPower: "loses power"
    case .stopped: "stops"
    case .halted: "halts"
    }
  }
}

extension FaultKind {
  /// The kind in words, from its name: `dropMessage` is `drop message`.
  var words: String {
    var text = ""
    for character in "\(self)" {
      text += character.isUppercase ? " " + character.lowercased() : String(character)
    }
    return text
  }
}
