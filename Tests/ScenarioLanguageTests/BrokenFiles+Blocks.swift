extension Broken {
  /// Broken blocks.
  static let blocks: [Broken] = [
    Broken("topic", "15:6: expected the topic's name, but the line ends here"),
    Broken(
      "consumer packer 2",
      "15:17: several that share a name are 'consumers packer 2'"),
    Broken(
      "producer x\n  acks all",
      "16:3: unknown producer setting 'acks'; a property needs a '=', as in 'acks = all'"),
    Broken("producer x\n  rate 5", "16:3: unknown producer setting 'rate' [send]"),
    Broken("consumer x\n  rack east", "16:3: unknown consumer setting 'rack' [client.rack = …]"),
    Broken(
      "producer x\n  send 5 records to orders, for 10 minutes",
      "16:33: a time and its unit are one word: '10m' instead of '10 minutes'"),
    Broken(
      "producer x\n  send 5 records to orders, for 10min",
      "16:33: '10min' is no time; write '10m'"),
    // What a broken line wanted to declare is not reported as unknown where it is used.
    Broken(
      "consumer packer 2\n  group.id = packing\nexpect exactly once for packing",
      "15:17: several that share a name are 'consumers packer 2'"),
    Broken(
      "rack east: 1\nat 1s isolate rack east",
      "15:1: 'rack' has to be indented under its 'brokers'"),
    Broken("topic a b", "15:9: expected the end of the line, found 'b'"),
    Broken("topic orders", "15:7: topic 'orders' is said twice"),
    Broken("topic a/b", "15:7: a name has only letters, digits, '.', '_' and '-', unlike 'a/b'"),
    Broken("topic late\n  partitions", "16:13: expected a number, but the line ends here"),
    Broken("topic late\n  partitions many", "16:14: expected a number, found 'many'"),
    Broken(
      "topic late\n  partitions 0",
      "16:3: 0 partitions are outside of the bounds, 1 to 200000"),
    Broken("topic late\n  partitions 1..3", "16:14: '1..3' is no whole number"),
    Broken("topic late\n  partions 3", "16:3: unknown topic setting 'partions' [partitions]"),
    Broken(
      "topic late\n  replication.factor 9",
      "16:3: 9 replicas of each partition are outside of the bounds, 1 to 3"),
    Broken(
      "topic late\n  replication.factor 0",
      "16:3: 0 replicas of each partition are outside of the bounds, 1 to 3"),
    Broken("topic late\n  assignment 0", "16:15: expected ':', but the line ends here"),
    Broken("topic late\n  assignment 0: ", "16:16: expected a number, but the line ends here"),
    Broken("topic late\n  assignment 0: 1, x", "16:20: expected a number, found 'x'"),
    Broken("topic late\n  assignment 0: 1, 9", "16:17: no broker 9 here; the brokers are 1 to 3"),
    Broken("topic late\n  assignment 0: 1, 1", "16:17: broker 1 is named twice"),
    Broken(
      "topic late\n  assignment 1: 1, 2\n  partitions 1",
      "16:3: no partition 1 here; 'late' has 1, numbered from 0"),
    Broken(
      "topic late\n  assignment 0: 1\n  assignment 0: 2",
      "17:3: partition 0 is assigned twice"),
    Broken("topic late\n  created 10s", "16:11: expected 'at', found '10s'"),
    Broken(
      "topic late\n  cleanup.policy compact",
      "16:3: a property needs a '=', as in 'cleanup.policy = …'"),
    Broken("topic late\n  = 3", "16:3: a property needs a name before its '='"),
    Broken("topic late\n  properties", "16:3: 'properties' needs the path of a file"),
    Broken("producer", "15:9: expected the client's name, but the line ends here"),
    Broken("producer web", "15:10: producer 'web' is said twice"),
    Broken("producer audit", "15:10: producer 'audit' has the name of consumer 'audit'"),
    Broken("producer broker", "15:10: 'broker' is a word of the language; choose another name"),
    Broken("producer two words", "15:14: expected the end of the line, found 'words'"),
    Broken(
      "producer x\n  sent 5 records to orders",
      "16:3: unknown producer setting 'sent' [send]"),
    Broken("producer x\n  send records", "16:15: expected 'to', but the line ends here"),
    Broken(
      "producer x\n  send 5 records",
      "16:17: expected 'each', 'to' or 'a', but the line ends here"),
    Broken(
      "producer x\n  send 5 records to",
      "16:20: expected a topic or a partition, but the line ends here"),
    Broken("producer x\n  send 5 records to ordrs", "16:21: unknown topic 'ordrs' [orders]"),
    Broken(
      "producer x\n  send 5 records to orders one every",
      "16:37: expected a time such as '2s' or '1s..5s', but the line ends here"),
    Broken(
      "producer x\n  send 5 records to orders, two every 5ms",
      "16:33: 'every' is not understood here"),
    Broken(
      "producer x\n  send 5 records to orders, one every 5ms, one every 6ms",
      "16:44: 'one' is not understood here"),
    Broken(
      "producer x\n  send 5 records to orders, sized 5KB",
      "16:35: 'KB' is no unit of size; write B, KiB, MiB or GiB"),
    Broken(
      "producer x\n  send 5 records to orders, keyed by 0.5 keys",
      "16:38: '0.5' is no whole number"),
    Broken(
      "producer x\n  send 5 records a minute to orders",
      "16:20: expected 'second', found 'minute'"),
    Broken(
      "producer x\n  send five records to orders",
      "16:8: expected a number or 'records', found 'five'"),
    Broken(
      "producer x\n  send 5 records to orders-9",
      "16:21: no partition orders-9; its partitions are 0 to 1"),
    Broken("producer x\n  resend at error", "16:10: expected 'on' or 'failed', found 'at'"),
    Broken(
      "producer x\n  starts at",
      "16:12: expected a time such as '2s', but the line ends here"),
    Broken("producer x\n  starts whenever", "16:10: expected 'at' or 'stopped', found 'whenever'"),
    Broken("producers x", "15:12: expected a number, but the line ends here"),
    Broken("producers x 0", "15:11: 0 clients are outside of the bounds, 1 to 1000"),
    Broken("producers x 2000", "15:11: 2000 clients are outside of the bounds, 1 to 1000"),
    Broken("producers x many", "15:13: expected a number, found 'many'"),
    Broken("consumer", "15:9: expected the client's name, but the line ends here"),
    Broken("consumer worker", "15:10: consumer 'worker' is said twice"),
    Broken("consumers y 2 3", "15:15: expected the end of the line, found '3'"),
    Broken(
      "consumer y\n  subscrbe orders",
      "16:3: unknown consumer setting 'subscrbe' [subscribe]"),
    Broken("consumer y\n  subscribe", "16:12: expected 'to' or a topic, but the line ends here"),
    Broken("consumer y\n  subscribe ordrs", "16:13: unknown topic 'ordrs' [orders]"),
    Broken(
      "consumer y\n  assign orders",
      "16:10: expected a partition such as 'orders-0', found 'orders'"),
    Broken(
      "consumer y\n  assign orders-9",
      "16:10: no partition orders-9; its partitions are 0 to 1"),
    Broken(
      "consumer y\n  process each record in a second",
      "16:28: expected 'pool', found 'second'"),
    Broken(
      "consumer y\n  process each record in 5ms, then comit",
      "16:36: expected 'commit', found 'comit' [commit]"),
    Broken("consumer y\n  process every record in 5ms", "16:11: expected 'each', found 'every'"),
    Broken("consumer y\n  commit then process", "16:22: expected 'each', but the line ends here"),
    Broken(
      "consumer y\n  store results and offset together",
      "16:21: expected 'offsets', found 'offset' [offsets]"),
    Broken(
      "consumer y\n  read from middle",
      "16:13: expected 'beginning', 'end' or 'offset', found 'middle'"),
    Broken("brokers", "15:8: expected a number, but the line ends here"),
    Broken("brokers three", "15:9: expected a number, found 'three'"),
    Broken(
      "brokers 0",
      "15:1: 'brokers' is said twice | 15:9: 0 brokers are outside of the bounds, 1 to 1000"),
    Broken("brokers 3", "15:1: 'brokers' is said twice"),
    Broken(
      "brokers 2000",
      "15:1: 'brokers' is said twice | 15:9: 2000 brokers are outside of the bounds, 1 to 1000"),
    Broken("broker 4", "15:8: no broker 4 here; the brokers are 1 to 3"),
    Broken("broker 2\n  rack", "16:7: expected a name, but the line ends here"),
    Broken("zookeeper", "15:10: expected a number, but the line ends here"),
    Broken("zookeeper 10", "15:11: 10 ZooKeeper servers are outside of the bounds, 1 to 9"),
    Broken("zookeeper many", "15:11: expected a number, found 'many'"),
    Broken("network\n  latency 5", "16:11: a time needs a unit, as in '5ms' or '5s'"),
    Broken("network\n  latncy 5ms", "16:3: unknown network setting 'latncy' [latency]"),
    Broken("network\n  loss 5", "16:8: '5' is no percentage such as '5%'"),
    Broken("network 5", "15:9: expected the end of the line, found '5'"),
    Broken("weather", "15:8: expected 'from', but the line ends here"),
    Broken("weather from 5s", "15:16: expected 'to', but the line ends here"),
    Broken("weather from 5s to", "15:19: expected a time such as '2s', but the line ends here"),
    Broken("weather from 60s to 5s", "15:1: weather from 60s to 5s is over before it begins"),
    Broken(
      "weather from 5s to 60s\n  crash a broker",
      "16:17: expected 'every', but the line ends here"),
    Broken(
      "weather from 5s to 60s\n  crash a borker every 5s for 3s",
      "16:11: 'borker' is not understood here [broker]"),
    Broken(
      "weather from 5s to 60s\n  crash at most one broker at a time, every 5s, down for 3s",
      "16:17: expected a number, found 'one'"),
    Broken(
      "weather from 5s to 60s\n  explode a broker every 5s",
      "16:3: unknown weather 'explode' [expire]"),
    Broken("weather from 5s to 60s\n  lose 5% packets", "16:11: expected 'of', found 'packets'"),
    Broken("kafka", "15:6: expected a Kafka version such as '3.7', but the line ends here"),
    Broken("kafka three", "15:7: expected a Kafka version such as '3.7', found 'three'"),
    Broken("kafka 3", "15:7: expected a Kafka version such as '3.7', found '3'"),
    Broken(
      "kafka 3.7 zokeeper",
      "15:11: expected 'zookeeper' or 'kraft', found 'zokeeper' [zookeeper]"),
    Broken("kafka 3.7 zookeeper", "15:1: 'kafka' is said twice"),
    Broken("seeds", "15:6: expected a number, but the line ends here"),
    Broken("seeds one", "15:7: expected a number, found 'one'"),
    Broken("seeds 5..1", "15:7: the range '5..1' is upside down"),
    Broken("seeds 1..2000000", "15:7: 2000000 seeds are over the bound of 1000000"),
    Broken("seed", "15:5: expected a number, but the line ends here"),
    Broken("run", "15:4: expected 'for' or 'until', but the line ends here"),
    Broken("run for", "15:8: expected a time such as '2s', but the line ends here"),
    Broken("run for 5", "15:9: a time needs a unit, as in '5ms' or '5s'"),
    Broken("run while 5s", "15:5: expected 'for' or 'until', found 'while'"),
    Broken("run until quiet", "15:16: expected 'within', but the line ends here"),
    Broken("run for 1s\nat 2s crash broker 1", "16:1: 2s is after the run's end at 1s"),
    Broken(
      "run for 1s\nexpect no duplicates at 2s",
      "16:22: this is never looked at: the run ends at 1s"),
    Broken("title Again", "15:1: 'title' is said twice"),
    Broken("claim", "15:6: expected a claim's id such as 'A2', but the line ends here"),
    Broken("claim A/1", "15:7: a name has only letters, digits, '.', '_' and '-', unlike 'A/1'"),
    Broken("properties", "15:1: 'properties' needs the path of a file"),
    Broken("unknown.key", "15:1: a property needs a '=', as in 'unknown.key = …'"),
    Broken("\"quoted\"", "15:1: unknown statement '\"quoted\"'"),
    Broken("@first", "15:1: unknown statement '@first'"),
    Broken(", comma", "15:1: unknown statement ','"),
  ]
}
