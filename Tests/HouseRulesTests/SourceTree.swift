import Foundation

/// The repository's Swift files as text, for rules about how they are written.
struct SourceTree {
  struct File {
    /// Relative to the repository.
    let path: String
    let lines: [String]
  }

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below a folder of the repository, in order of their paths.
  static func files(below folder: String) -> [File] {
    let base = root.appending(path: folder)
    let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      guard let text = try? String(contentsOf: base.appending(path: path), encoding: .utf8) else {
        return nil
      }
      return File(path: "\(folder)/\(path)", lines: text.components(separatedBy: "\n"))
    }
  }

  /// The line without strings' contents and comments, so that words in prose do not count.
  static func code(_ line: String) -> String {
    var code = ""
    var isInString = false
    var previous: Character = " "
    for character in line {
      if character == "\"" && previous != "\\" { isInString.toggle() }
      if !isInString && character == "/" && previous == "/" { return String(code.dropLast()) }
      if !isInString { code.append(character) }
      previous = character
    }
    return code
  }
}
