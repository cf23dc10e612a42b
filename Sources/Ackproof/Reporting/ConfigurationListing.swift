import KafkaModel

/// Effective configuration as lines: what was written first, then what defaults give.
public enum ConfigurationListing {
  /// The lines about one broker, topic or client: value, and where it came from.
  public static func lines(_ configuration: NamedConfiguration) -> [String] {
    let entries = configuration.values.entries
    let width = entries.map { $0.name.count + $0.shown.count }.max() ?? 0
    let ordered = entries.filter { $0.origin.isWritten } + entries.filter { !$0.origin.isWritten }
    let version = configuration.values.version
    let shown = ordered.filter {
      $0.origin.isWritten || $0.key.treatment(in: version) == .modelled
    }
    return shown.map { entry in
      let gap = String(repeating: " ", count: width - entry.name.count - entry.shown.count + 2)
      var line = "\(entry.name) = \(entry.shown)\(gap)\(entry.origin)"
      if case .withoutEffect = entry.key.treatment(in: version) { line += ", no effect here" }
      return line
    }
  }
}
