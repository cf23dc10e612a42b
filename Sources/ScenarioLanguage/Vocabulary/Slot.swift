/// What a place to fill in is called within its form; the compiler asks for it by this name.
public enum Slot: String, Sendable, CaseIterable {
  case nodes, node, other, from, to, by, link, message, event, end
  case duration, every, time, start, until, shift, drift, factor, percent, size, rate
  case count, number, offset, ids, records, partitions, keys, bytes
  case topic, topics, partition, target, targets, client, producer, consumer, reader, group
  case key, value, subject, name, label, znode, api, path, rack, transactional
  case kind, where_ = "where", how, when, direction, commit, position, which, again
  case reset, asynchronously, each, keyed, skewed, half, waiting, replication
  case empty, all, flushed
}

/// What kind of text fills a place in, and so how it is read and printed.
public enum SlotType: String, Sendable, CaseIterable {
  /// Nodes by id or role, separated by commas or `and`.
  case nodes
  /// Nodes separated by commas only, where `and` means something else.
  case side
  /// One role.
  case node
  /// A fixed time.
  case time
  /// A time, or a range of times.
  case duration
  /// A whole number.
  case count
  /// A whole number, or a range.
  case counts
  /// A share, or a range of shares.
  case percent
  /// A size, or a range of sizes.
  case size
  /// A signed time.
  case shift
  /// Parts per million.
  case drift
  /// A multiple.
  case factor
  /// Whole numbers separated by commas.
  case ids
  /// A topic's name.
  case topic
  /// Topics' names separated by commas.
  case topics
  /// `orders-0`.
  case partition
  /// Partitions separated by commas.
  case partitions
  /// A topic or a partition.
  case target
  /// Topics or partitions separated by commas.
  case targets
  /// A declared producer or consumer, by its bare name.
  case client
  /// A declared topic, producer or consumer, by its bare name.
  case declared
  /// A producer's name.
  case producer
  /// A consumer's name.
  case consumer
  /// A consumer's or a group's name.
  case reader
  /// A group's id.
  case group
  /// A label that some line gives.
  case label
  /// Any name of the author's own.
  case name
  /// A property's name, or one of our own settings.
  case key
  /// A property's value: a word or a quoted text.
  case value
  /// A Kafka error's name, in capitals.
  case error
  /// A path in ZooKeeper's tree.
  case znode
  /// A Kafka request's name.
  case api
  /// Whose configuration is meant.
  case subject
  /// A direction between nodes.
  case link
  /// A kind of message on its way.
  case message
  /// Something that history may tell.
  case event
  /// Fixed words, present or not.
  case flag
  /// One of several fixed words.
  case choice
}
