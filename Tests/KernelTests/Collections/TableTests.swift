import Testing

@testable import Kernel

@Suite("A table")
struct TableTests {
  @Test("grows, shrinks at both ends and keeps its order")
  func order() {
    var table = Table<String>()
    for number in 0..<10 { table.append("number \(number)") }
    table[3] += "!"
    #expect(table.removeLast() == "number 9")
    table.removeFirst(2)
    #expect(Array(table.prefix(3)) == ["number 2", "number 3!", "number 4"])
    table.truncate(to: 1)
    #expect(Array(table) == ["number 2"])
    table.append("b")
    table.append("c")
    table.moveLast(to: 2)
    #expect(Array(table) == ["number 2", "b", "c"])
    table.moveLast(to: 0)
    #expect(Array(table) == ["c", "number 2", "b"])
    table.removeAll()
    #expect(table.isEmpty)
    table.append("again")
    #expect(table == ["again"])
    #expect(Table(repeating: 7, count: 3) == [7, 7, 7])
  }

  @Test("goes its own way after a fork, and so does its copy")
  func fork() {
    var one: Table = ["a", "b", "c"]
    one.prepareFork()
    var two = one
    two[0] = "A"
    one.append("d")
    one[1] = "B"
    #expect(one == ["a", "B", "c", "d"])
    #expect(two == ["A", "b", "c"])
    two.prepareFork()
    var three = two
    three.removeAll()
    two.truncate(to: 2)
    #expect(two == ["A", "b"])
    #expect(three.isEmpty)
  }

  @Test("asks once after a fork whose other side is gone")
  func loneFork() {
    var table: Table = [1, 2, 3]
    table.prepareFork()
    do {
      let copy = table
      #expect(copy.isShared)
    }
    #expect(table.isShared)
    let before = table.base
    table[0] = 5
    #expect(!table.isShared)
    #expect(table.base == before)
    #expect(table == [5, 2, 3])
  }

  /// Something whose end can be seen.
  private final class Witness: Sendable {}

  @Test("lets go of what it held")
  func release() {
    weak var witness: Witness?
    do {
      let held = Witness()
      witness = held
      var table = Table(repeating: held, count: 3)
      table.prepareFork()
      var copy = table
      for _ in 0..<10 { copy.append(held) }
      table.removeLast()
    }
    #expect(witness == nil)
  }

  #if DEBUG
    @Test("stops where it was copied without a fork and is written to")
    func undeclaredCopy() async {
      await #expect(processExitsWith: .failure) {
        var table: Table = [1, 2, 3]
        let copy = table
        table[0] = 4
        _ = copy.count
      }
    }
  #endif

  @Test("stops beyond its end")
  func bounds() async {
    await #expect(processExitsWith: .failure) {
      var table: Table = [1, 2, 3]
      table.truncate(to: 2)
      table[2] = 4
    }
    await #expect(processExitsWith: .failure) {
      let table: Table = [1, 2, 3]
      _ = table[-1]
    }
  }
}

private func == <Element: Equatable>(table: Table<Element>, elements: [Element]) -> Bool {
  Array(table) == elements
}
