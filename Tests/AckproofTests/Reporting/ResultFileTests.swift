import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("A result is read back, to repeat its runs")
struct ResultFileTests {
  @Test("with the scenario, its values, seeds and digests")
  func readBack() async throws {
    let plan = try StoryTests.plan()
    let report = await ScenarioRunner(plan, seeds: [1, 2]).run()
    let text = JSONReport.document([report], refused: [], status: report.status).written
    let result = try #require(ResultFile.read(Array(text.utf8)))
    #expect(result.tool == "0.1.0")
    #expect(result.scenarios.map(\.file) == ["lossy.scenario"])
    #expect(result.scenarios[0].kafka == "3.7.2")
    #expect(
      result.scenarios[0].runs.map { "\($0.values) \($0.seed)" } == [
        #"["acks of web = 1"] 1"#, #"["acks of web = 1"] 2"#, #"["acks of web = all"] 1"#,
        #"["acks of web = all"] 2"#,
      ])
    #expect(
      result.scenarios[0].runs.map(\.digest)
        == report.variants.flatMap { $0.seeds.map(\.digest) })
    #expect(Divergence.explaining(result.scenarios[0], tool: "0.1.0", plan) == .digest)
  }

  @Test(
    "and a difference is put down to the scenario, the version, or the digest",
    arguments: [
      // A comment and spaces say nothing.
      ("at 800ms  crash leader of orders-0", "at 800ms crash leader of orders-0 # now", "digest"),
      ("at 800ms  crash leader of orders-0", "at 801ms  crash leader of orders-0", "scenario"),
      ("kafka 3.7 zookeeper", "kafka 3.6 zookeeper", "version"),
    ])
  func divergence(_ old: String, _ new: String, _ expected: String) async throws {
    let plan = try StoryTests.plan()
    let recorded = ResultFile.RecordedScenario(
      file: "lossy.scenario", fingerprint: plan.fingerprint, kafka: "3.7.2", runs: [])
    let changed = try compile(StoryTests.lossy.replacing(old, with: new)).get()
    let found = Divergence.explaining(recorded, tool: "0.1.0", changed)
    #expect("the \(expected) differs" == found.words.prefix("the \(expected) differs".count))
    #expect(
      Divergence.explaining(recorded, tool: "0.0.9", plan)
        == .version(was: "ackproof 0.0.9", is: "ackproof 0.1.0"))
  }

  @Test("property files count as the scenario")
  func includes() throws {
    let text = """
      ackproof 1
      topic orders
      producer web
        properties web.properties
        send 10 records to orders
      expect no duplicates

      """
    let one = try compile(text, files: [("web.properties", "acks=1\nretries=0")]).get()
    let same = try compile(text, files: [("web.properties", "# hm\nacks = 1\nretries:0\n")]).get()
    let other = try compile(text, files: [("web.properties", "acks=1\nretries=1\n")]).get()
    #expect(one.fingerprint == same.fingerprint)
    #expect(one.fingerprint != other.fingerprint)
  }

  @Test(
    "and what is no JSON, or no result, is refused",
    arguments: [
      "", "{", "[1,]", "{\"schema\":\"ackproof.report\"", "{\"a\":1.5}", "{\"schema\":\"other\"}",
      "{\"schema\":\"ackproof.report\"} x", "{\"schema\":\"\\u12\"}", "\"\\ud800\"",
      String(repeating: "[", count: 100_000),
    ])
  func refused(_ text: String) {
    #expect(ResultFile.read(Array(text.utf8)) == nil)
  }

  @Test("text comes back as it was written")
  func text() {
    let text = "a\"b\\c\nd\te\u{1}<é🎈"
    let written = JSONText.object([("k", .list([.text(text), .number(-7), .null]))]).written
    let read = JSONReader.read(Array(written.utf8))
    #expect(read?["k"]?.asList.first?.asText == text)
    #expect(read?.written == written)
  }
}
