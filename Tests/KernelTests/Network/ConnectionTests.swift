import Testing

@testable import Kernel

@Test("a connection opens after a round trip and carries messages both ways, in order")
func opensAndDelivers() {
  var world = TestWorld()
  let id = world.connect(0, 1)
  world.send(9, on: id)
  #expect(world.read() == ["0s lost 9"])
  world.run(to: 10)
  #expect(world.read() == ["2ms client opened", "3ms server accepted"])
  world.send(1, on: id)
  world.send(2, on: id)
  world.send(3, on: id, fromServer: true)
  world.run(to: 20)
  #expect(world.read() == ["11ms server got 1", "11ms server got 2", "11ms client got 3"])
  #expect(world.network.inFlightCount == 0)
}

@Test("nobody listening is a refusal after a round trip")
func refusal() {
  var world = TestWorld()
  world.network.processDied(NodeID(1), now: .zero, random: &world.random, out: &world.out)
  _ = world.connect(0, 1)
  world.run(to: 100)
  #expect(world.read() == ["2ms client refused"])
  #expect(world.network.connectionCount == 0)
}

@Test("a request to a dead machine is repeated after 1, 3, 7 … seconds and given up after 127")
func connectTimesOut() {
  var world = TestWorld()
  world.network.machineDied(NodeID(1))
  let first = world.connect(0, 1)
  _ = first
  world.run(to: 200_000)
  #expect(world.read() == ["127s client timed out"])
  let late = world.connect(0, 1)
  world.run(to: 202_500)
  world.network.nodeUp(NodeID(1), now: world.now, out: &world.out)
  world.run(to: 210_000)
  #expect(world.read() == ["203.002s client opened", "203.003s server accepted"])
  #expect(world.network.isOpen(late, atServer: true))
}

@Test("a farewell comes after what was sent, and the slot's next connection is another one")
func farewell() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id)
  world.close(id, byServer: false)
  world.send(2, on: id)
  world.send(3, on: id, fromServer: true)
  world.run(to: 20)
  #expect(
    world.read() == [
      "10ms lost 2", "11ms server got 1", "11ms server closed finished", "11ms lost 3",
    ])
  #expect(world.network.connectionCount == 0)
  let next = world.connect(2, 1)
  #expect(next.index == id.index)
  #expect(next.generation == 1)
  #expect(!world.network.isOpen(id, atServer: false))
}

@Test("data to an end that has closed provokes a reset when the farewell is stuck")
func dataToClosedEnd() {
  var world = TestWorld()
  let id = world.connected()
  world.cut(0, 1)
  world.close(id, byServer: false)
  world.run(to: 20)
  world.send(5, on: id, fromServer: true)
  world.run(to: 30)
  // The reset would have to cross the cut: it comes with the next retransmission after the heal.
  #expect(world.read() == [])
  world.heal(0, 1)
  world.run(to: 2_000)
  #expect(world.read() == ["212ms server closed finished", "212ms lost 5"])
}

@Test("a reset reaches both ends at once and loses what was under way")
func resetFault() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id)
  world.network.reset(id, now: world.now, out: &world.out)
  world.run(to: 20)
  #expect(world.read() == ["10ms client closed reset", "10ms server closed reset", "10ms lost 1"])
  #expect(world.network.inFlightCount == 0)
}

@Test("bytes queue behind each other for the bandwidth of their connection")
func bandwidth() {
  let profile = LinkProfile(latency: .constant(.milliseconds(1)), bandwidth: 1_000_000)
  var world = TestWorld(profile: profile)
  let id = world.connected()
  world.send(1, on: id, bytes: 5_000)
  world.send(2, on: id, bytes: 1_000)
  world.send(3, on: id, fromServer: true, bytes: 1_000)
  world.run(to: 30)
  #expect(world.read() == ["12ms client got 3", "16ms server got 1", "17ms server got 2"])
}

@Test("a link can have a profile of its own, for the connections that stand, too")
func ownProfile() {
  var world = TestWorld()
  let id = world.connected()
  let slow = LinkProfile(latency: .constant(.milliseconds(50)))
  world.network.setProfile(slow, from: NodeID(0), to: NodeID(1))
  world.send(1, on: id)
  world.send(2, on: id, fromServer: true)
  world.run(to: 100)
  #expect(world.read() == ["11ms client got 2", "60ms server got 1"])
  #expect(world.network.profile(from: NodeID(0), to: NodeID(1)) == slow)
  #expect(world.network.profile(from: NodeID(2), to: NodeID(2)) == .loopback)
}
