/// The table of invariants as text, for help.
public enum CheckList {
  /// One line per invariant.
  public static func lines() -> [String] {
    Checks.all.map { check in
      let gap = String(repeating: " ", count: 8 - check.id.rawValue.count)
      return "\(check.id.rawValue)\(gap)  \(check.promise)"
    }
  }

  /// What one invariant promises; nil for another word.
  public static func lines(about name: String) -> [String]? {
    Checks.all.first { $0.id.rawValue == name.uppercased() }
      .map { ["\($0.id.rawValue)", "  \($0.promise)"] }
  }
}
