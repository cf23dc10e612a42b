import Testing

@testable import Kernel

@Test("a frozen process keeps its sockets and reads everything in order on waking")
func freezeAndThaw() {
  var world = TestWorld()
  let id = world.connected()
  world.network.freeze(NodeID(1))
  world.send(1, on: id)
  world.run(to: 50)
  world.send(2, on: id)
  let second = world.connect(2, 1)
  world.run(to: 100)
  world.send(3, on: second)
  world.close(id, byServer: false)
  world.run(to: 5_000)
  #expect(world.read() == ["52ms client opened"])
  world.network.thaw(NodeID(1), now: world.now, out: &world.out)
  world.run(to: 6_000)
  #expect(
    world.read() == [
      "5s server accepted", "5s server got 1", "5s server got 3", "5s server got 2",
      "5s server closed finished",
    ])
}

@Test("a dead process's kernel says farewell after what was written, and loses what was unread")
func processDies() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id, fromServer: true)
  world.send(2, on: id)
  world.network.processDied(NodeID(1), now: world.now, random: &world.random, out: &world.out)
  world.run(to: 100)
  #expect(world.read() == ["11ms client got 1", "11ms lost 2", "11ms client closed finished"])
  #expect(world.owed == [])
}

@Test("a machine without power tells nobody; its return resets whoever sends")
func machineDies() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id, fromServer: true)
  world.network.machineDied(NodeID(1))
  world.run(to: 1_000)
  #expect(world.read() == ["11ms client got 1"])
  world.send(2, on: id)
  world.run(to: 2_000)
  #expect(world.read() == [])
  world.network.nodeUp(NodeID(1), now: world.now, out: &world.out)
  world.run(to: 10_000)
  // Lost first at 1.001 s; the attempt after 1.4 s finds the machine up and the connection unknown.
  #expect(world.read() == ["2.402s lost 2", "2.403s client closed reset"])
  #expect(world.network.connectionCount == 0)
}

@Test("what a cut has swallowed is not retransmitted by a machine without power")
func machineDiesBehindCut() {
  var world = TestWorld()
  let id = world.connected()
  world.cut(1, 0)
  world.send(1, on: id, fromServer: true)
  world.run(to: 50)
  world.network.machineDied(NodeID(1))
  world.heal(1, 0)
  world.run(to: 1_000)
  #expect(world.read() == [])
  world.close(id, byServer: false)
  world.run(to: 2_000)
  #expect(world.read() == ["1s lost 1"])
}

@Test("a frozen process's kernel holds as much as its buffer when the sender's power fails")
func receiveBufferSurvives() {
  var world = TestWorld()
  world.network.settings.receiveBuffer = 250
  let id = world.connected()
  world.network.freeze(NodeID(1))
  for token in 1...4 { world.send(UInt32(token), on: id) }
  world.run(to: 50)
  world.network.machineDied(NodeID(0))
  world.network.thaw(NodeID(1), now: world.now, out: &world.out)
  world.run(to: 60)
  #expect(world.read() == ["50ms server got 1", "50ms server got 2"])
}

@Test("killing a frozen process ends it like any other")
func frozenProcessDies() {
  var world = TestWorld()
  let id = world.connected()
  world.network.freeze(NodeID(1))
  world.send(1, on: id)
  world.run(to: 50)
  world.network.processDied(NodeID(1), now: world.now, random: &world.random, out: &world.out)
  world.run(to: 100)
  #expect(world.read() == ["50ms lost 1", "51ms client closed finished"])
}

@Test("one message can be held, delayed, lost once or destroyed")
func messageFaults() {
  var world = TestWorld()
  let id = world.connected()
  world.network.hold(1)
  world.send(1, on: id)
  world.send(2, on: id)
  world.run(to: 100)
  #expect(world.read() == [])
  world.network.release(1, now: world.now, out: &world.out)
  world.run(to: 110)
  #expect(world.read() == ["100ms server got 1", "100ms server got 2"])
  world.network.loseOnce(3)
  world.network.delay(4, by: .milliseconds(30))
  world.send(3, on: id)
  world.send(4, on: id, fromServer: true)
  world.run(to: 500)
  #expect(world.read() == ["141ms client got 4", "311ms server got 3"])
  world.network.drop(6)
  for token in 5...7 { world.send(UInt32(token), on: id) }
  world.run(to: 600)
  #expect(
    world.read() == [
      "501ms server got 5", "501ms client closed reset", "501ms server closed reset",
      "501ms lost 6", "501ms lost 7",
    ])
}

@Test("what a machine without power had on the wire is lost for good when it meets a cut")
func wireMeetsCutAfterDeath() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id, fromServer: true)
  world.network.machineDied(NodeID(1))
  world.cut(1, 0)
  world.run(to: 50)
  world.heal(1, 0)
  world.run(to: 5_000)
  #expect(world.read() == [])
  world.close(id, byServer: false)
  #expect(world.read() == ["5s lost 1"])
}
