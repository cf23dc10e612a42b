import Kernel
import Testing

@testable import Ackproof

@Suite("Sets of records as spans")
struct RecordSetTests {
  private func span(_ stream: Int32, _ first: Int64, _ count: Int64) -> RecordSpan {
    RecordSpan(stream: stream, first: first, count: count)
  }

  @Test("a union merges what touches or overlaps, within a stream")
  func union() {
    let set = RecordSet([span(1, 5, 5), span(0, 3, 2), span(0, 0, 3), span(1, 8, 4), span(2, 0, 0)])
    #expect(set.spans == [span(0, 0, 5), span(1, 5, 7)])
    #expect(set.count == 12)
  }

  @Test("what no application sent is in no set")
  func noStream() { #expect(RecordSet([span(-1, 0, 5)]).isEmpty) }

  @Test("subtracting leaves the holes")
  func subtracting() {
    let left = RecordSet([span(0, 0, 10), span(1, 0, 3)])
    let right = RecordSet([span(0, 2, 2), span(0, 8, 5), span(1, 0, 3)])
    #expect(left.subtracting(right).spans == [span(0, 0, 2), span(0, 4, 4)])
    #expect(left.intersection(right).spans == [span(0, 2, 2), span(0, 8, 2), span(1, 0, 3)])
  }

  @Test("depth tells how often each record occurs")
  func depth() {
    let any = [span(0, 0, 4), span(0, 2, 4), span(0, 3, 1)]
    #expect(RecordSet.occurring({ $0 == 1 }, in: any).spans == [span(0, 0, 2), span(0, 4, 2)])
    #expect(RecordSet.occurring({ $0 == 2 }, in: any).spans == [span(0, 2, 1)])
    #expect(RecordSet.occurring({ $0 == 3 }, in: any).spans == [span(0, 3, 1)])
    #expect(RecordSet.surplus(in: any) == 3)
  }

  /// Whether the spans are dealt out to their streams, sorted, or in order already depends on how
  /// many there are of how many streams: all three must come to the same.
  @Test("sets agree with a count of every record", arguments: [1, 6, 500])
  func counted(streams: Int) {
    var random = RandomStream(runSeed: 4, stream: "record sets")
    for _ in 0..<300 {
      var any: [RecordSpan] = []
      var counts: [[Int64]: Int] = [:]
      for _ in 0..<random.pick(from: 40) {
        let stream = random.pick(from: streams + 1) - 1
        let first = random.pick(from: 60)
        let count = random.pick(from: 8)
        any.append(span(Int32(stream), Int64(first), Int64(count)))
        guard stream >= 0 else { continue }
        for place in first..<first + count {
          counts[[Int64(stream), Int64(place)], default: 0] += 1
        }
      }
      func records(_ set: RecordSet) -> Set<[Int64]> {
        Set(set.spans.flatMap { one in (one.first..<one.end).map { [Int64(one.stream), $0] } })
      }
      let all = RecordSet(any)
      #expect(records(all) == Set(counts.keys))
      #expect(all.count == Int64(counts.count))
      #expect(zip(all.spans, all.spans.dropFirst()).allSatisfy { $0.precedes($1) })
      let twice = RecordSet.occurring({ $0 == 2 }, in: any)
      #expect(records(twice) == Set(counts.filter { $0.value == 2 }.keys))
      #expect(RecordSet.surplus(in: any) == counts.values.reduce(0) { $0 + Int64($1 - 1) })
    }
  }

  @Test("a log of runs is cut, merged and compared")
  func logs() {
    func run(_ offset: Int64, _ first: Int64, _ count: Int64, epoch: Int32 = 0) -> LogRun {
      LogRun(offset: offset, span: count, first: first, count: count, stream: 0, epoch: epoch)
    }
    var one = LogRuns()
    one.append(run(0, 0, 5))
    one.append(run(5, 5, 5))
    #expect(one.runs.count == 1)
    one.append(run(10, 10, 2, epoch: 1))
    #expect(one.runs.count == 2)
    var other = one
    other.truncate(to: 7)
    #expect(other.end == 7)
    other.append(run(7, 20, 3))
    #expect(one.firstDifference(from: other, from: 0, to: 10) == 7)
    #expect(one.firstDifference(from: other, from: 0, to: 7) == nil)
    #expect(one.end == 12)
  }
}
