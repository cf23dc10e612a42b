/// Our own words in a `consumer` block.
public enum ConsumerLineID: String, FormID {
  case subscribe, assign, process, processBatch, commitThenProcess, storeTogether, commitEvery
  case failOn, forward, readFrom, pollEvery, keepTable, startsAt, startsStopped
}

extension Vocabulary {
  /// What may follow any `process`, in any order.
  private static let processing = """
    <, {where=in the poll loop|in another thread}|, in a pool of {count} thread/s \
    |, {commit=then commit each record|then commit each batch|then commit every|then commit} \
    [{number:count} record/s] [{asynchronously?asynchronously}]>
    """

  /// Lines under `consumer`.
  public static let consumerLines = FormTable<ConsumerLineID>(
    "consumer setting",
    expecting: "a property, 'subscribe', 'assign', 'process', 'commit' or 'starts'",
    [
      Form(
        .subscribe, "subscribe|subscribes [!to] {topics}",
        help: "Be a member of the group and get a share of these topics.",
        example: "subscribe orders, payments"),
      Form(
        .assign, "assign|assigns {partitions}", help: "Read these partitions, without rebalancing.",
        example: "assign orders-0, orders-1"),
      Form(
        .process, "process|processes each record [in {duration}] " + processing,
        help: "How long the application takes, where it works, and when it commits.",
        example: "process each record in 1ms..20ms, then commit"),
      Form(
        .processBatch, "process|processes each batch [in {duration}] " + processing,
        help: "The same for all records of one poll together.",
        example: "process each batch in 1s, then commit"),
      Form(
        .commitThenProcess,
        """
        commit [{how=each record|each batch}] [{asynchronously?asynchronously}] , \
        then process {which=each record|each batch} [in {duration}] \
        <, {where=in the poll loop|in another thread}\
        |, in a pool of {count} thread/s>
        """,
        help: "The application commits first and works afterwards.",
        example: "commit, then process each record in 10ms"),
      Form(
        .storeTogether, "store results and offsets together",
        also: ["store offsets with results"],
        help: "Results and offsets go to one external store in one transaction.",
        example: "store results and offsets together"),
      Form(
        .commitEvery, "commit every {every:time} [{asynchronously?asynchronously}]",
        help: "The application commits its position at that pace.", example: "commit every 1s"),
      Form(
        .failOn, "fail|fails on offset {offset:count} of {partition} [{again?every time}]",
        help: "The application throws at that record, once or whenever it sees it.",
        example: "fail on offset 10 of orders-0 every time"),
      Form(
        .forward,
        """
        forward|forwards each record to {topic} through {producer} \
        [in transactions of {records:count} [!records]]
        """,
        help: "Read, change, send on: the consume-transform-produce loop.",
        example: "forward each record to results through copier in transactions of 10"),
      Form(
        .readFrom,
        "read|reads from {how=beginning|end|offset} [{offset:count}] [of {target}]",
        help: "Where the application seeks to at its start.",
        example: "read from offset 100 of orders-0"),
      Form(
        .pollEvery, "poll|polls every {every:time}", help: "The least time between two polls.",
        example: "poll every 100ms"),
      Form(
        .keepTable, "keep|keeps the last value of each key",
        help: "The application builds a table from a compacted topic.",
        example: "keep the last value of each key"),
      Form(
        .startsAt, "starts|start at {time}", help: "The consumer is not there before.",
        example: "starts at 10s"),
      Form(
        .startsStopped, "starts|start stopped|down", help: "Not there until a line starts it.",
        example: "starts stopped"),
    ])
}
