/// Which simulator made a result.
public enum ToolVersion {
  /// The version of the tool; the language and the report formats have their own.
  public static let current = "0.1.0"
}
