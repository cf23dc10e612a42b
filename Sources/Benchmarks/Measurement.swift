import Kernel

/// The median of some repetitions, with their extremes.
struct Measurement {
  let name: String
  let work: Work
  /// Nanoseconds of each repetition, ascending.
  let times: [Int64]
  let peakMemory: Int64

  /// Repetitions per benchmark.
  static let repetitions = 5

  /// Measures a benchmark; nil when two repetitions differ in what they did.
  static func take(_ benchmark: Benchmark) -> Measurement? {
    var times: [Int64] = []
    var first: Work?
    for _ in 0..<repetitions {
      var stopwatch = Stopwatch()
      let work = benchmark.run(&stopwatch)
      if let first, first.digest != work.digest || first.events != work.events { return nil }
      first = work
      times.append(max(1, stopwatch.elapsed))
    }
    guard let first else { return nil }
    return Measurement(
      name: benchmark.name, work: first, times: times.sorted(), peakMemory: Stopwatch.peakMemory())
  }

  var median: Int64 { times[times.count / 2] }
  var least: Int64 { times[0] }
  var greatest: Int64 { times[times.count - 1] }

  /// Tenths of a nanosecond per event.
  func perEvent(_ time: Int64) -> Int64 { time * 10 / Int64(max(1, work.events)) }

  /// Events per second.
  var rate: Int64 { perSecond(Int64(work.events)) }

  /// Simulated milliseconds per second.
  var simulatedRate: Int64? { work.simulated.map { perSecond($0.wholeMilliseconds) } }

  /// Hundredths of seeds per second.
  var seedRate: Int64? { work.seeds.map { perSecond(Int64($0) * 100) } }

  /// Records per second.
  var recordRate: Int64? { work.records.map { perSecond(Int64($0)) } }

  private func perSecond(_ count: Int64) -> Int64 {
    Ratio(1_000_000_000, median).applied(to: count)
  }

  /// One line for people.
  var line: String {
    var text = padded(name, 18) + rightAligned(grouped(Int64(work.events)), 12) + " events"
    text += rightAligned(grouped(rate), 13) + "/s"
    text += rightAligned(tenths(perEvent(median)), 9) + " ns/event"
    text += " (\(tenths(perEvent(least))) to \(tenths(perEvent(greatest))))"
    if let simulatedRate { text += ", \(grouped(simulatedRate / 1000)) simulated s/s" }
    if let seedRate { text += ", \(seedRate / 100).\(twoDigits(seedRate % 100)) seeds/s" }
    if let recordRate { text += ", \(grouped(recordRate)) records/s" }
    for delay in work.delays { text += ", \(delay.name) \(delay.length)" }
    return text + ", \(peakMemory >> 20) MiB, \(work.digest)"
  }

  /// One object for programs; version 1 of this contract.
  var json: String {
    var fields = [
      "\"version\":1", "\"name\":\"\(name)\"", "\"events\":\(work.events)",
      "\"medianNanoseconds\":\(median)", "\"leastNanoseconds\":\(least)",
      "\"greatestNanoseconds\":\(greatest)", "\"eventsPerSecond\":\(rate)",
      "\"nanosecondsPerEvent\":\(tenths(perEvent(median)))",
    ]
    if let simulatedRate { fields.append("\"simulatedMillisecondsPerSecond\":\(simulatedRate)") }
    if let seedRate { fields.append("\"hundredthsOfSeedsPerSecond\":\(seedRate)") }
    if let recordRate { fields.append("\"recordsPerSecond\":\(recordRate)") }
    for delay in work.delays {
      fields.append("\"\(delay.name)Nanoseconds\":\(delay.length.nanoseconds)")
    }
    fields.append("\"peakBytes\":\(peakMemory)")
    fields.append("\"digest\":\"\(work.digest)\"")
    return "{" + fields.joined(separator: ",") + "}"
  }
}

private func tenths(_ value: Int64) -> String { "\(value / 10).\(value % 10)" }

private func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

private func rightAligned(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// Digits in groups of three, parted by spaces.
private func grouped(_ value: Int64) -> String {
  var result = ""
  for (place, digit) in String(value).reversed().enumerated() {
    if place > 0 && place % 3 == 0 { result = " " + result }
    result = String(digit) + result
  }
  return result
}
