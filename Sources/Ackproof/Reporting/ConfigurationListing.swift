import KafkaModel

/// Effective configuration as lines: what was written first, then what defaults give.
public enum ConfigurationListing {
  /// The widest that names and values are aligned to; what is wider stands out.
  private static let widthMax = 64

  /// The lines about one broker, topic or client: value, and where it came from.
  public static func lines(_ configuration: NamedConfiguration) -> [String] {
    let entries = configuration.values.entries
    let version = configuration.values.version
    let written = entries.filter { $0.origin.isWritten }
    return lines(
      written
        + entries.filter {
          !$0.origin.isWritten && $0.key.treatment(in: version) == .modelled
        }, version)
  }

  /// The lines about what was written in a file, under the name that people know it by.
  static func writtenLines(
    _ configuration: NamedConfiguration, replacing name: String, with file: String
  ) -> [String] {
    let written = configuration.values.entries.filter { $0.origin.isWritten }
    return lines(
      written.filter { "\($0.origin)".hasPrefix(name) }, configuration.values.version
    ).map { $0.replacing(name, with: file) }
  }

  private static func lines(
    _ entries: [EffectiveConfiguration.Entry], _ version: KafkaVersion
  ) -> [String] {
    let width = min(widthMax, entries.map { $0.name.count + $0.shown.count }.max() ?? 0)
    return entries.map { entry in
      let room = width - entry.name.count - entry.shown.count + 2
      let gap = String(repeating: " ", count: max(2, room))
      var line = "\(entry.name) = \(entry.shown)\(gap)\(entry.origin)"
      if case .withoutEffect = entry.key.treatment(in: version) { line += ", no effect here" }
      return line
    }
  }
}
