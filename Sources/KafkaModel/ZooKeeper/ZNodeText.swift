import Kernel

/// A znode as ZooKeeper's shell would show it.
public struct ZNodeText: Hashable, Sendable {
  /// The path, `/brokers/ids/1`.
  public let path: String
  /// The data: JSON for most nodes, plain text for some, empty for none.
  public let data: String
  /// Its versions, transactions and owner.
  let stat: ZNodeStat

  /// How often the data was changed.
  public var version: Int32 { stat.version }
  /// Whether the node goes with the session that made it.
  public var isEphemeral: Bool { stat.owner != 0 }
}

extension ZooKeeperEnsemble {
  /// Every znode that holds data or was created, with the data as Kafka writes it, in the order of
  /// paths.
  ///
  /// Directories are left out, and so are the empty nodes between a topic and its partitions'
  /// state.
  func dump(_ names: ZNodeNames) -> [ZNodeText] {
    var all: [ZNodeText] = []
    tree.forEachNode { path, node in
      all.append(
        ZNodeText(
          path: names.text(of: path), data: names.text(of: node.data, at: path),
          stat: node.stat))
    }
    return all.sorted { $0.path < $1.path }
  }
}

extension ZNodeNames {
  /// The data of a node, as the release writes it.
  func text(of data: ZNodeData, at path: ZNodePath) -> String {
    switch data {
    case .empty: ""
    case .broker(let broker, let timestamp): registration(of: broker, timestamp)
    case .topic(let assignment): text(of: assignment)
    case .state(let state): text(of: state)
    case .controller(let broker, let timestamp):
      #"{"version":\#(controllerVersion),"brokerid":\#(broker),"timestamp":"\#(timestamp)""#
        + (controllerVersion >= 2 ? #","kraftControllerEpoch":-1}"# : "}")
    case .controllerEpoch(let epoch): "\(epoch)"
    case .partitions(let partitions):
      listing(partitions.map { #"{"topic":\#(quotedTopic($0)),"partition":\#(number($0))}"# })
    case .logDirectoryEvent(let broker): #"{"version":1,"broker":\#(broker),"event":1}"#
    case .reassignment(let assignments):
      listing(
        assignments.map { part in
          #"{"topic":\#(quotedTopic(part.partition)),"partition":\#(number(part.partition)),"#
            + #""replicas":[\#(part.replicas)]}"#
        })
    case .configuration(let entries):
      #"{"version":1,"config":{"#
        + entries.map { "\(quoted($0.name)):\(quoted($0.value))" }.joined(separator: ",") + "}}"
    case .configurationOfTopic(let topic): change(of: "topics", name(topic))
    case .configurationOfBroker(let broker):
      change(of: "brokers", broker == .none ? "<default>" : broker.description)
    case .producerIDs(let first, let last, let broker):
      #"{"version":1,"broker":\#(broker),"block_start":"\#(first)","block_end":"\#(last)"}"#
    case .offset(let offset): "\(offset)"
    case .owner(let member): owner(member, at: path)
    case .text(let text):
      path == .clusterID ? #"{"version":"1","id":\#(quoted(text))}"# : text
    }
  }

  /// The fields in the order in which each payload version comes out of Kafka's encoder.
  private func registration(of broker: BrokerID, _ timestamp: Int64) -> String {
    let host = "broker-\(broker)"
    let port = 9092
    var fields: [String] = []
    if brokerVersion >= 5 { fields.append(#""features":{}"#) }
    if brokerVersion >= 4 {
      fields.append(#""listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"}"#)
    }
    if brokerVersion >= 2 { fields.append(#""endpoints":["PLAINTEXT://\#(host):\#(port)"]"#) }
    fields += [
      #""jmx_port":-1"#, #""port":\#(port)"#, #""host":"\#(host)""#,
      #""version":\#(brokerVersion)"#, #""timestamp":"\#(timestamp)""#,
    ]
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func text(of assignment: TopicAssignment) -> String {
    func replicas(_ list: KeyPath<PartitionAssignment, ReplicaList>, all: Bool) -> String {
      let entries = assignment.partitions.filter { all || !$0[keyPath: list].isEmpty }
      let parts = entries.map { #""\#(number($0.partition))":[\#($0[keyPath: list])]"# }
      return "{" + parts.joined(separator: ",") + "}"
    }
    var fields = [#""version":\#(topicVersion)"#]
    if topicVersion >= 3 { fields.append(#""topic_id":"\#(identity(of: assignment.topic))""#) }
    fields.append(#""partitions":\#(replicas(\.replicas, all: true))"#)
    if topicVersion >= 2 {
      fields.append(#""adding_replicas":\#(replicas(\.adding, all: false))"#)
      fields.append(#""removing_replicas":\#(replicas(\.removing, all: false))"#)
    }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func text(of state: PartitionState) -> String {
    #"{"controller_epoch":\#(state.controllerEpoch),"leader":\#(state.leader),"version":1,"#
      + #""leader_epoch":\#(state.leaderEpoch),"isr":[\#(state.isr)]"#
      + (state.isRecovering ? #","leader_recovery_state":1}"# : "}")
  }

  private func listing(_ parts: [String]) -> String {
    #"{"version":1,"partitions":["# + parts.joined(separator: ",") + "]}"
  }

  private func change(of kind: String, _ name: String) -> String {
    changesNamePaths
      ? #"{"version":2,"entity_path":\#(quoted("\(kind)/\(name)"))}"#
      : #"{"version":1,"entity_type":"\#(kind)","entity_name":\#(quoted(name))}"#
  }

  private func owner(_ member: Int32, at path: ZNodePath) -> String {
    guard case .consumerOwner(let group, _) = path else { return "\(member)" }
    return "\(name(group))_\(member)-0"
  }

  /// A topic's id in Kafka's 22 letters of base 64 (KIP-516); here it is the topic's number plus
  /// one.
  private func identity(of topic: TopicID) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    // 128 bits take 22 letters of six bits; the last letter carries four spare bits.
    var rest = UInt64(topic.value) + 1
    var letters = [alphabet[Int(rest & 3) << 4]]
    rest >>= 2
    for _ in 0..<21 {
      letters.append(alphabet[Int(rest & 63)])
      rest >>= 6
    }
    return String(letters.reversed())
  }

  private func quotedTopic(_ partition: PartitionID) -> String {
    quoted(name(topic(partition)))
  }

  /// A JSON string; control characters are written as numbers.
  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
