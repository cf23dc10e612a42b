import Kernel
import Testing

@Test("a slab gives the slot that was freed last")
func slabReuse() {
  var slab = Slab<String>()
  let a = slab.insert("a")
  let b = slab.insert("b")
  let c = slab.insert("c")
  #expect([a, b, c] == [0, 1, 2])
  #expect(slab.remove(a) == "a")
  #expect(slab.remove(c) == "c")
  #expect(!slab.contains(a))
  #expect(slab.count == 1)
  #expect(slab.insert("d") == 2)
  #expect(slab.insert("e") == 0)
  slab[b] += "!"
  #expect(slab[b] == "b!")
  #expect(slab.liveSlots == [0, 1, 2])
  #expect(slab.slotCount == 3)
}

@Test("lists in a pool keep their elements apart")
func listPool() {
  var pool = ListPool<Int>()
  var odd = ListRef()
  var even = ListRef.empty
  for number in 0..<10 {
    if number % 2 == 0 { pool.append(number, to: &even) } else { pool.append(number, to: &odd) }
  }
  #expect(pool.array(odd) == [1, 3, 5, 7, 9])
  #expect(pool.array(even) == [0, 2, 4, 6, 8])
  #expect(pool.popFirst(&odd) == 1)
  pool[pool.next(pool.first(odd))] = 50
  #expect(pool.array(odd) == [3, 50, 7, 9])
  let copy = pool.copy(odd)
  #expect(pool.count == 13)
  pool.free(odd)
  #expect(pool.array(copy) == [3, 50, 7, 9])
  pool.free(copy)
  while pool.popFirst(&even) != nil {}
  #expect(pool.count == 0)
  #expect(even.isEmpty)
  pool.append(1, to: &even)
  #expect(pool.array(even) == [1])
}

@Test("random lists in a pool agree with arrays, and nothing leaks")
func listPoolAgainstArrays() {
  var random = RandomStream(runSeed: 5, stream: "tests")
  var pool = ListPool<Int>()
  var lists = [ListRef](repeating: .empty, count: 8)
  var model = [[Int]](repeating: [], count: 8)
  for step in 0..<10_000 {
    let which = random.pick(from: 8)
    switch random.below(8) {
    case 0:
      pool.free(lists[which])
      lists[which] = .empty
      model[which] = []
    case 1...3:
      let expected = model[which].isEmpty ? nil : model[which].removeFirst()
      #expect(pool.popFirst(&lists[which]) == expected)
    default:
      pool.append(step, to: &lists[which])
      model[which].append(step)
    }
    #expect(pool.array(lists[which]) == model[which])
  }
  for list in lists { pool.free(list) }
  #expect(pool.count == 0)
}
