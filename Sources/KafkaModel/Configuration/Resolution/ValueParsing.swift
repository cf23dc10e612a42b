extension ConfigurationKey {
  /// Reads a value as ConfigDef does, and checks it; throws the sentence that Kafka would.
  ///
  /// Simplified: class names are not looked up, because no code of users is run.
  public func value(of text: String, in version: KafkaVersion) throws(InvalidValue)
    -> ConfigurationValue
  {
    let value = try parsed(text)
    try check(value, text, version)
    return value
  }

  /// Why a value is refused, in the words of ConfigException.
  public struct InvalidValue: Error, Equatable, Sendable {
    /// The whole sentence, value and key included.
    public let message: String
  }

  /// A refusal in the shape of ConfigException.
  private func invalid(_ text: String, _ why: String) -> InvalidValue {
    let shown = type == .password ? "[hidden]" : text
    return InvalidValue(message: "Invalid value \(shown) for configuration \(name): \(why)")
  }

  /// Reads a text by type alone (ConfigDef.parseType).
  private func parsed(_ text: String) throws(InvalidValue) -> ConfigurationValue {
    let trimmed = text.trimmedLikeJava
    switch type {
    case .boolean:
      switch trimmed.lowercased() {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: throw invalid(text, "Expected value to be either true or false")
      }
    case .string, .class, .password:
      return .text(trimmed)
    case .int, .short, .long:
      guard let number = Int64(javaDecimal: trimmed), type.range.contains(number) else {
        throw invalid(text, "Not a number of type \(type.rawValue.uppercased())")
      }
      return .integer(number)
    case .double:
      guard let fraction = Fraction(javaDouble: trimmed) else {
        throw invalid(text, "Not a number of type DOUBLE")
      }
      return .fraction(numerator: fraction.numerator, denominator: fraction.denominator)
    case .list:
      return .list(trimmed.isEmpty ? [] : trimmed.splitAtCommas)
    }
  }

  /// Applies the key's rule to a value (ConfigDef.Validator and its kinds).
  private func check(_ value: ConfigurationValue, _ text: String, _ version: KafkaVersion)
    throws(InvalidValue)
  {
    switch rule {
    case .any: return
    case .atLeast(let least): try checkBounds(value, least, nil, over: 1)
    case .between(let least, let most): try checkBounds(value, least, most, over: 1)
    case .fraction(let least, let most, let whole):
      try checkBounds(value, least, most, over: whole)
    case .oneOf(let words):
      for word in value.words where !words.contains(word) {
        throw invalid(word, "String must be one of: \(words.joined(separator: ", "))")
      }
    case .oneOfAnyCase(let words):
      for word in value.words where !words.contains(word.uppercased()) {
        throw invalid(
          word, "String must be one of (case insensitive): \(words.joined(separator: ", "))")
      }
    case .nonEmpty:
      if value == .text("") { throw invalid(text, "String must be non-empty") }
    case .acknowledgements: try checkAcknowledgements(value, version)
    case .offsetReset: try checkOffsetReset(value, version)
    case .offsetStorage:
      guard case .text(let word) = value, !["zookeeper", "kafka"].contains(word) else { return }
      throw InvalidValue(
        message: "Wrong value \(word) of \(name) in consumer config; "
          + "Valid values are 'zookeeper' and 'kafka'")
    case .gzipLevel:
      guard case .integer(let level) = value, level == -1 || (1...9).contains(level) else {
        throw invalid(text, "Value must be between 1 and 9 or equal to -1")
      }
    case .throttledReplicas: try checkThrottledReplicas(value, text)
    case .unlimitedOrPositive:
      guard case .integer(let number) = value, number == -1 || number >= 1 else {
        throw InvalidValue(
          message: "\(name) must be unlimited (-1) or, greater than or equal to 1")
      }
    case .fallbackOrPositive:
      guard case .integer(let number) = value, number == -1 || number >= 1 else {
        throw invalid(text, "Value can be -1 or greater than 0")
      }
    case .release: try checkRelease(value, version)
    }
  }

  /// The rule of protocol and format versions (MetadataVersionValidator, before 3.3 ApiVersion).
  ///
  /// Simplified: any two numbers may be a release.
  private func checkRelease(_ value: ConfigurationValue, _ version: KafkaVersion)
    throws(InvalidValue)
  {
    guard case .text(let word) = value else { return }
    let numbers = word.split(separator: "-", omittingEmptySubsequences: false)[0]
      .split(separator: ".", omittingEmptySubsequences: false).prefix(2)
    if numbers.count == 2, numbers.allSatisfy({ Int64(javaDecimal: String($0)) != nil }) { return }
    let shown = version < KafkaVersion(3, 3) ? "`\(word)`" : word
    throw invalid(word, "Version \(shown) is not a valid version")
  }

  /// The range rule, for integers and fractions alike.
  private func checkBounds(
    _ value: ConfigurationValue, _ least: Int64, _ most: Int64?, over whole: Int64
  ) throws(InvalidValue) {
    let own: Fraction
    switch value {
    case .integer(let number): own = Fraction(numerator: number, denominator: 1)
    case .fraction(let numerator, let denominator):
      own = Fraction(numerator: numerator, denominator: denominator)
    case .boolean, .text, .list: return
    }
    let shown = own.denominator == 1 && type != .double ? "\(own.numerator)" : own.decimalText
    func bound(_ number: Int64) -> String {
      whole == 1 ? "\(number)" : decimal(number, over: whole)
    }
    if own < Fraction(numerator: least, denominator: whole) {
      throw invalid(shown, "Value must be at least \(bound(least))")
    }
    if let most, Fraction(numerator: most, denominator: whole) < own {
      throw invalid(shown, "Value must be no more than \(bound(most))")
    }
  }

  /// The rule of `auto.offset.reset`, which had other words in the Scala consumer; it may be
  /// written in the later words too, so that one file serves all releases.
  private func checkOffsetReset(_ value: ConfigurationValue, _ version: KafkaVersion)
    throws(InvalidValue)
  {
    guard case .text(let word) = value else { return }
    let words = ["latest", "earliest", "none"]
    if words.contains(word) { return }
    guard version < KafkaVersion(0, 9, 0) else {
      throw invalid(word, "String must be one of: \(words.joined(separator: ", "))")
    }
    if ["smallest", "largest"].contains(word) { return }
    throw InvalidValue(
      message: "Wrong value \(word) of \(name) in ConsumerConfig; "
        + "Valid values are smallest and largest")
  }

  /// The rule of `acks`: the Java producer takes four words; 0.8 brokers also counted replicas.
  private func checkAcknowledgements(_ value: ConfigurationValue, _ version: KafkaVersion)
    throws(InvalidValue)
  {
    guard case .text(let word) = value else { return }
    if ["all", "-1", "0", "1"].contains(word) { return }
    let countMax: Int64 = 32_767
    if version < KafkaVersion(0, 9, 0), let count = Int64(javaDecimal: word),
      (2...countMax).contains(count)
    {
      return
    }
    throw invalid(word, "String must be one of: all, -1, 0, 1")
  }

  /// The rule of the throttle lists (ThrottledReplicaListValidator).
  private func checkThrottledReplicas(_ value: ConfigurationValue, _ text: String)
    throws(InvalidValue)
  {
    let words = value.words
    if words.isEmpty || words == ["*"] || words == ["none"] { return }
    for word in words {
      let halves = word.split(separator: ":", omittingEmptySubsequences: false)
      let areNumbers = halves.allSatisfy { half in
        !half.isEmpty && half.utf8.allSatisfy { 48...57 ~= $0 }
      }
      guard halves.count == 2, areNumbers else {
        throw InvalidValue(
          message: "\(name) must be the literal '*' or a list of replicas in the following format: "
            + "[partitionId]:[brokerId],[partitionId]:[brokerId],...")
      }
    }
  }
}

extension ConfigurationValue {
  /// The words of a text or list; none for other values.
  var words: [String] {
    switch self {
    case .text(let word): [word]
    case .list(let words): words
    case .boolean, .integer, .fraction: []
    }
  }
}
