extension Broken {
  /// Broken expectations.
  static let expectations: [Broken] = [
    Broken(
      "expect no data loss",
      "15:8: 'no data loss' is written 'no acknowledged record is lost' here"),
    Broken(
      "expect p99 acknowledgement time of web < 1s",
      "15:8: 'p99' is written '99th percentile' here"),
    Broken("expect consumer lag of audit = 0", "15:8: 'consumer lag' is written 'lag of' here"),
    Broken(
      "expect always under replicated partitions = 0",
      "15:15: 'under replicated' is written 'under-replicated partitions' here"),
    Broken(
      "expect happiness of web = 0",
      "15:8: nothing that is expected begins with 'happiness'; see 'ackproof list measures' and "
        + "'ackproof list guarantees'"),
    Broken(
      "expect recrds lost = 0",
      "15:8: nothing that is expected begins with 'recrds'; did you mean 'records'?"),
    Broken(
      "expect orders always has a leader",
      "15:15: 'always' stands right behind 'expect', or at the end of the line"),
    Broken(
      "expect orders eventually has a leader",
      "15:15: 'eventually' is 'sometimes' here, right behind 'expect' or at the end of the line"),
    Broken("expect audit lag < 5", "15:14: 'lag' comes first, as in 'lag of audit'"),
    Broken(
      "expect orders-0 leader is 2", "15:17: 'leader' comes first, as in 'leader of orders-0'"),
    Broken("expect billing lag < 5", "15:16: 'lag' comes first, as in 'lag of billing'"),
    Broken(
      "expect",
      "15:7: expected a measure such as 'duplicates in orders', a guarantee such as 'no "
        + "acknowledged record is lost' or a history event such as 'leader of orders-0 changes', "
        + "but the line ends here"),
    Broken("expect nothing", "15:15: expected 'fenced', 'is' or 'has', but the line ends here"),
    Broken("expect no duplicate", "15:11: 'duplicate' is not understood here [duplicates]"),
    Broken("expect no duplicates in ordrs", "15:25: unknown topic 'ordrs' [orders]"),
    Broken("expect no acknowledged record is list", "15:34: expected 'lost', found 'list' [lost]"),
    Broken(
      "expect duplicates",
      "15:18: expected 'of', 'in', a comparison such as '=', '>=' or 'is' or 'has', but the "
        + "line ends here"),
    Broken(
      "expect duplicates =",
      "15:20: expected 'none', a number or a measure such as 'duplicates in orders', but the "
        + "line ends here"),
    Broken(
      "expect duplicates = many",
      "15:21: expected 'none', a number or a measure such as 'duplicates in orders', found "
        + "'many'"),
    Broken(
      "expect duplicates == 1",
      "15:20: expected 'none', a number or a measure such as 'duplicates in orders', found '='"),
    Broken("expect duplicates = 5s", "15:21: '5s' is no whole number"),
    Broken(
      "expect duplicates is 1 2",
      "15:24: expected 'in', a scope such as 'at 20s' or 'within 10s of heal' or the end of "
        + "the line, found '2'"),
    Broken(
      "expect duplicates > 1, 2",
      "15:24: expected 'in', a scope such as 'at 20s' or 'within 10s of heal' or the end of "
        + "the line, found '2'"),
    Broken("expect duplicates = -1", "15:21: '-1' is no whole number"),
    Broken(
      "expect leader of orders-0 > 2",
      "15:27: nodes and states are compared with 'is' and 'is not'"),
    Broken(
      "expect leader of orders-0 is",
      "15:29: expected 'none', a node such as 'broker 2' or 'leader of orders-0', a measure "
        + "such as 'duplicates in orders', 'up' or 'down', but the line ends here"),
    Broken("expect leader of orders-0 is 9", "15:1: no broker 9 here; the brokers are 1 to 3"),
    Broken(
      "expect leader of orders-0 is broker 9",
      "15:30: no broker 9 here; the brokers are 1 to 3"),
    Broken(
      "expect leader of orders-9 is 1",
      "15:18: no partition orders-9; its partitions are 0 to 1"),
    Broken("expect isr of orders-0 is 1, 1", "15:1: broker 1 is named twice"),
    Broken("expect isr of orders-0 is 1; 2", "15:27: '1;' is no whole number"),
    Broken(
      "expect longest acknowledgement time of web < 5",
      "15:46: a time needs a unit, as in '5ms' or '5s'"),
    Broken(
      "expect longest acknowledgement time of web < 5KiB",
      "15:46: '5KiB' is no time; write a number and ns, us, ms, s, m, h or d"),
    Broken(
      "expect bytes on disk of broker 1 < 5MB",
      "15:36: 'MB' is no unit of size; write B, KiB, MiB or GiB"),
    Broken("expect lag of biling = 0", "15:15: unknown consumer or group 'biling' [billing]"),
    Broken(
      "expect lag of billing on orders-9 = 0",
      "15:26: no partition orders-9; its partitions are 0 to 1"),
    Broken(
      "expect records consumed by nobody = 0",
      "15:28: unknown consumer or group 'nobody'; known: audit, billing, worker"),
    Broken(
      "expect records consumed by audit thrice = 0",
      "15:34: 'thrice' is not understood here [twice]"),
    Broken(
      "expect at least once for biling",
      "15:26: unknown consumer or group 'biling' [billing]"),
    Broken("expect exactly twice", "15:16: expected 'once' or 'has', found 'twice'"),
    Broken(
      "expect leader changes > 0 at",
      "15:29: expected a time such as '2s' or 'end', but the line ends here"),
    Broken(
      "expect leader changes > 0 at noon",
      "15:30: expected a time such as '2s' or 'end', found 'noon'"),
    Broken("expect leader changes > 0 at 20", "15:30: a time needs a unit, as in '20ms' or '20s'"),
    Broken(
      "expect leader changes > 0 within 5s of",
      "15:39: expected a history event such as 'leader of orders-0 changes', but the line ends "
        + "here"),
    Broken("expect leader changes > 0 within 5s of heal", "15:40: no line heals"),
    Broken("expect leader changes > 0 within 5s of start @first", "15:46: unknown label 'first'"),
    Broken(
      "expect leader changes > 0 within 5s of sunset",
      "15:40: expected a history event such as 'leader of orders-0 changes', found 'sunset'"),
    Broken(
      "expect leader changes > 0 between 5s and 2s",
      "15:27: between 5s and 2s runs backwards"),
    Broken("expect leader changes > 0 between 5s", "15:37: expected 'and', but the line ends here"),
    Broken("expect leader changes > 0 in some sed", "15:35: expected 'seed', found 'sed' [seed]"),
    Broken(
      "expect leader changes > 0 in most seeds",
      "15:30: expected 'every' or 'some', found 'most'"),
    Broken(
      "expect leader changes > 0 where acks > 1",
      "15:38: expected 'of', '=' or '!=', found '>'"),
    Broken(
      "expect leader changes > 0 where acks = 3",
      "15:40: 'acks' is never '3'; it is 1 or all"),
    Broken(
      "expect leader changes > 0 sometime",
      "15:27: expected 'in', a scope such as 'at 20s' or 'within 10s of heal' or the end of "
        + "the line, found 'sometime'"),
    Broken(
      "expect leader changes > 0 always never",
      "15:34: expected 'in', a scope such as 'at 20s' or 'within 10s of heal' or the end of "
        + "the line, found 'never'"),
    Broken(
      "expect always session of broker 1 expires",
      "15:1: an event cannot happen always; 'sometimes' or 'never'?"),
    Broken(
      "expect sometimes session of broker 1 expired",
      "15:38: expected 'expires', found 'expired' [expires]"),
    Broken(
      "expect NOT_ENOUGH_REPLICAS error of web > 0",
      "15:28: expected 'errors' or 'has', found 'error' [errors]"),
    Broken(
      "expect state of group billing is",
      "15:33: expected a value or a measure such as 'duplicates in orders', but the line ends "
        + "here"),
    Broken(
      "expect data of controller is x",
      "15:16: expected a ZooKeeper path such as '/controller', found 'controller'"),
  ]
}
