import Testing

@testable import Ackproof

@Suite("A properties file by itself")
struct PropertiesCheckTests {
  private func check(_ text: String, version: String? = nil) -> PropertiesCheck {
    PropertiesCheck(file: "my/x.properties", bytes: Array(text.utf8), version: version)
  }

  @Test("is its owner's whose keys it has, and tells what it sets")
  func guessed() {
    let broker = check("broker.id=1\nmin.insync.replicas=2\nlisteners=PLAINTEXT://:9092\n")
    #expect(broker.scope == .broker)
    #expect(
      broker.lines == [
        "broker.id = 1                  my/x.properties:1",
        "listeners = PLAINTEXT://:9092  my/x.properties:3, no effect here",
        "min.insync.replicas = 2        my/x.properties:2",
      ])
    #expect(check("acks=all\nretries=5\n").scope == .producer)
    let consumer = check("group.id=a\nauto.offset.reset=earliest\n")
    #expect(consumer.scope == .consumer && consumer.problems == [])
    #expect(check("auto.offset.reset=earliest\n").problems == [])
  }

  @Test("is refused at its own lines, by the release's rules")
  func refused() {
    #expect(
      check("broker.id=1\nmin.insync.replicas=two\nnum.partition=3\n").problems == [
        "my/x.properties:2: error: Invalid value two for configuration min.insync.replicas: "
          + "Not a number of type INT",
        "my/x.properties:3: error: unknown property 'num.partition'; "
          + "did you mean 'num.partitions'?",
      ])
    // In the order of the file, whatever Kafka finds first.
    #expect(
      check("acks=1\nenable.idempotence=true\nretries=0\nlinger.mss=5\n").problems.map {
        $0.split(separator: " ")[0]
      } == ["my/x.properties:1:", "my/x.properties:3:", "my/x.properties:4:"])
    #expect(check("acks=all\n", version: "0.9").problems == [])
    #expect(
      check("enable.idempotence=true\nacks=1\n").problems == [
        "my/x.properties:2: error: Must set acks to all in order to use the idempotent producer."
      ])
  }
}
