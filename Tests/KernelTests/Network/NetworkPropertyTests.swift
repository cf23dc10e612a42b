import Testing

@testable import Kernel

/// Sends numbered messages over a few connections while faults come and go at random.
private struct Storm {
  var world = TestWorld(
    nodes: 4,
    profile: LinkProfile(
      latency: .uniform(.microseconds(100), .milliseconds(5)), bandwidth: 10_000_000,
      loss: Ratio(1, 50)))
  var random: RandomStream
  var connections: [ConnectionID] = []
  var nextToken: UInt32 = 0
  var sender: [UInt32: Int] = [:]

  init(seed: UInt64) { random = RandomStream(runSeed: seed, stream: "storm") }

  mutating func node() -> Int { random.pick(from: 4) }

  mutating func act() {
    switch random.below(100) {
    case 0...2: world.cut(node(), node(), key: UInt32(random.below(3)))
    case 3...5:
      world.network.heal(
        key: UInt32(random.below(3)), now: world.now, out: &world.out)
    case 6: world.network.freeze(NodeID(index: node()))
    case 7...8: world.network.thaw(NodeID(index: node()), now: world.now, out: &world.out)
    case 9:
      world.network.processDied(
        NodeID(index: node()), now: world.now, random: &world.random, out: &world.out)
    case 10: world.network.machineDied(NodeID(index: node()))
    case 11...16: world.network.nodeUp(NodeID(index: node()), now: world.now, out: &world.out)
    case 17...24: connections.append(world.connect(node(), node()))
    case 25 where !connections.isEmpty:
      world.close(
        connections[random.pick(from: connections.count)], byServer: random.chance(Ratio(1, 2)))
    case 26 where !connections.isEmpty:
      let id = connections[random.pick(from: connections.count)]
      world.network.reset(id, now: world.now, out: &world.out)
    case 27: world.network.hold(nextToken)
    case 28...30 where nextToken > 3:
      world.network.release(
        nextToken - 1 - UInt32(random.below(3)), now: world.now, out: &world.out)
    case 31: world.network.drop(nextToken)
    case 32: world.network.loseOnce(nextToken)
    default: sendSomething()
    }
    world.flush()
  }

  mutating func sendSomething() {
    guard !connections.isEmpty else { return }
    let recent = max(0, connections.count - 8)
    let place = recent + random.pick(from: connections.count - recent)
    let isFromServer = random.chance(Ratio(1, 2))
    sender[nextToken] = place * 2 + (isFromServer ? 1 : 0)
    world.send(nextToken, on: connections[place], fromServer: isFromServer, bytes: 500)
    nextToken += 1
  }

  /// Ends every trouble and every connection.
  mutating func calm() {
    for token in 0..<nextToken { world.network.release(token, now: world.now, out: &world.out) }
    world.network.healAll(now: world.now, out: &world.out)
    for node in 0..<4 {
      world.network.thaw(NodeID(index: node), now: world.now, out: &world.out)
      world.network.nodeUp(NodeID(index: node), now: world.now, out: &world.out)
    }
    world.run(to: world.now.sinceStart.wholeMilliseconds + 2_000_000)
    for node in 0..<4 {
      world.network.processDied(
        NodeID(index: node), now: world.now, random: &world.random, out: &world.out)
    }
    world.run(to: world.now.sinceStart.wholeMilliseconds + 2_000_000)
  }
}

@Test(
  "in any weather messages keep their order, and every token comes back exactly once",
  arguments: 1...40 as ClosedRange<UInt64>)
func storm(seed: UInt64) {
  var storm = Storm(seed: seed)
  for step in 0..<400 {
    storm.act()
    storm.world.run(to: Int64(step) * 20)
  }
  storm.calm()
  #expect(storm.world.owed == [])
  #expect(storm.world.network.inFlightCount == 0)
  #expect(storm.world.network.connectionCount == 0)
  #expect(storm.world.network.stalled == [])
  var last: [Int: UInt32] = [:]
  var delivered = 0
  for line in storm.world.log {
    #expect(!line.hasSuffix("twice"))
    let words = line.split(separator: " ")
    guard words.count == 4, words[2] == "got", let token = UInt32(words[3]) else { continue }
    guard let stream = storm.sender[token] else { continue }
    if let previous = last[stream] { #expect(previous < token) }
    last[stream] = token
    delivered += 1
  }
  #expect(delivered > 10)
}

@Test("the same seed gives the same storm")
func stormRepeats() {
  var first = Storm(seed: 99)
  var second = Storm(seed: 99)
  for step in 0..<300 {
    first.act()
    second.act()
    first.world.run(to: Int64(step) * 20)
    second.world.run(to: Int64(step) * 20)
  }
  #expect(first.world.log == second.world.log)
  #expect(first.world.log.count > 50)
}
