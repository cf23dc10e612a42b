import Testing

@testable import Ackproof

@Suite("A property that is written with a unit")
struct UnitHintTests {
  @Test("is refused as Kafka refuses it, and told as a bare number")
  func told() {
    let text = """
      ackproof 1
      brokers 1
      topic orders
        retention.ms = 10s
        segment.bytes = 16KiB
        retention.bytes = lots
      expect replicas agree

      """
    guard case .failure(let failure) = compile(text) else {
      Issue.record("it was compiled")
      return
    }
    #expect(
      failure.rendered.contains("Not a number of type LONG; it is counted in milliseconds: 10000\n")
    )
    #expect(failure.rendered.contains("Not a number of type INT; it is counted in bytes: 16384\n"))
    #expect(failure.rendered.contains("retention.bytes: Not a number of type LONG\n"))
  }

  @Test("keeps Kafka's sentence alone where the unit does not come out even")
  func uneven() {
    #expect(
      UnitHint.text(for: "log.retention.hours", value: "36h") == "; it is counted in hours: 36")
    #expect(UnitHint.text(for: "log.retention.hours", value: "90m") == "")
    #expect(UnitHint.text(for: "acks", value: "10s") == "")
  }
}
