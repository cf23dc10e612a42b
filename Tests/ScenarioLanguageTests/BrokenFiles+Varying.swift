extension Broken {
  /// Broken vary.
  static let vary: [Broken] = [
    Broken("vary", "15:5: expected a property or setting to vary, but the line ends here"),
    Broken("vary acks of web", "15:17: expected ':', but the line ends here"),
    Broken("vary acks of web 1, all", "15:18: expected ':', found '1'"),
    Broken(
      "vary acks of wbe: 1",
      "15:14: expected a topic, a client, 'every broker' or 'broker 2', found 'wbe'"),
    Broken("vary acks web: 1", "15:11: expected 'of' or ':', found 'web'"),
    Broken("vary acks of web: 1,", "15:21: expected a value, but the line ends here"),
    Broken("vary retries of web: 1, 1", "15:25: '1' is named twice"),
    Broken("vary acks of web: 1, 2", "15:6: 'acks' is varied twice"),
    Broken("vary x/y: 1", "15:6: a name has only letters, digits, '.', '_' and '-', unlike 'x/y'"),
    Broken("vary speed: \"fast", "15:13: this quote is never closed"),
    Broken("vary speed: \"fast\" lane", "15:20: expected the end of the line, found 'lane'"),
    Broken(
      "vary partitions of ordrs: 1, 2",
      "15:20: expected a topic, a client, 'every broker' or 'broker 2', found 'ordrs'"),
  ]
}
