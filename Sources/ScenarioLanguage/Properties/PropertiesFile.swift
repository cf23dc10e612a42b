/// A `.properties` file as Kafka's tools load it: Java's rules, Latin-1 bytes, each key with its
/// line.
///
/// Models `java.util.Properties.load(InputStream)`, which Kafka's `Utils.loadProps` calls: comment
/// lines start with `#` or `!`; `=`, `:` or white space end a key; a backslash at the end
/// continues a
/// line, before other characters it escapes; white space at the end of a value is kept.
public struct PropertiesFile: Sendable {
  /// One key with its value, in the order of the file; a later one of the same key wins.
  public struct Entry: Equatable, Sendable {
    /// The key, with its escapes resolved.
    public var key: String
    /// The value, with its escapes resolved.
    public var value: String
    /// Where the key stands in the file.
    public var place: Place

    /// A key and its value on a line.
    public init(_ key: String, _ value: String, at place: Place) {
      self.key = key
      self.value = value
      self.place = place
    }
  }

  /// Every entry.
  public private(set) var entries: [Entry] = []
  /// What Java would refuse, and what it would surprise with.
  public private(set) var problems: [Diagnostic] = []

  /// Reads a file's bytes; over a bound nothing but the problem comes back.
  public static func read(file: String, bytes: [UInt8]) -> PropertiesFile {
    var result = PropertiesFile()
    if bytes.count > Bounds.fileBytes {
      result.problems.append(
        Diagnostic(
          "the file is over the bound of \(Bounds.fileBytes) bytes (1 MiB)",
          at: Place(line: 1, start: 0, end: 0), file: file))
      return result
    }
    var reader = PropertiesReader(bytes)
    result.entries = reader.read()
    result.problems = reader.problems.map { problem in
      var problem = problem
      problem.file = file
      return problem
    }
    return result
  }
}
