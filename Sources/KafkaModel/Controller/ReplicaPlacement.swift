import Kernel

/// Where new partitions' replicas are put: leaders spread evenly, followers shifted, racks
/// alternated.
///
/// Models AdminUtils.assignReplicasToBrokers (AdminUtils since 0.8, rack awareness by KIP-36 in
/// 0.10.0).
struct ReplicaPlacement: Sendable {
  /// The brokers that may be chosen, ascending, with their racks; rack 0 is none.
  let brokers: [(id: BrokerID, rack: Int16)]
  /// Where the first partition's first replica goes, drawn below the number of brokers.
  let start: Int
  /// How far the followers are shifted, drawn likewise; it grows by one with every lap around the
  /// brokers.
  let shift: Int

  /// The replicas of partitions `first ..< first + count`; nil when the brokers do not suffice.
  ///
  /// Either all brokers have a rack or none; with some, Kafka refuses, and so does this.
  func assign(first: Int, count: Int, replicationFactor: Int) -> [ReplicaList]? {
    guard replicationFactor > 0, replicationFactor <= brokers.count,
      replicationFactor <= ReplicaList.capacity
    else { return nil }
    let racked = brokers.filter { $0.rack > 0 }.count
    if racked == 0 { return assignPlainly(first, count, replicationFactor) }
    return racked == brokers.count ? assignToRacks(first, count, replicationFactor) : nil
  }

  /// The place of a follower, counted from its leader's.
  private func place(after leader: Int, shift: Int, step: Int) -> Int {
    let distance = 1 + (shift + step) % (brokers.count - 1)
    return (leader + distance) % brokers.count
  }

  private func assignPlainly(_ first: Int, _ count: Int, _ factor: Int) -> [ReplicaList] {
    var shift = self.shift
    return (first..<first + count).map { number in
      if number > 0 && number % brokers.count == 0 { shift += 1 }
      let leader = (number + start) % brokers.count
      var replicas = ReplicaList([brokers[leader].id])
      for step in 0..<factor - 1 {
        replicas.append(brokers[place(after: leader, shift: shift, step: step)].id)
      }
      return replicas
    }
  }

  private func assignToRacks(_ first: Int, _ count: Int, _ factor: Int) -> [ReplicaList] {
    let alternated = alternateRacks()
    var racks = brokers.map(\.rack).sorted()
    for place in racks.indices.reversed().dropLast() where racks[place] == racks[place - 1] {
      racks.remove(at: place)
    }
    var shift = self.shift
    return (first..<first + count).map { number in
      if number > 0 && number % alternated.count == 0 { shift += 1 }
      let leader = (number + start) % alternated.count
      var replicas = ReplicaList([alternated[leader].id])
      var usedRacks = [alternated[leader].rack]
      var step = 0
      while replicas.count < factor {
        let next = alternated[place(after: leader, shift: shift * racks.count, step: step)]
        step += 1
        let isRackSpent = usedRacks.contains(next.rack) && usedRacks.count < racks.count
        let isBrokerSpent = replicas.contains(next.id) && replicas.count < alternated.count
        if isRackSpent || isBrokerSpent { continue }
        replicas.append(next.id)
        if !usedRacks.contains(next.rack) { usedRacks.append(next.rack) }
      }
      return replicas
    }
  }

  /// The brokers, one of each rack in turn: racks ascending, brokers ascending within each.
  private func alternateRacks() -> [(id: BrokerID, rack: Int16)] {
    var byRack = SortedMap<Int16, [(id: BrokerID, rack: Int16)]>()
    for broker in brokers { byRack[broker.rack, default: []].append(broker) }
    var alternated: [(id: BrokerID, rack: Int16)] = []
    var round = 0
    while alternated.count < brokers.count {
      for position in 0..<byRack.count where round < byRack[position: position].count {
        alternated.append(byRack[position: position][round])
      }
      round += 1
    }
    return alternated
  }
}
