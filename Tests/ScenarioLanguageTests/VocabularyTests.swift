import Testing

@testable import ScenarioLanguage

/// One row of any table, as the tests see it.
struct AnyForm: CustomTestStringConvertible, Sendable {
  var name: String
  var example: String
  var help: String
  /// Parses the example and prints what was understood; nil when the row itself did not understand
  /// it.
  var echo: @Sendable () -> String?
  var testDescription: String { name }

  static func rows<ID: FormID>(_ table: FormTable<ID>) -> [AnyForm] {
    table.forms.map { form in
      AnyForm(name: "\(table.noun) \(form.id.rawValue)", example: form.example, help: form.help) {
        let lines = ["topic orders", "producer web", "producer copier"].enumerated().map {
          Line(number: $0 + 1, bytes: Array($1.utf8)[...])
        }
        let more = ["consumer worker", "consumer audit"].map {
          Line(number: 1, bytes: Array($0.utf8)[...])
        }
        let line = Line(number: 1, bytes: Array(form.example.utf8)[...])
        var parser = PhraseParser(
          Lexer.tokens(of: line).tokens, names: Names(lines: lines + more), end: line.place)
        guard let phrase = parser.phrase(table), phrase.id == form.id, parser.isAtEnd else {
          return nil
        }
        return PhrasePrinter.text(of: phrase, in: table)
      }
    }
  }

  static let all: [AnyForm] =
    rows(Vocabulary.roles) + rows(Vocabulary.links) + rows(Vocabulary.messages)
    + rows(Vocabulary.subjects) + rows(Vocabulary.faults) + rows(Vocabulary.events)
    + rows(Vocabulary.measures) + rows(Vocabulary.guarantees) + rows(Vocabulary.windows)
    + rows(Vocabulary.topicLines) + rows(Vocabulary.brokerLines)
    + rows(Vocabulary.zooKeeperLines) + rows(Vocabulary.networkLines)
    + rows(Vocabulary.producerLines) + rows(Vocabulary.consumerLines) + rows(Vocabulary.weather)
}

@Suite("Every row of every table")
struct VocabularyTests {
  @Test("understands its own example and prints it unchanged", arguments: AnyForm.all)
  func example(_ form: AnyForm) {
    #expect(form.echo() == form.example)
  }

  @Test(
    "of a send's clauses ends the list of topics before it",
    arguments: [
      "one every 5ms", "all at once", "in bursts of 5 every 1s", "keyed", "with key k",
      "without keys", "sized 1KiB", "compressed to 50%", "partitioned by key length",
      "with timestamps off by +1s", "deleting 1 in 5", "waiting for each", "flushing each time",
      "in transactions of 5", "aborting 1 in 5", "from 1s", "for 5s", "until 9s",
    ])
  func clause(_ clause: String) {
    let text = """
      ackproof 1
      topic orders
      producer web
        send 5 records to orders, \(clause)
      expect records sent > 0

      """
    #expect(ScenarioReader.read(file: "x", bytes: Array(text.utf8)).problems.map(\.message) == [])
  }

  @Test("says what it means in one sentence", arguments: AnyForm.all)
  func help(_ form: AnyForm) {
    #expect(form.help.last == ".")
    #expect(form.help.count <= 100)
    #expect(form.help.first?.isLowercase == false)
  }

  @Test("stands in its table once for each identity")
  func complete() {
    func check<ID: FormID>(_ table: FormTable<ID>) {
      #expect(table.forms.map(\.id.rawValue).sorted() == ID.allCases.map(\.rawValue).sorted())
    }
    check(Vocabulary.roles)
    check(Vocabulary.links)
    check(Vocabulary.subjects)
    check(Vocabulary.faults)
    check(Vocabulary.events)
    check(Vocabulary.measures)
    check(Vocabulary.guarantees)
    check(Vocabulary.windows)
    check(Vocabulary.topicLines)
    check(Vocabulary.brokerLines)
    check(Vocabulary.networkLines)
    check(Vocabulary.producerLines)
    check(Vocabulary.consumerLines)
    check(Vocabulary.weather)
  }
}
