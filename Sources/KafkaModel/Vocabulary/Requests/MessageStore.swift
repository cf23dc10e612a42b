import Kernel

/// The variable parts of all messages in flight: pools of list nodes, and a slab of cold contents.
///
/// Whoever receives a message owns its parts and gives them back; the world gives back the parts of
/// messages that die on the way. `liveCount` is zero when nothing is in flight, and tests say so.
struct MessageStore: Sendable {
  var produceParts = ListPool<ProducePart>()
  var produceResults = ListPool<ProduceResult>()
  var fetchParts = ListPool<FetchPart>()
  var fetchedParts = ListPool<FetchedPart>()
  var batches = ListPool<RecordBatch>()
  var aborted = ListPool<AbortedTransaction>()
  private var cold = Slab<ColdContent>()

  /// The content of a cold message.
  enum ColdContent: Sendable {
    case metadataRequest(MetadataRequest)
    case metadataResponse(MetadataResponse)
    case initProducerIDRequest(InitProducerIDRequest)
    case initProducerIDResponse(InitProducerIDResponse)
    case leaderAndISRRequest(LeaderAndISRRequest)
    case leaderAndISRResponse(PartitionOutcomes)
    case updateMetadataRequest(UpdateMetadataRequest)
    case updateMetadataResponse(ErrorCode)
    case stopReplicaRequest(StopReplicaRequest)
    case stopReplicaResponse(PartitionOutcomes)
    case alterPartitionRequest(AlterPartitionRequest)
    case alterPartitionResponse(AlterPartitionResponse)
    case controlledShutdownRequest(ControlledShutdownRequest)
    case controlledShutdownResponse(ControlledShutdownResponse)
    case allocateProducerIDsRequest(AllocateProducerIDsRequest)
    case allocateProducerIDsResponse(AllocateProducerIDsResponse)
    case adminRequest(AdminRequest)
    case adminResponse(AdminResponse)
    case findCoordinatorRequest(FindCoordinatorRequest)
    case findCoordinatorResponse(FindCoordinatorResponse)
    case joinGroupRequest(JoinGroupRequest)
    case joinGroupResponse(JoinGroupResponse)
    case syncGroupRequest(SyncGroupRequest)
    case syncGroupResponse(SyncGroupResponse)
    case heartbeatRequest(HeartbeatRequest)
    case heartbeatResponse(ErrorCode)
    case leaveGroupRequest(LeaveGroupRequest)
    case leaveGroupResponse(ErrorCode)
    case offsetCommitRequest(OffsetCommitRequest)
    case offsetCommitResponse(OffsetCommitResponse)
    case offsetFetchRequest(OffsetFetchRequest)
    case offsetFetchResponse(OffsetFetchResponse)
    case zooKeeperRequest(ZooKeeperRequest)
    case zooKeeperResponse(ZooKeeperResponse)

    /// The message kind that announces this content.
    var kind: ColdKind {
      switch self {
      case .metadataRequest: .metadataRequest
      case .metadataResponse: .metadataResponse
      case .initProducerIDRequest: .initProducerIDRequest
      case .initProducerIDResponse: .initProducerIDResponse
      case .leaderAndISRRequest: .leaderAndISRRequest
      case .leaderAndISRResponse: .leaderAndISRResponse
      case .updateMetadataRequest: .updateMetadataRequest
      case .updateMetadataResponse: .updateMetadataResponse
      case .stopReplicaRequest: .stopReplicaRequest
      case .stopReplicaResponse: .stopReplicaResponse
      case .alterPartitionRequest: .alterPartitionRequest
      case .alterPartitionResponse: .alterPartitionResponse
      case .controlledShutdownRequest: .controlledShutdownRequest
      case .controlledShutdownResponse: .controlledShutdownResponse
      case .allocateProducerIDsRequest: .allocateProducerIDsRequest
      case .allocateProducerIDsResponse: .allocateProducerIDsResponse
      case .adminRequest: .adminRequest
      case .adminResponse: .adminResponse
      case .findCoordinatorRequest: .findCoordinatorRequest
      case .findCoordinatorResponse: .findCoordinatorResponse
      case .joinGroupRequest: .joinGroupRequest
      case .joinGroupResponse: .joinGroupResponse
      case .syncGroupRequest: .syncGroupRequest
      case .syncGroupResponse: .syncGroupResponse
      case .heartbeatRequest: .heartbeatRequest
      case .heartbeatResponse: .heartbeatResponse
      case .leaveGroupRequest: .leaveGroupRequest
      case .leaveGroupResponse: .leaveGroupResponse
      case .offsetCommitRequest: .offsetCommitRequest
      case .offsetCommitResponse: .offsetCommitResponse
      case .offsetFetchRequest: .offsetFetchRequest
      case .offsetFetchResponse: .offsetFetchResponse
      case .zooKeeperRequest: .zooKeeperRequest
      case .zooKeeperResponse: .zooKeeperResponse
      }
    }
  }

  /// Says that the store is about to be copied.
  func prepareFork() {
    produceParts.prepareFork()
    produceResults.prepareFork()
    fetchParts.prepareFork()
    fetchedParts.prepareFork()
    batches.prepareFork()
    aborted.prepareFork()
    cold.prepareFork()
  }

  /// Puts a cold content away and returns the message body that stands for it.
  mutating func wrap(_ content: ColdContent) -> Message.Body {
    .cold(content.kind, slot: cold.insert(content))
  }

  /// Takes a cold content out; its slot is free afterwards.
  mutating func take(_ slot: Int32) -> ColdContent { cold.remove(slot) }

  /// Looks at a cold content without taking it.
  func peek(_ slot: Int32) -> ColdContent { cold[slot] }

  /// Gives back everything that a message owns, for messages that nobody will read.
  mutating func free(_ body: Message.Body) {
    switch body {
    case .produce(let request): produceParts.free(request.parts)
    case .produced(let response): produceResults.free(response.results)
    case .fetch(let request): fetchParts.free(request.parts)
    case .fetched(let response): free(response)
    case .cold(_, let slot): _ = cold.remove(slot)
    case .listOffsets, .offsetsListed, .epochEnd, .epochEnded, .zooKeeperPing, .zooKeeperPong: break
    }
  }

  /// Gives back a fetch response with its batches.
  mutating func free(_ response: FetchResponse) {
    var cursor = fetchedParts.first(response.parts)
    while cursor >= 0 {
      batches.free(fetchedParts[cursor].batches)
      aborted.free(fetchedParts[cursor].aborted)
      cursor = fetchedParts.next(cursor)
    }
    fetchedParts.free(response.parts)
    fetchParts.free(response.asked)
  }

  /// How many list nodes and cold contents are in use.
  var liveCount: Int {
    produceParts.count + produceResults.count + fetchParts.count
      + fetchedParts.count + batches.count + aborted.count + cold.count
  }
}
