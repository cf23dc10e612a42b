import Testing

@testable import Kernel

@Test("a cut stalls one direction, and the heal delivers in order with the next retransmission")
func cutAndHeal() {
  var world = TestWorld()
  let id = world.connected()
  world.cut(0, 1)
  world.send(1, on: id)
  world.send(2, on: id, fromServer: true)
  world.run(to: 500)
  world.send(3, on: id)
  world.run(to: 600)
  #expect(world.read() == ["11ms client got 2"])
  #expect(world.network.cutCount() == 1)
  world.heal(0, 1)
  world.send(4, on: id)
  world.run(to: 2_000)
  // Lost first at 11 ms, retransmitted after 200 and 600 ms: the attempt at 611 ms comes through.
  #expect(world.read() == ["612ms server got 1", "612ms server got 3", "612ms server got 4"])
}

@Test("a message that is under way when the cut begins meets it, too")
func cutMeetsWhatIsUnderWay() {
  var world = TestWorld()
  let id = world.connected()
  world.send(1, on: id)
  world.cut(0, 1)
  world.run(to: 20)
  #expect(world.read() == [])
  world.heal(0, 1)
  world.run(to: 1_000)
  #expect(world.read() == ["212ms server got 1"])
}

@Test("a heal undoes its own cut and no other")
func overlappingCuts() {
  var world = TestWorld()
  let id = world.connected()
  world.cut(0, 1, key: 1)
  world.cut(0, 1, key: 2)
  world.send(1, on: id)
  world.run(to: 100)
  world.heal(0, 1, key: 1)
  world.heal(0, 1, key: 1)
  world.run(to: 5_000)
  #expect(world.read() == [])
  #expect(world.network.isCut(from: NodeID(0), to: NodeID(1)))
  #expect(world.network.cutCount(key: 1) == 1)
  #expect(world.network.cutCount(key: 2) == 1)
  #expect(world.network.cutCount(key: 3) == 0)
  world.network.heal(key: 2, now: world.now, out: &world.out)
  world.run(to: 20_000)
  // 11 ms + 200 ms * (2^5 - 1) = 6.211 s is the first attempt after the heal at 5 s.
  #expect(world.read() == ["6.212s server got 1"])
}

@Test("a second cut before the retransmission stalls the same bytes again")
func cutAgain() {
  var world = TestWorld()
  let id = world.connected()
  world.cut(0, 1)
  world.send(1, on: id)
  world.run(to: 100)
  world.heal(0, 1)
  world.cut(0, 1)
  world.run(to: 300)
  world.heal(0, 1)
  world.run(to: 1_000)
  #expect(world.read() == ["612ms server got 1"])
}

@Test("a long cut breaks the connection at the sender, and the other end learns on sending")
func longCutBreaks() {
  var world = TestWorld()
  world.network.settings.giveUp = .seconds(60)
  let id = world.connected()
  world.cut(0, 1)
  world.send(1, on: id)
  world.run(to: 100_000)
  #expect(world.read() == ["60.011s client closed timedOut"])
  world.heal(0, 1)
  world.run(to: 200_000)
  #expect(world.read() == [])
  world.send(2, on: id, fromServer: true)
  world.run(to: 300_000)
  #expect(world.read() == ["200.001s lost 2", "200.002s server closed reset", "200.002s lost 1"])
  #expect(world.owed == [])
}

@Test("a connection request meets a cut of either direction")
func requestMeetsCut() {
  var world = TestWorld()
  world.cut(1, 0)
  _ = world.connect(0, 1)
  world.run(to: 3_500)
  #expect(world.read() == [])
  world.network.healAll(now: world.now, out: &world.out)
  world.run(to: 10_000)
  #expect(world.read() == ["7.002s client opened", "7.003s server accepted"])
  #expect(world.network.cutCount() == 3)
}

@Test("loss delays by retransmissions, and keeps the order")
func lossDelays() {
  let profile = LinkProfile(latency: .constant(.milliseconds(1)), loss: Ratio(1, 4))
  var world = TestWorld(profile: profile)
  let id = world.connect(0, 1)
  world.run(to: 100_000)
  world.log.removeAll()
  for token in 0..<200 { world.send(UInt32(token), on: id) }
  world.run(to: 110_000)
  let order = world.read().map { $0.split(separator: " ").last.map(String.init) ?? "" }
  #expect(order == (0..<200).map { "\($0)" })
}

@Test("a link that loses everything breaks its connections in the end")
func totalLoss() {
  var world = TestWorld()
  world.network.settings.giveUp = .seconds(60)
  let id = world.connected()
  world.network.setProfile(
    LinkProfile(latency: .constant(.milliseconds(1)), loss: .one), from: NodeID(0), to: NodeID(1))
  world.send(1, on: id)
  world.send(2, on: id)
  world.run(to: 200_000)
  #expect(world.read() == ["60.011s client closed timedOut"])
  world.close(id, byServer: true)
  world.run(to: 201_000)
  #expect(world.read() == ["200s lost 1", "200s lost 2"])
}
