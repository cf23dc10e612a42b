/// A property as somebody wrote it: a name, a value, and where.
public struct PropertyAssignment: Equatable, Sendable {
  /// The name, as written.
  public var name: String
  /// The value, as written.
  public var value: String
  /// Where it was written.
  public var origin: PropertyOrigin

  /// A property written at some place.
  public init(_ name: String, _ value: String, _ origin: PropertyOrigin) {
    self.name = name
    self.value = value
    self.origin = origin
  }
}

/// The line of a file on which a property was written.
public struct PropertyOrigin: Equatable, Sendable, CustomStringConvertible {
  /// The file, as the user named it.
  public var file: String
  /// The line, counted from one.
  public var line: Int

  /// A place in a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// The place as editors understand it.
  public var description: String { "\(file):\(line)" }
}

/// Where an effective value came from.
public indirect enum ValueOrigin: Equatable, Sendable, CustomStringConvertible {
  /// The release's own default.
  case standard
  /// A line that somebody wrote.
  case written(PropertyOrigin)
  /// A broker's key that sets the default of topics.
  case broker(key: String, ValueOrigin)
  /// A rule of the client, which changed the value because of another key.
  case implied(by: String)

  /// Whether somebody wrote it for this very key.
  public var isWritten: Bool {
    if case .written = self { return true }
    return false
  }

  /// A few words for the list of effective values.
  public var description: String {
    switch self {
    case .standard: "default"
    case .written(let origin): "\(origin)"
    case .broker(let key, let origin): "\(key) of the broker, \(origin)"
    case .implied(let key): "implied by \(key)"
    }
  }
}
