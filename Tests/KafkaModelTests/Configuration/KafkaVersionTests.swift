import Testing

@testable import KafkaModel

@Suite("A version text")
struct KafkaVersionTests {
  @Test(
    "means the last release that it fits",
    arguments: [
      ("3.7", "3.7.2"), ("3.7.0", "3.7.0"), ("2.0", "2.0.1"), ("4.0", "4.0.0"),
      ("0.8", "0.8.2.2"), ("0.8.0", "0.8.0"), ("0.8.1", "0.8.1.1"), ("0.8.2", "0.8.2.2"),
      ("0.8.1.0", "0.8.1"), ("0.8.2.0", "0.8.2.0"), ("0.10.2", "0.10.2.2"),
      ("0.10.2.1", "0.10.2.1"),
      ("0.11", "0.11.0.3"), ("0.9", "0.9.0.1"), ("0.9.0.0", "0.9.0.0"), ("3.1", "3.1.2"),
    ])
  func parses(_ text: String, _ release: String) throws {
    #expect(try KafkaVersion.parse(text).description == release)
  }

  @Test(
    "is refused with its reason",
    arguments: [
      ("3", KafkaVersion.ParseProblem.malformed), ("", .malformed), ("3.x", .malformed),
      ("3..7", .malformed), ("3.7.0.0", .malformed), ("1.2.3.4.5", .malformed),
      ("3.-7", .malformed),
      ("99999.1", .malformed), ("3.77", .unknownLine), ("0.7", .unknownLine), ("5.0", .unknownLine),
      ("3.7.9", .unknownRelease(lastOfLine: KafkaVersion(3, 7, 2))),
      ("0.8.2.7", .unknownRelease(lastOfLine: KafkaVersion(0, 8, 2, 2))),
    ])
  func refuses(_ text: String, _ problem: KafkaVersion.ParseProblem) {
    #expect(throws: problem) { try KafkaVersion.parse(text) }
  }

  @Test("that is refused is explained in a sentence")
  func messages() {
    #expect(
      KafkaVersion.message(for: .malformed, in: "three")
        == "a Kafka version is two to four numbers such as 3.7 or 0.8.2.2, not 'three'")
    #expect(
      KafkaVersion.message(for: .unknownLine, in: "3.77")
        == "no Kafka '3.77' is known; the releases go from 0.8.0 to 4.0")
    #expect(
      KafkaVersion.message(for: .unknownRelease(lastOfLine: KafkaVersion(3, 7, 2)), in: "3.7.9")
        == "no Kafka '3.7.9' was released; the last of its line is 3.7.2")
    let old = KafkaVersion(2, 8)
    #expect(
      ClusterMode.kraft.refusal(in: old).map { ClusterMode.kraft.message(for: $0, in: old) }
        == "Kafka 2.8 has no kraft mode; it exists from 3.3 to 4.0")
  }

  @Test("orders by its numbers, not by its letters")
  func ordering() {
    #expect(KafkaVersion(0, 9, 0) < KafkaVersion(0, 10, 0))
    #expect(KafkaVersion(0, 11, 0, 3) < KafkaVersion(1, 0))
    #expect(KafkaVersion(2, 8, 2) < KafkaVersion(3, 0))
    #expect(KafkaVersion(3, 0) < KafkaVersion(3, 0, 1))
  }

  @Test("of a release with KRaft is known and not simulated yet")
  func kraft() {
    #expect(ClusterMode.zookeeper.refusal(in: KafkaVersion(3, 9)) == nil)
    #expect(
      ClusterMode.zookeeper.refusal(in: KafkaVersion(4, 0))
        == .modeDoesNotExist(oldest: KafkaVersion(0, 8, 0), newest: KafkaVersion(3, 9, 1)))
    #expect(
      ClusterMode.kraft.refusal(in: KafkaVersion(2, 8))
        == .modeDoesNotExist(oldest: KafkaVersion(3, 3), newest: KafkaVersion(4, 0)))
    #expect(ClusterMode.kraft.refusal(in: KafkaVersion(3, 7)) == .notSimulatedYet)
  }
}
