extension Message {
  /// The bytes it takes on the wire, roughly for cold messages, which no bandwidth decides over.
  var byteCount: Int64 {
    switch body {
    case .produce(let request): 80 + Int64(request.byteCount)
    case .produced(let response): 40 + 40 * Int64(response.results.count)
    // An incremental fetch names only partitions that changed (KIP-227).
    case .fetch: 120
    case .fetched(let response):
      60 + 50 * Int64(response.parts.count) + Int64(response.byteCount)
    case .listOffsets, .offsetsListed, .epochEnd, .epochEnded: 80
    case .zooKeeperPing, .zooKeeperPong: 20
    case .cold: 500
    }
  }
}
