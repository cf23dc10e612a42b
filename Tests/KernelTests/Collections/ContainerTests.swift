import Kernel
import Testing

@Test("a sorted map keeps its keys in order")
func sortedMap() {
  var map = SortedMap<Int, String>()
  map[5] = "five"
  map[1] = "one"
  map[3] = "three"
  map[5] = "FIVE"
  map[9] = nil
  #expect(map.keys == [1, 3, 5])
  #expect(map.values == ["one", "three", "FIVE"])
  #expect(map[3] == "three")
  #expect(map[4] == nil)
  map[4, default: ""] += "four"
  #expect(map.position(of: 4) == 2)
  #expect(map.lowerBound(2) == 1)
  #expect(map.removeValue(forKey: 1) == "one")
  map[3] = nil
  #expect(map.keys == [4, 5])
}

@Test("a dense map has holes and counts what is there")
func idMap() {
  var map = IDMap<String>()
  map[4] = "four"
  map[1] = "one"
  #expect(map.count == 2)
  #expect(map[0] == nil)
  #expect(map[100] == nil)
  #expect(map.ids == [1, 4])
  map[4]? += "!"
  #expect(map[4] == "four!")
  map[4] = nil
  map[7] = nil
  #expect(map.count == 1)
  #expect(map.bound == 8)
}

@Test("a ring queue is first in, first out, around its end")
func ringQueue() {
  var queue = RingQueue<Int>()
  for number in 0..<6 { queue.append(number) }
  #expect(queue.popFirst() == 0)
  #expect(queue.popFirst() == 1)
  for number in 6..<10 { queue.append(number) }
  queue[0] = 20
  #expect(queue.first == 20)
  #expect(queue.last == 9)
  #expect(queue[3] == 5)
  var order: [Int] = []
  queue.forEach { order.append($0) }
  #expect(order == [20, 3, 4, 5, 6, 7, 8, 9])
  queue.removeAll()
  #expect(queue.popFirst() == nil)
  #expect(queue.isEmpty)
}

@Test("a chunked array shrinks at both ends and keeps its indices")
func chunkedArray() {
  var array = ChunkedArray<Int>()
  for number in 0..<200 { array.append(number) }
  array.removeFirst(70)
  #expect(array.startIndex == 70)
  #expect(array.first == 70)
  array.removeLast(downTo: 130)
  #expect(array.endIndex == 130)
  #expect(array.last == 129)
  array.append(1_000)
  #expect(array[130] == 1_000)
  array[100] = -1
  #expect(array[100] == -1)
  #expect(array.count == 61)
  array.removeLast(downTo: 0)
  #expect(array.isEmpty)
  #expect(array.endIndex == 70)
  array.append(5)
  #expect(array[70] == 5)
  array.removeAll(startingAt: 1_000)
  array.append(6)
  #expect(array.first == 6)
  #expect(array.indices == 1_000..<1_001)
}

@Test("a chunked array agrees with an array over random operations and copies")
func chunkedArrayAgainstArray() {
  var random = RandomStream(runSeed: 9, stream: "tests")
  var array = ChunkedArray<Int>()
  var model: [Int] = []
  var start = 0
  for step in 0..<5_000 {
    switch random.below(40) {
    case 0:
      let count = random.pick(from: 90)
      array.removeFirst(count)
      start += min(count, model.count)
      model.removeFirst(min(count, model.count))
    case 1:
      let target = start + random.pick(from: model.count + 1)
      array.removeLast(downTo: target)
      model.removeLast(model.count - (target - start))
    case 2:
      var copy = array
      copy.append(-1)
      #expect(copy.last == -1)
    default:
      array.append(step)
      model.append(step)
    }
    #expect(array.indices == start..<start + model.count)
    #expect(array.last == model.last)
    #expect(array.first == model.first)
  }
  #expect(array.indices.map { array[$0] } == model)
  let sought = model[model.count / 2]
  #expect(array.partitioningIndex { $0 >= sought } == start + model.count / 2)
}

@Test(
  "digests are what they were when they were first computed",
  arguments: [
    ([], "243f6a8885a308d3"), ([0], "f7e27bed97b0321e"), ([1, 2, 3], "9aed0e985da3b9d2"),
    ([3, 2, 1], "36b46a8a5d0da140"),
  ] as [([UInt64], String)])
func goldenDigests(words: [UInt64], hex: String) {
  var digest = Digest()
  for word in words { digest.combine(word) }
  #expect(digest.hex == hex)
}

@Test("a text's digest is that of its length and bytes")
func textDigest() {
  var digest = Digest()
  digest.combine("ISR")
  #expect(digest.hex == "bb194cc245c3f903")
  #expect(hexadecimal(0xAB) == "00000000000000ab")
}
