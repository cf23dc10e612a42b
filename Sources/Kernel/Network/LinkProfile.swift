/// How one direction of the network behaves when it is not cut.
@frozen public struct LinkProfile: Equatable, Sendable {
  /// The time that a message's last byte is on its way.
  public let latency: Distribution
  /// Bytes per second that one connection carries in this direction; zero means that bytes take no
  /// time.
  public let bandwidth: Int64
  /// The part of all messages that meets a lost packet, and so waits for its retransmission.
  public let loss: Ratio
  /// Nanoseconds per byte in units of 2^-20, so that sending multiplies instead of dividing.
  @usableFromInline let byteCost: UInt64

  /// A profile of its three figures.
  public init(latency: Distribution, bandwidth: Int64 = 0, loss: Ratio = .zero) {
    invariant(bandwidth >= 0, "a bandwidth of \(bandwidth) bytes per second is below 0")
    self.latency = latency
    self.bandwidth = bandwidth
    self.loss = loss
    byteCost = bandwidth == 0 ? 0 : (1_000_000_000 << 20) / UInt64(bandwidth)
  }

  /// A quiet data centre: 200 us and an exponential tail of 50 us on average, 1 GB a second, no
  /// loss.
  public static var dataCentre: LinkProfile {
    LinkProfile(
      latency: .exponential(base: .microseconds(200), mean: .microseconds(50)),
      bandwidth: 1_000_000_000)
  }

  /// From a process to another on its own machine, or to itself.
  public static var loopback: LinkProfile {
    LinkProfile(latency: .constant(.microseconds(20)))
  }

  /// How long a connection is busy with so many bytes.
  @inlinable func transmission(of bytes: Int64) -> Duration {
    if byteCost == 0 { return .zero }
    let product = byteCost.multipliedFullWidth(by: bytes.magnitude)
    return Duration(nanoseconds: Int64(clamping: product.high << 44 | product.low >> 20))
  }
}

/// The figures of the simulated kernel's TCP, with the defaults of Linux.
@frozen public struct NetworkSettings: Equatable, Sendable {
  /// The first retransmission comes this long after a loss, and every further one after twice as
  /// long.
  public var retransmissionFirst: Duration = .milliseconds(200)
  /// The longest wait between two retransmissions.
  public var retransmissionMax: Duration = .seconds(120)
  /// A connection whose bytes have been retransmitted for so long in vain breaks.
  public var giveUp: Duration = .minutes(15)
  /// The first repetition of a connection request comes after this, and every further one after
  /// twice as long.
  public var connectRetryFirst: Duration = .seconds(1)
  /// A connection request is repeated so many times (Linux: `tcp_syn_retries`).
  public var connectRetries: Int64 = 6
  /// Bytes that the kernel of a frozen process accepts on its behalf.
  public var receiveBuffer: Int64 = 6_291_456

  /// The defaults of Linux.
  public init() {}
}
