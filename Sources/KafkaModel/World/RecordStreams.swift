import Kernel

/// The registry of record streams: who sends what to which partition.
///
/// A record stream is what one life of one producer sends to one partition, numbered densely over
/// the run, so that a record is named by two integers. Readers (checks, reports) find here whose
/// record it is; machines only open streams and write keys.
public struct RecordStreams: Sendable {
  /// One stream.
  public struct Stream: Sendable {
    /// The producer.
    public var client: ClientID
    /// The producer's incarnation.
    public var incarnation: UInt32
    /// The partition.
    public var partition: PartitionID
    /// The key of each record, where the workload is keyed; empty otherwise. 0 stands for "no key".
    public var keys = ChunkedArray<Int32>()
  }

  /// All streams of the run so far.
  public private(set) var streams: [Stream] = []

  /// No streams yet.
  public init() {}

  /// Opens the next stream.
  mutating func open(client: ClientID, incarnation: UInt32, partition: PartitionID) -> Int32 {
    streams.append(Stream(client: client, incarnation: incarnation, partition: partition))
    return Int32(streams.count - 1)
  }

  /// Notes the key of a stream's record; records before it that nobody gave a key have none.
  mutating func note(key: Int32, of place: Int64, in stream: Int32) {
    while Int64(streams[Int(stream)].keys.count) < place { streams[Int(stream)].keys.append(0) }
    streams[Int(stream)].keys.append(key)
  }

  /// The key of a record, 0 where it has none.
  public func key(of stream: Int32, at place: Int64) -> Int32 {
    guard stream >= 0 else { return 0 }
    let keys = streams[Int(stream)].keys
    return place < Int64(keys.count) ? keys[Int(place)] : 0
  }
}
