extension Broken {
  /// Broken statements.
  static let statements: [Broken] = [
    Broken("at 1s partition broker 1 from broker 2", "15:7: unknown fault 'partition' [cut]"),
    Broken("suspend broker 1", "15:1: unknown statement 'suspend' [freeze]"),
    Broken("foo bar", "15:1: unknown statement 'foo'"),
    Broken("tpoic payments", "15:1: unknown statement 'tpoic' [topic]"),
    Broken("expct no duplicates", "15:1: unknown statement 'expct' [expect]"),
    Broken("partitions 3", "15:1: 'partitions' has to be indented under its 'topic'"),
    Broken("subscribe orders", "15:1: 'subscribe' has to be indented under its 'consumer'"),
    Broken(
      "min.insync.replicas 2",
      "15:1: a property needs a '=', as in 'min.insync.replicas = …'"),
    Broken("acks: all", "15:1: a property needs a '=', as in 'acks = …'"),
    Broken("send 10 records to orders", "15:1: 'send' has to be indented under its 'producer'"),
    Broken("= 5", "15:1: a property needs a name before its '='"),
    Broken(
      "key = value\\",
      "15:7: a property is one line here; values of several lines belong in a properties file"),
    Broken("at", "15:3: expected a time such as '2s' or '1s..5s', but the line ends here"),
    Broken(
      "at 2s",
      "15:6: expected what happens, such as 'crash broker 1', but the line ends here"),
    Broken(
      "at 2s crash",
      "15:12: expected a node such as 'broker 2' or 'leader of orders-0', but the line ends "
        + "here"),
    Broken("at 2s freze broker 2", "15:7: unknown fault 'freze' [freeze]"),
    Broken(
      "at 2s crash brokr 2",
      "15:13: expected a node such as 'broker 2' or 'leader of orders-0', found 'brokr' "
        + "[broker]"),
    Broken("at 2s crash broker", "15:19: expected a number, but the line ends here"),
    Broken("at 2s crash broker two", "15:20: expected a number, found 'two'"),
    Broken("at 2s crash broker 4", "15:13: no broker 4 here; the brokers are 1 to 3"),
    Broken("at 2s crash broker 0", "15:13: no broker 0 here; the brokers are 1 to 3"),
    Broken("at 2s crash brokers 1, 4", "15:13: no broker 4 here; the brokers are 1 to 3"),
    Broken("at 2s crash brokers 1, 1", "15:13: broker 1 is named twice"),
    Broken("at 2 crash broker 1", "15:4: a time needs a unit, as in '2ms' or '2s'"),
    Broken(
      "at 2x crash broker 1",
      "15:4: '2x' is no time; write a number and ns, us, ms, s, m, h or d"),
    Broken("at 5s..2s crash broker 1", "15:4: the range '5s..2s' is upside down"),
    Broken(
      "at 99999999999999d crash broker 1",
      "15:4: '99999999999999d' is over the bound of ten years, or too fine"),
    Broken(
      "at -2s crash broker 1",
      "15:4: '-2s' is no time; write a number and ns, us, ms, s, m, h or d"),
    Broken("at 2s crash leader of ordrs-0", "15:23: unknown topic 'ordrs' [orders]"),
    Broken(
      "at 2s crash leader of orders",
      "15:23: expected a partition such as 'orders-0', 'group' or 'zookeeper', found 'orders'"),
    Broken(
      "at 2s crash leader of orders-7",
      "15:23: no partition orders-7; its partitions are 0 to 1"),
    Broken("at 2s crash leader orders-0", "15:20: expected 'of', found 'orders-0'"),
    Broken(
      "at 2s crash a folower of orders-0",
      "15:15: expected 'follower', 'replica' or 'member', found 'folower' [follower]"),
    Broken(
      "at 2s crash wbe",
      "15:13: expected a node such as 'broker 2' or 'leader of orders-0', found 'wbe'"),
    Broken("at 2s crash producer wbe", "15:22: unknown producer 'wbe' [web]"),
    Broken("at 2s crash consumer web", "15:22: unknown consumer 'web'; known: audit, worker"),
    Broken("at 2s crash worker-3", "15:13: unknown client 'worker-3'"),
    Broken("at 2s crash coordinator of group biling", "15:34: unknown group 'biling' [billing]"),
    Broken(
      "at 2s crash coordinator of billing",
      "15:28: expected 'group', 'transactional.id' or 'transaction', found 'billing'"),
    Broken("at 2s crash @nobody", "15:13: unknown label 'nobody'"),
    Broken("at 2s crash broker 1 as", "15:24: expected a label's name, but the line ends here"),
    Broken(
      "at 2s crash broker 1 as a,b",
      "15:26: expected 'where' or the end of the line, found ','"),
    Broken(
      "at 2s crash broker 1 as first as second",
      "15:31: expected 'where' or the end of the line, found 'as'"),
    Broken(
      "at 2s crash broker 1 for",
      "15:25: expected a time such as '2s' or '1s..5s', but the line ends here"),
    Broken(
      "at 2s crash broker 1 for ever",
      "15:26: expected a time such as '2s' or '1s..5s', found 'ever'"),
    Broken(
      "at 2s crash broker 1 broker 2",
      "15:22: expected 'for', 'down', 'as', 'where' or the end of the line, found 'broker'"),
    Broken(
      "at 2s crash broker 1, ",
      "15:22: expected a number, a node such as 'broker 2' or 'leader of orders-0' or 'down', "
        + "but the line ends here"),
    Broken("at 2s cut broker 1", "15:19: expected 'from', 'and' or 'to', but the line ends here"),
    Broken(
      "at 2s cut broker 1 frm broker 2",
      "15:20: expected 'from', 'and' or 'to', found 'frm' [from]"),
    Broken(
      "at 2s cut broker 1 from",
      "15:24: expected a node such as 'broker 2' or 'leader of orders-0', but the line ends "
        + "here"),
    Broken("at 2s cut broker 1 from broker 9", "15:25: no broker 9 here; the brokers are 1 to 3"),
    Broken("at 2s cut zookeeper 2 from broker 1", "15:11: no ZooKeeper server 2 here; there are 1"),
    Broken("at 2s crash rack east", "15:18: unknown rack 'east'"),
    Broken("at 2s lose 5 of packets", "15:12: '5' is no percentage such as '5%'"),
    Broken("at 2s lose 101% of packets", "15:12: '101%' is over 100%, or finer than 0.0001%"),
    Broken("at 2s lose 5% of pakets", "15:18: expected 'packets', found 'pakets' [packets]"),
    Broken("at 2s lose 5%..1% of packets", "15:12: the range '5%..1%' is upside down"),
    Broken("at 2s delay packets by 5", "15:24: a time needs a unit, as in '5ms' or '5s'"),
    Broken(
      "at 2s delay packets from broker 1 by 2s to broker 2",
      "15:41: expected 'for', 'as', 'where' or the end of the line, found 'to'"),
    Broken(
      "at 2s limit bandwidth to 10MB a second",
      "15:26: 'MB' is no unit of size; write B, KiB, MiB or GiB"),
    Broken("at 2s limit bandwidth to 10 a second", "15:26: '10' is no size such as '16KiB'"),
    Broken(
      "at 2s jump clock of broker 1 by five",
      "15:33: expected a time difference such as '+3s', found 'five'"),
    Broken("at 2s drift clock of broker 1 by 200", "15:34: '200' is no drift such as '+200ppm'"),
    Broken(
      "at 2s drift clock of broker 1 by 999999ppm",
      "15:34: '999999ppm' is over the bound of 100000ppm"),
    Broken("at 2s slow disk of broker 1 by 20", "15:32: '20' is no factor such as '10x'"),
    Broken("at 2s slow disc of broker 1 by 20x", "15:12: expected 'disk', found 'disc' [disk]"),
    Broken("at 2s elect preferred leader of ordrs-0", "15:33: unknown topic 'ordrs' [orders]"),
    Broken(
      "at 2s move leader of orders-0 to 2",
      "15:34: expected a node such as 'broker 2' or 'leader of orders-0', found '2'"),
    Broken("at 2s reassign orders-0 to 2, 3, 9", "15:28: no broker 9 here; the brokers are 1 to 3"),
    Broken("at 2s reassign orders-0 to", "15:27: expected a number, but the line ends here"),
    Broken("at 2s create topic", "15:19: expected a topic, but the line ends here"),
    Broken(
      "at 2s create topic a/b",
      "15:20: a name has only letters, digits, '.', '_' and '-', unlike 'a/b'"),
    Broken("at 2s delete topic payments", "15:20: unknown topic 'payments'; known: orders"),
    Broken("at 2s add partitions to orders", "15:11: expected a number, found 'partitions'"),
    Broken(
      "at 2s set min.insync.replicas of orders to",
      "15:43: expected a value, but the line ends here"),
    Broken(
      "at 2s set min.insync.replicas of nothing to 1",
      "15:34: expected a topic, a client, 'every broker' or 'broker 2', found 'nothing'"),
    Broken("at 2s set min.insync.replicas orders to 1", "15:31: expected 'of', found 'orders'"),
    Broken(
      "at 2s drop it",
      "15:7: 'it' needs a message, as in 'on the 10th produce response from broker 1 to web'"),
    Broken(
      "at 2s hold it for 3s",
      "15:7: 'it' needs a message, as in 'on the 10th produce response from broker 1 to web'"),
    Broken(
      "at 2s drop produce responses from broker 1 to nobody",
      "15:47: expected a node such as 'broker 2' or 'leader of orders-0', found 'nobody'"),
    Broken(
      "at 2s drop prodce responses from broker 1",
      "15:12: expected 'it' or a message such as 'produce response from broker 1 to web', "
        + "found 'prodce'"),
    Broken(
      "at 2s hold fetch from broker 1",
      "15:18: expected 'request', 'response' or 'message', found 'from'"),
    Broken(
      "at 2s release late",
      "15:15: expected a label such as '@first' or 'what', found 'late'"),
    Broken("at 2s release @late", "15:15: unknown label 'late'"),
    Broken(
      "at 2s power off broker 1 keeping the first",
      "15:7: how many records? as in 'keeping the first 10 records of orders-0'"),
    Broken(
      "at 2s power off broker 1 keeping everything written 10 records",
      "15:7: 'keeping everything written' takes no number of records"),
    Broken(
      "at 2s power off broker 1 keeping nothing",
      "15:34: expected 'everything' or 'the', found 'nothing'"),
    Broken("at 2s seek audit to offset", "15:7: to which offset? as in 'to offset 100'"),
    Broken("at 2s seek audit to beginning 5", "15:7: a number is only for 'to offset'"),
    Broken("at 2s seek audi to end", "15:12: unknown consumer 'audi' [audit]"),
    Broken("at 2s scale worker to many", "15:23: expected a number, found 'many'"),
    Broken("at 2s heal", "15:1: nothing to heal: no line above breaks anything that heals"),
    Broken("at 2s crash broker 1\nat 1s crash broker 2", "16:1: time runs backwards: 1s after 2s"),
    Broken(
      "at 2s cut broker 1 from broker 2\nat 1s heal",
      "16:1: time runs backwards: 1s after 2s"),
    Broken(
      "at 2s start @first\nat 3s crash broker 1 as first",
      "15:13: '@first' is only given by a later line"),
    Broken(
      "at 2s crash broker 1 as first\nat 3s crash broker 2 as first",
      "16:25: label '@first' is said twice"),
    Broken("at 2s crash broker 1 where acks = 2", "15:35: 'acks' is never '2'; it is 1 or all"),
    Broken("at 2s crash broker 1 where ack = 1", "15:28: no line varies 'ack' [acks]"),
    Broken(
      "at 2s crash broker 1 where acks",
      "15:32: expected 'of', '=' or '!=', but the line ends here"),
    Broken(
      "at 2s crash broker 1 where acks = 1 and",
      "15:40: expected a word that is varied, but the line ends here"),
    Broken(
      "at 2s crash broker 1 where acks of ordrs = 1",
      "15:36: expected a topic, a client, 'every broker' or 'broker 2', found 'ordrs'"),
    Broken("at 2s crash broker 1 where linger = 1", "15:28: no line varies 'linger'"),
    Broken("crash broker 1", "15:1: this line lacks its time, as in 'at 2s crash broker 1'"),
    Broken(
      "crash broker 1 at noon",
      "15:19: expected a time such as '2s' or '1s..5s', found 'noon'"),
    Broken("heal", "15:1: this line lacks its time, as in 'at 2s heal'"),
    Broken("heal at", "15:8: expected a time such as '2s' or '1s..5s', but the line ends here"),
  ]
}
