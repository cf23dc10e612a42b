import KafkaModel
import Kernel
import ScenarioLanguage

/// One look at a body: the measure or guarantee now, compared, in words.
extension Judge {
  func look<Place: Surroundings & ~Copyable>(
    at body: Expectation.Body, _ instant: Instant, in place: inout Place
  ) -> Watch.Sample {
    switch body {
    case .event:
      return .init(
        isTrue: nil, observed: "it did not happen", answer: Answer(.unknown("")), at: instant)
    case .guarantee(let phrase):
      let answer = answer(to: phrase, in: &place)
      return .init(
        isTrue: answer.truth, observed: answer.guaranteeText, answer: answer, at: instant)
    case .comparison(let measure, let comparison, let operand):
      let answer = answer(to: measure, in: &place)
      let text = text(of: answer, in: place)
      guard let truth = compare(answer, comparison, with: operand, in: &place) else {
        return .init(isTrue: nil, observed: text, answer: answer, at: instant)
      }
      return .init(isTrue: truth, observed: text, answer: answer, at: instant)
    }
  }

  /// The answer to a measure now.
  func answer<Place: Surroundings & ~Copyable>(
    to measure: Measure, in place: inout Place
  ) -> Answer {
    switch measure.id {
    case .times:
      let number = measure.event(.event).flatMap { self.place(of: $0) }
      return Answer(.number(number.map { patterns[$0].times } ?? 0))
    case .timeBetween: return timeBetween(measure)
    case .znode:
      let path = measure.name(.znode)?.text ?? ""
      return place.znode(path).map { Answer(.word($0)) }
        ?? Answer(.unknown("there is no znode \(path)"))
    case .requests:
      let number = measure.requestEvent.flatMap { self.place(of: $0) }
      return Answer(.number(number.map { patterns[$0].times } ?? 0))
    case .segments, .bytesOnDisk, .sendTime, .bufferedBytes, .messages, .bytesSent:
      return answerFromFigures(measure, in: &place)
    case .metadataLag: return Answer(.time(metadata.longest(until: now)))
    default:
      let subjects = Subjects(measure, variant, in: &place)
      return Measures(
        ledger: ledger, layout: place.layout, subjects: subjects, phrase: measure,
        streams: place.recordStreams
      ).answer()
    }
  }

  private func timeBetween(_ measure: Measure) -> Answer {
    guard let from = measure.event(.from), let to = measure.event(.to),
      let start = self.place(of: from), let end = self.place(of: to, after: start)
    else { return Answer(.unknown("these events are not watched")) }
    guard let began = patterns[start].first else {
      return Answer(.unknown("'\(from.written)' did not happen"))
    }
    guard let ended = patterns[end].first else {
      return Answer(.unknown("'\(to.written)' did not happen after it"))
    }
    return Answer(.time(ended - began))
  }

  private func answer<Place: Surroundings & ~Copyable>(
    to phrase: Phrase<GuaranteeID>, in place: inout Place
  ) -> Answer {
    if phrase.id == .topicExists {
      let path = "/brokers/topics/\(phrase.name(.topic)?.text ?? "")"
      return Answer(.holds((place.znode(path) != nil) == (phrase.choice(.how) == "exists")))
    }
    if phrase.id == .znodeExists {
      let exists = place.znode(phrase.name(.znode)?.text ?? "") != nil
      return Answer(.holds(exists == (phrase.choice(.how) == "exists")))
    }
    if phrase.id == .znodeContains {
      return Self.answer(to: phrase, about: place.znode(phrase.name(.znode)?.text ?? ""))
    }
    let subjects = Subjects(phrase, variant, in: &place)
    return Guarantees(
      ledger: ledger, layout: place.layout, catalog: place.catalog, streams: place.recordStreams,
      subjects: subjects, phrase: phrase, variant: variant
    ).answer()
  }

  /// Whether a node's text has something in it; of a node that is not there nothing can be said.
  private static func answer(to phrase: Phrase<GuaranteeID>, about text: String?) -> Answer {
    guard let text else {
      return Answer(.unknown("there is no znode \(phrase.name(.znode)?.text ?? "")"))
    }
    let isThere = text.contains(phrase.value(.value)?.text ?? "")
    return Answer(.holds(isThere == (phrase.choice(.how) == "contains")), remark: "it is \(text)")
  }

  // MARK: Comparing

  private func compare<Place: Surroundings & ~Copyable>(
    _ answer: Answer, _ comparison: Comparison, with operand: Operand, in place: inout Place
  ) -> Bool? {
    switch answer.value {
    case .unknown, .holds: return nil
    case .number(let value):
      switch operand {
      case .numbers(let wanted) where wanted.count > 1 || comparison == .is:
        let isThere = wanted.contains(value)
        return comparison == .notEqual || comparison == .isNot ? !isThere : isThere
      case .numbers(let wanted): return wanted.first.map { comparison.holds(value, $0) }
      case .range(let low, let high):
        let isThere = value >= low && value <= high
        return comparison == .notEqual ? !isThere : isThere
      case .none: return comparison.holds(value, 0)
      default: return compareWithMeasure(value, comparison, operand, in: &place)
      }
    case .time(let value):
      if case .time(let wanted) = operand {
        return comparison.holds(value.nanoseconds, wanted.nanoseconds)
      }
      if case .times(let low, let high) = operand {
        let isThere = value.nanoseconds >= low.nanoseconds && value.nanoseconds <= high.nanoseconds
        return comparison == .notEqual ? !isThere : isThere
      }
      return compareWithMeasure(value.nanoseconds, comparison, operand, in: &place)
    case .size(let value):
      if case .size(let wanted) = operand { return comparison.holds(value, wanted.bytes) }
      return compareWithMeasure(value, comparison, operand, in: &place)
    case .node(let node):
      return comparison.isMet(by: nodes(operand, in: &place) == (node.map { [$0] } ?? []))
    case .nodes(let found):
      // An assignment has an order that matters; an ISR is compared as a set.
      guard let wanted = nodes(operand, in: &place) else { return nil }
      return comparison.isMet(by: found.sorted() == wanted.sorted())
    case .word(let text):
      guard case .word(let wanted) = operand else { return nil }
      return comparison.isMet(by: text == wanted.text)
    }
  }

  private func compareWithMeasure<Place: Surroundings & ~Copyable>(
    _ value: Int64, _ comparison: Comparison, _ operand: Operand, in place: inout Place
  ) -> Bool? {
    guard case .measure(let measure) = operand else { return nil }
    switch answer(to: measure, in: &place).value {
    case .number(let other), .size(let other): return comparison.holds(value, other)
    case .time(let other): return comparison.holds(value, other.nanoseconds)
    default: return nil
    }
  }

  /// The nodes that an operand means; bare numbers are brokers.
  private func nodes<Place: Surroundings & ~Copyable>(
    _ operand: Operand, in place: inout Place
  ) -> [NodeID]? {
    switch operand {
    case .none: return []
    case .numbers(let ids):
      let layout = place.layout
      return ids.filter { $0 >= 1 && $0 <= Int64(layout.brokerCount) }
        .map { layout.node(of: BrokerID(Int32($0))) }
    case .nodes(let roles): return place.nodes(roles)
    case .measure(let measure):
      switch answer(to: measure, in: &place).value {
      case .node(let node): return node.map { [$0] } ?? []
      case .nodes(let nodes): return nodes
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: Words

  /// An answer as reports write it.
  func text<Place: Surroundings & ~Copyable>(
    of answer: Answer, in place: borrowing Place
  ) -> String {
    switch answer.value {
    case .number(let value): return String(value)
    case .time(let value): return value.description
    case .size(let value): return "\(value) B"
    case .node(let node):
      guard let node else { return "none" }
      return place.name(of: node)
    case .nodes(let nodes):
      var names: [String] = []
      for node in nodes {
        names.append(place.layout.broker(at: node)?.description ?? place.name(of: node))
      }
      return names.isEmpty ? "none" : names.joined(separator: ", ")
    case .word(let text): return text
    case .holds(let holds): return holds ? "it holds" : "it does not hold"
    case .unknown(let reason): return reason
    }
  }
}

extension Comparison {
  /// Whether two numbers compare so.
  func holds(_ left: Int64, _ right: Int64) -> Bool {
    switch self {
    case .equal, .is: left == right
    case .notEqual, .isNot: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  /// Whether sameness, or its absence, is what was asked for.
  func isMet(by isSame: Bool) -> Bool { self == .isNot || self == .notEqual ? !isSame : isSame }
}

extension Answer {
  /// Whether a guarantee holds; nil when it was not put to the test.
  var truth: Bool? {
    if case .holds(let holds) = value { return holds }
    return nil
  }

  /// A guarantee's outcome in words.
  var guaranteeText: String {
    switch value {
    case .holds(let holds): remark ?? (holds ? "it holds" : "it does not hold")
    case .unknown(let reason): reason
    default: ""
    }
  }
}
