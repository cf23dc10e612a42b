import Kernel

/// What travels on a connection: one Kafka or ZooKeeper request or response.
///
/// Plain old data, so that queues, links and forks move bytes and count no references. Lists of a
/// hot message live in the pools of `MessageStore`; a cold message (metadata, control requests,
/// groups, ZooKeeper) keeps its arrays in the store's slab and travels as a slot number.
struct Message: Sendable {
  /// Ties a response to its request, per connection (the protocol's correlation id).
  var correlation: Int32 = 0
  /// The history event that led to this message, for chains of causes.
  var cause: HistoryNumber = .none
  /// What it says.
  var body: Body

  /// Every kind of message; the payload holds exactly that kind's fields.
  enum Body: Sendable {
    case produce(ProduceRequest)
    case produced(ProduceResponse)
    case fetch(FetchRequest)
    case fetched(FetchResponse)
    case listOffsets(ListOffsetsRequest)
    case offsetsListed(ListOffsetsResponse)
    case epochEnd(EpochEndRequest)
    case epochEnded(EpochEndResponse)
    case zooKeeperPing
    case zooKeeperPong
    case cold(ColdKind, slot: Int32)
  }

  init(_ body: Body, correlation: Int32 = 0) {
    self.body = body
    self.correlation = correlation
  }
}

/// The name of a message's kind, for filters, traces and statistics; cold kinds keep theirs beside
/// the slot.
public enum MessageKind: UInt8, Sendable, CaseIterable {
  case produceRequest, produceResponse, fetchRequest, fetchResponse
  case listOffsetsRequest, listOffsetsResponse, epochEndRequest, epochEndResponse
  case metadataRequest, metadataResponse
  case initProducerIDRequest, initProducerIDResponse
  case leaderAndISRRequest, leaderAndISRResponse
  case updateMetadataRequest, updateMetadataResponse
  case stopReplicaRequest, stopReplicaResponse
  case alterPartitionRequest, alterPartitionResponse
  case controlledShutdownRequest, controlledShutdownResponse
  case allocateProducerIDsRequest, allocateProducerIDsResponse
  case adminRequest, adminResponse
  case findCoordinatorRequest, findCoordinatorResponse
  case joinGroupRequest, joinGroupResponse
  case syncGroupRequest, syncGroupResponse
  case heartbeatRequest, heartbeatResponse
  case leaveGroupRequest, leaveGroupResponse
  case offsetCommitRequest, offsetCommitResponse
  case offsetFetchRequest, offsetFetchResponse
  case zooKeeperRequest, zooKeeperResponse, zooKeeperPing, zooKeeperPong
}

/// The kinds of message that keep their content in the store's slab.
typealias ColdKind = MessageKind

extension Message {
  /// The kind, without looking into the store.
  var kind: MessageKind {
    switch body {
    case .produce: .produceRequest
    case .produced: .produceResponse
    case .fetch: .fetchRequest
    case .fetched: .fetchResponse
    case .listOffsets: .listOffsetsRequest
    case .offsetsListed: .listOffsetsResponse
    case .epochEnd: .epochEndRequest
    case .epochEnded: .epochEndResponse
    case .zooKeeperPing: .zooKeeperPing
    case .zooKeeperPong: .zooKeeperPong
    case .cold(let kind, _): kind
    }
  }
}

extension MessageKind {
  /// Whether it travels from the side that opened the connection; answers and watches come back.
  public var isRequest: Bool {
    switch self {
    case .produceRequest, .fetchRequest, .listOffsetsRequest, .epochEndRequest, .metadataRequest,
      .initProducerIDRequest, .leaderAndISRRequest, .updateMetadataRequest, .stopReplicaRequest,
      .alterPartitionRequest, .controlledShutdownRequest, .allocateProducerIDsRequest,
      .adminRequest, .findCoordinatorRequest, .joinGroupRequest, .syncGroupRequest,
      .heartbeatRequest, .leaveGroupRequest, .offsetCommitRequest, .offsetFetchRequest,
      .zooKeeperRequest, .zooKeeperPing:
      return true
    case .produceResponse, .fetchResponse, .listOffsetsResponse, .epochEndResponse,
      .metadataResponse, .initProducerIDResponse, .leaderAndISRResponse, .updateMetadataResponse,
      .stopReplicaResponse, .alterPartitionResponse, .controlledShutdownResponse,
      .allocateProducerIDsResponse, .adminResponse, .findCoordinatorResponse, .joinGroupResponse,
      .syncGroupResponse, .heartbeatResponse, .leaveGroupResponse, .offsetCommitResponse,
      .offsetFetchResponse, .zooKeeperResponse, .zooKeeperPong:
      return false
    }
  }
}
