import Testing

@testable import ScenarioLanguage

@Suite("The usage of a construct")
struct UsageTests {
  @Test("reads like the line that it stands for")
  func readable() {
    #expect(Vocabulary.faults[.cut].usage == "cut {nodes} from {nodes} [for {time or range}]")
    #expect(
      Vocabulary.events[.isrShrinks].usage == "isr of {partition} shrinks [to {broker ids}]")
    #expect(
      Vocabulary.weather[.lose].usage == "lose {percent} of packets")
    #expect(
      Vocabulary.topicLines[.assignment].usage == "assignment {number}: {broker ids}")
    #expect(
      Vocabulary.consumerLines[.commitEvery].usage
        == "commit every {time} [asynchronously]")
  }
}
