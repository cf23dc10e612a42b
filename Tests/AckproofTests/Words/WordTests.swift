import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

/// Each word of the language is seen to hold, to be violated and to be undetermined; a word that a
/// table here lacks fails.
@Suite("Every word of the language has its three verdicts")
struct WordTests {
  /// Judges expectations about one setting, with seed 1.
  private func judged(_ setting: String, _ expectations: [String]) throws -> Judgement {
    var text = setting
    for expectation in expectations { text += "expect \(expectation)\n" }
    switch compile(text) {
    case .success(let plan): return Conductor(variant: plan.variants[0], seed: 1).run().judgement
    case .failure(let failure):
      Issue.record("\(failure.rendered)")
      throw failure
    }
  }

  /// What never happens in any of these runs.
  private static let neverEvent = "web sends record 100000"
  private static let never = "when \(neverEvent)"

  // MARK: Faults

  @Test("a fault makes a difference that can be expected", arguments: FaultWord.all)
  func fault(_ word: FaultWord) throws {
    let setting = FaultWord.setting + word.lines.joined(separator: "\n") + "\n\(word.length)\n"
    let judgement = try judged(setting, [word.held, word.violated])
    let found = judgement.results.map { "\($0.verdict): \($0.observed)" }
    #expect(judgement.results.map(\.verdict) == [.holds, .violated], "\(found)")
    #expect(judgement.floors == [])
  }

  @Test("a fault whose instant never comes leaves a run undetermined", arguments: FaultWord.all)
  func noFault(_ word: FaultWord) throws {
    let lines = word.lines.map { line -> String in
      if line.hasPrefix("on the 3rd") { return line.replacing("3rd", with: "100000th") }
      return "\(Self.never)  \(line.split(separator: " ").dropFirst(2).joined(separator: " "))"
    }
    let setting = FaultWord.setting + lines.joined(separator: "\n") + "\nrun for 4s\n"
    let judgement = try judged(setting, ["no acknowledged record is lost"])
    #expect(judgement.results.map(\.verdict) == [.holds])
    #expect(judgement.floors == ["no line of the timeline touched anything"])
    #expect(judgement.verdict == .undetermined)
  }

  @Test("no fault of the table is left out")
  func everyFault() throws {
    let missing = Set(FaultID.allCases).subtracting(FaultWord.all.map(\.id))
      .subtracting(Unsupported.faults)
    #expect(missing.map(\.rawValue).sorted() == [])
    for word in FaultWord.all {
      let plan = try compile(
        FaultWord.setting + word.lines.joined(separator: "\n") + "\nexpect nothing is sent\n"
      ).get()
      let used = plan.variants[0].timeline.map(\.line.action.id)
      #expect(used.contains(word.id), "\(word.id) is not in its own lines")
    }
  }

  // MARK: Measures

  @Test("every measure tells what it should, is contradicted, and waits for what never comes")
  func measures() throws {
    let rows = MeasureWords.rows
    let expectations = rows.flatMap { row in
      let contrary = MeasureWords.contrary(of: row.comparison)
      let held = "\(row.measure) \(row.comparison) \(row.operand)"
      return [held, "\(row.measure) \(contrary) \(row.operand)", "\(held) \(Self.never)"]
    }
    let results = try judged(MeasureWords.setting, expectations).results
    for (place, row) in rows.enumerated() {
      let three = results[(3 * place)..<(3 * place + 3)].map(\.verdict)
      let observed = results[3 * place].observed
      #expect(three == [.holds, .violated, .undetermined], "\(row.measure): \(observed)")
    }
  }

  @Test("no measure of the table is left out")
  func everyMeasure() throws {
    let text = MeasureWords.rows.map { "expect \($0.measure) \($0.comparison) \($0.operand)\n" }
    let plan = try compile(MeasureWords.setting + text.joined()).get()
    let used = plan.variants[0].expectations.compactMap { planned -> MeasureID? in
      if case .comparison(let measure, _, _) = planned.expectation.body { measure.id } else { nil }
    }
    let missing = Set(MeasureID.allCases).subtracting(used).subtracting(Unsupported.measures)
    #expect(missing.map(\.rawValue).sorted() == [])
  }

  // MARK: Guarantees

  @Test("guarantees hold, are violated, and wait", arguments: GuaranteeRun.all.indices)
  func guarantees(_ number: Int) throws {
    let run = GuaranteeRun.all[number]
    let all = run.held + run.violated
    let results = try judged(run.setting, all + all.map { "\($0) \(Self.never)" }).results
    for (place, guarantee) in all.enumerated() {
      let wanted: Verdict = place < run.held.count ? .holds : .violated
      let observed = results[place].observed
      #expect(results[place].verdict == wanted, "\(guarantee): \(observed)")
      #expect(results[all.count + place].verdict == .undetermined, "\(guarantee)")
    }
  }

  @Test("guarantees that only a bug breaks are broken by hand")
  func breaks() throws {
    for one in GuaranteeBreak.all {
      var run = try HandMadeRun(one.guarantee)
      one.steps(&run)
      #expect(run.verdict() == .violated, "\(one.guarantee)")
    }
  }

  @Test("no guarantee of the table is left out, neither held nor violated")
  func everyGuarantee() throws {
    let held = GuaranteeRun.all.flatMap(\.held)
    let violated = GuaranteeRun.all.flatMap(\.violated) + GuaranteeBreak.all.map(\.guarantee)
    for texts in [held, violated] {
      let used = try texts.map { try Self.guarantee(of: $0) }
      let missing = Set(GuaranteeID.allCases).subtracting(used)
        .subtracting(Unsupported.guarantees)
      #expect(missing.map(\.rawValue).sorted() == [])
    }
  }

  private static func guarantee(of text: String) throws -> GuaranteeID {
    let frame = HandMadeRun.frame + "topic late\nexpect \(text)\n"
    let plan = try compile(frame.replacing("consumer audit", with: "consumer worker")).get()
    guard case .guarantee(let phrase) = plan.variants[0].expectations[0].expectation.body else {
      throw Compiler.Failure(problems: [], source: nil, file: text)
    }
    return phrase.id
  }

  // MARK: Events

  @Test("events happen, are denied, and are waited for in vain", arguments: EventRun.all.indices)
  func events(_ number: Int) throws {
    let run = EventRun.all[number]
    let expectations = run.events.flatMap { event in
      [
        "sometimes \(event)", "never \(event)",
        "sometimes \(event) within 1s of \(Self.neverEvent)",
      ]
    }
    let results = try judged(run.setting, expectations).results
    for (place, event) in run.events.enumerated() {
      let three = results[(3 * place)..<(3 * place + 3)].map(\.verdict)
      #expect(three == [.holds, .violated, .undetermined], "\(event)")
    }
  }

  @Test("what has not happened is no event of the history")
  func noEvent() throws {
    let events = EventRun.all.flatMap(\.events).filter { !$0.contains("@first") && $0 != "heal" }
    let results = try judged(EventRun.calm, events.map { "sometimes \($0)" }).results
    #expect(results.filter { $0.verdict != .violated }.map(\.line) == [])
  }

  @Test("no event of the table is left out")
  func everyEvent() throws {
    var used: Set<EventID> = []
    for run in EventRun.all {
      let text = run.setting + run.events.map { "expect sometimes \($0)\n" }.joined()
      for planned in try compile(text).get().variants[0].expectations {
        if case .event(let event) = planned.expectation.body { used.insert(event.id) }
      }
    }
    let missing = Set(EventID.allCases).subtracting(used).subtracting(Unsupported.events)
    #expect(missing.map(\.rawValue).sorted() == [])
  }

  // MARK: Scopes

  @Test("no scope and no modality is left out, with any verdict")
  func everyScope() throws {
    var windows: Set<String> = []
    var modalities: Set<String> = []
    for (text, verdict) in WindowTests.table {
      let plan = try compile(HandMadeRun.frame + "expect \(text)\n").get()
      let expectation = plan.variants[0].expectations[0].expectation
      if let window = expectation.window { windows.insert("\(window.id) \(verdict)") }
      modalities.insert("\(expectation.modality) \(verdict)")
    }
    let verdicts: [Verdict] = [.holds, .violated, .undetermined]
    let wanted = WindowID.allCases.flatMap { id in verdicts.map { "\(id) \($0)" } }
    #expect(Set(wanted).subtracting(windows).sorted() == [])
    let forms = ["once", "always", "never", "sometimes"].flatMap { form in
      verdicts.map { "\(form) \($0)" }
    }
    #expect(Set(forms).subtracting(modalities).sorted() == [])
  }
}
