extension Broken {
  /// Broken triggers.
  static let triggers: [Broken] = [
    Broken("every", "15:6: expected a time such as '2s' or '1s..5s', but the line ends here"),
    Broken("every 5 crash broker 1", "15:7: a time needs a unit, as in '5ms' or '5s'"),
    Broken("every 0s crash broker 1", "15:1: every 0s would never end"),
    Broken("every 5s from 10s until 5s crash broker 1", "15:1: from 10s until 5s runs backwards"),
    Broken("every 5s until crash broker 1", "15:16: expected a time such as '2s', found 'crash'"),
    Broken("every 5s, 0 times crash broker 1", "15:1: 0 times is never"),
    Broken("every crash broker 1", "15:7: expected a time such as '2s' or '1s..5s', found 'crash'"),
    Broken("when crash broker 1", "15:12: expected a label such as '@first', found 'broker'"),
    Broken(
      "when leader of orders-0 changs crash broker 1",
      "15:25: 'changs' is not understood here [changes]"),
    Broken(
      "when leader of orders-0 changes",
      "15:32: expected 'to' or what happens, such as 'crash broker 1', but the line ends here"),
    Broken(
      "when leader of orders-0 changes to crash broker 1",
      "15:36: expected a node such as 'broker 2' or 'leader of orders-0', found 'crash'"),
    Broken("when broker 1 explodes crash broker 2", "15:15: 'explodes' is not understood here"),
    Broken(
      "when session of broker 7 expires crash broker 2",
      "15:17: no broker 7 here; the brokers are 1 to 3"),
    Broken(
      "when isr of orders-0 shrinks to 9 crash broker 1",
      "15:33: no broker 9 here; the brokers are 1 to 3"),
    Broken(
      "when high watermark of orders-0 reaches crash broker 1",
      "15:41: expected a number, found 'crash'"),
    Broken(
      "when record of web is acknowledged crash broker 1",
      "15:13: expected a number, found 'of'"),
    Broken(
      "when record 5 of web is acknowleged crash broker 1",
      "15:25: 'acknowleged' is not understood here [acknowledged]"),
    Broken(
      "when record 5 of wbe is acknowledged crash broker 1",
      "15:18: unknown producer 'wbe' [web]"),
    Broken("when heal crash broker 1", "15:6: no line heals"),
    Broken("when start @first crash broker 1", "15:12: unknown label 'first'"),
    Broken("on 3rd crash broker 1", "15:14: expected a label such as '@first', found 'broker'"),
    Broken(
      "on leader of orders-0 changes crash broker 1",
      "15:4: expected an occurrence such as 'the 3rd' or 'every', found 'leader'"),
    Broken(
      "on the 0th produce response from broker 1 to web drop it",
      "15:8: expected an occurrence such as 'the 3rd' or 'every', found '0th'"),
    Broken(
      "on the 3 produce response from broker 1 to web drop it",
      "15:8: expected an occurrence such as 'the 3rd' or 'every', found '3'"),
    Broken(
      "on the 3rd produce answer from broker 1 to web drop it",
      "15:20: expected 'request', 'response' or 'message', found 'answer'"),
    Broken(
      "on the 3rd produce response from broker 1 to web dorp it",
      "15:50: unknown fault 'dorp' [drop]"),
    Broken(
      "on the 3rd produce response from broker 1 to web drop it and reset",
      "15:67: expected 'the', but the line ends here"),
    Broken(
      "500ms leader of orders-0 changes crash broker 1",
      "15:7: expected 'after', found 'leader'"),
    Broken(
      "500 after leader of orders-0 changes crash broker 1",
      "15:1: a time needs a unit, as in '500ms' or '500s'"),
    Broken(
      "500ms after crash broker 1",
      "15:19: expected a label such as '@first', found 'broker'"),
    Broken(
      "500ms before leader of orders-0 changes crash broker 1",
      "15:7: expected 'after', found 'before'"),
  ]
}
