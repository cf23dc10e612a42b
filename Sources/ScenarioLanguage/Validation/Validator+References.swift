/// Names and numbers that refer to something declared elsewhere.
extension Validator {
  /// Checks every argument of a phrase.
  mutating func check<ID: FormID>(_ phrase: Phrase<ID>) {
    for filled in phrase.arguments { check(filled) }
  }

  private mutating func check(_ filled: Filled) {
    switch filled.argument {
    case .nodes(let roles): for role in roles { check(role: role) }
    case .partitions(let partitions): for partition in partitions { check(partition) }
    case .targets(let targets):
      for target in targets {
        switch target {
        case .topic(let word): checkTopic(word)
        case .partition(let partition): check(partition)
        }
      }
    case .name(let kind, let words): for word in words { check(word, as: kind) }
    case .ids(let ids): check(ids: ids, at: filled.place)
    case .subject(let subject): check(subject)
    case .link(let link): check(link)
    case .message(let message): check(message)
    case .event(let event): check(event)
    case .time, .count, .percent, .size, .shift, .drift, .factor, .value, .flag, .choice: break
    }
  }

  /// Broker ids, wherever a list of numbers stands.
  mutating func check(ids: [Int], at place: Place) {
    if let double = ids.indices.first(where: { ids[..<$0].contains(ids[$0]) }) {
      report("broker \(ids[double]) is named twice", at: place)
    }
    for id in ids { checkBroker(id, at: place) }
  }

  mutating func checkBroker(_ id: Int, at place: Place) {
    guard let brokers = declared.brokers, !(1...max(1, brokers)).contains(id) else { return }
    let known = brokers == 1 ? "the only broker is 1" : "the brokers are 1 to \(brokers)"
    report("no broker \(id) here; \(known)", at: place)
  }

  private mutating func check(role: Role) {
    switch role.id {
    case .brokers:
      // The whole role is underlined, as the number alone says little.
      check(ids: role.ids(.ids) ?? [], at: role.place)
    case .zooKeeper:
      if let number = role.count(.number), number < 1 || number > declared.zooKeeperServers {
        report(
          "no ZooKeeper server \(number) here; there are \(declared.zooKeeperServers)",
          at: role.place)
      }
    case .rack:
      guard let rack = role.name(.rack), !declared.racks.contains(rack.text),
        declared.excused?.racks.contains(rack.text) != true
      else { break }
      report(
        "unknown rack '\(rack.text)'", at: rack.place,
        suggestion: nearest(to: rack.text, among: declared.racks.sorted()))
    default: check(role)
    }
  }

  private mutating func check(_ partition: PartitionName) {
    let word = Word(partition.topic, at: partition.place)
    guard checkTopic(word) else { return }
    guard let count = declared.topics[partition.topic] ?? nil, partition.partition >= count else {
      return
    }
    let known = count == 1 ? "its only partition is 0" : "its partitions are 0 to \(count - 1)"
    report("no partition \(partition); \(known)", at: partition.place)
  }

  @discardableResult
  private mutating func checkTopic(_ word: Word) -> Bool {
    if declared.topics[word.text] != nil { return true }
    if word.text == Declarations.offsetsTopic, declared.hasGroups { return true }
    if let names = declared.excused, names.topics.contains(word.text) { return true }
    reportUnknown("topic", word, among: declared.topics.keys.sorted())
    return false
  }

  private mutating func check(_ word: Word, as kind: NameKind) {
    let isExcused = declared.excused?.isClient(word.text) ?? false
    switch kind {
    case .topic: checkTopic(word)
    case .producer where !declared.isClient(word.text, in: declared.producers) && !isExcused:
      reportUnknown("producer", word, among: declared.producers.keys.sorted())
    case .consumer where !declared.isClient(word.text, in: declared.consumers) && !isExcused:
      reportUnknown("consumer", word, among: declared.consumers.keys.sorted())
    case .group: checkGroup(word, orConsumer: false, isExcused)
    case .reader: checkGroup(word, orConsumer: true, isExcused)
    case .label:
      if declared.labels[word.text] == nil, declared.excused?.labels.contains(word.text) != true {
        reportUnknown("label", word, among: declared.labels.keys.sorted())
      }
    case .client, .declared:
      let isKnown =
        declared.isClient(word.text, in: declared.producers)
        || declared.isClient(word.text, in: declared.consumers)
        || kind == .declared && declared.topics[word.text] != nil
      if !isKnown, declared.excused == nil { reportUnknown("client", word, among: []) }
    case .producer, .consumer, .free, .key, .znode, .api, .error: break
    }
  }

  private mutating func checkGroup(_ word: Word, orConsumer: Bool, _ isExcused: Bool) {
    if declared.groups.contains(word.text) || !declared.knowsGroups || isExcused { return }
    if orConsumer, declared.isClient(word.text, in: declared.consumers) { return }
    if declared.excused?.groups.contains(word.text) == true { return }
    let known = declared.groups.union(orConsumer ? Array(declared.consumers.keys) : [])
    reportUnknown(orConsumer ? "consumer or group" : "group", word, among: known.sorted())
  }

  private mutating func reportUnknown(_ what: String, _ word: Word, among known: [String]) {
    let near = nearest(to: word.text, among: known)
    // Up to five names are told; more would bury the message.
    let most = 5
    let list = near == nil && !known.isEmpty && known.count <= most ? "; known: " : ""
    report(
      "unknown \(what) '\(word.text)'"
        + (list.isEmpty ? "" : list + known.joined(separator: ", ")),
      at: word.place, suggestion: near)
  }
}
