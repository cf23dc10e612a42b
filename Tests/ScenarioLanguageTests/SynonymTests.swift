import Testing

@testable import ScenarioLanguage

@Suite("Words of other tools")
struct SynonymTests {
  @Test("are none of ours, and lead to words that are")
  func leading() {
    let faults = Vocabulary.faults.firstWords
    for (words, ours) in Synonyms.faults {
      #expect(words.allSatisfy { !faults.contains($0) }, "\(words)")
      #expect(faults.contains(String(ours.split(separator: " ")[0])), "\(ours)")
    }
    let lines = [
      ("topic setting", Vocabulary.topicLines.firstWords),
      ("producer setting", Vocabulary.producerLines.firstWords),
      ("consumer setting", Vocabulary.consumerLines.firstWords),
      ("network setting", Vocabulary.networkLines.firstWords),
    ]
    for (noun, words, ours) in Synonyms.settings {
      let known = lines.first { $0.0 == noun }?.1 ?? []
      #expect(words.allSatisfy { !known.contains($0) }, "\(words)")
      let isOurs = known.contains(String(ours.split(separator: " ")[0]))
      #expect(isOurs || ours.hasSuffix("= …"), "\(ours)")
    }
  }

  @Test("that begin an expectation are not understood, and ours are")
  func expecting() {
    for (spellings, ours) in Synonyms.expectations {
      let sentence = "ackproof 1\nbrokers 3\ntopic orders\nexpect \(ours)\n"
      let isWhole = ScenarioReader.read(file: "x", bytes: Array(sentence.utf8)).isSound
      #expect(isWhole || !Glossary.rows(about: ours).isEmpty, "\(ours)")
      for theirs in spellings {
        let text = "ackproof 1\nbrokers 3\ntopic orders\nexpect \(theirs)\n"
        let problems = ScenarioReader.read(file: "x", bytes: Array(text.utf8)).problems
        #expect(problems.map(\.message) == ["'\(theirs)' is written '\(ours)' here"])
      }
    }
  }

  @Test("are told to whoever asks what they mean")
  func asked() {
    #expect(Synonyms.any("Partition") == "cut")
    #expect(Synonyms.any("reboot") == "restart")
    #expect(Synonyms.any("eventually") == "sometimes")
    #expect(Synonyms.any("crash") == nil)
  }

  @Test(
    "how often, in which seeds and in which runs is explained",
    arguments: ["always", "never", "sometimes", "in some seed", "where"])
  func quantities(_ word: String) {
    let row = Glossary.rows(about: word).first { $0.usage.hasPrefix(word) }
    #expect(row?.help.last == ".")
    let text = "ackproof 1\nbrokers 3\ntopic orders\nvary acks: 1, all\n\(row?.example ?? "")\n"
    #expect(ScenarioReader.read(file: "x", bytes: Array(text.utf8)).problems.map(\.message) == [])
  }
}
