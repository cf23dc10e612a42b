import Ackproof
import ScenarioLanguage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading and writing of files: the only place that touches the file system.
enum Files {
  /// The bytes of a file; nil when it cannot be read. A little more than the bound is read, so
  /// that the reader can name the bound.
  static func read(_ path: String, bound: Int = Bounds.fileBytes + 1) -> [UInt8]? {
    guard !isFolder(path), let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= bound {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return ferror(file) == 0 ? bytes : nil
  }

  /// Writes a whole file or nothing: beside it first, then renamed, with the rights that it had.
  static func write(_ text: String, to path: String) -> Bool {
    // A device or a pipe is written to; a file put in its place would be its end.
    if isSpecial(path) { return put(text, into: path, "ab") }
    // A link goes on leading to where it led.
    let place = resolved(path)
    let beside = "\(place).\(getpid()).part"
    guard put(text, into: beside, "wb") else {
      unlink(beside)
      return false
    }
    var info = stat()
    if stat(place, &info) == 0 { chmod(beside, info.st_mode & 0o7777) }
    if rename(beside, place) == 0 { return true }
    unlink(beside)
    return false
  }

  private static func put(_ text: String, into path: String, _ mode: String) -> Bool {
    // What was printed before comes first, if it goes to the same place.
    fflush(nil)
    guard let file = fopen(path, mode) else { return false }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && written == bytes.count
  }

  /// Whether a path is a device, a pipe, or leads to one, as `/dev/stdout` does.
  private static func isSpecial(_ path: String) -> Bool {
    var info = stat()
    guard stat(path, &info) == 0 else { return false }
    let kind = info.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR || path.hasPrefix("/dev/")
  }

  private static func resolved(_ path: String) -> String {
    guard isLink(path), let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && (info.st_mode & S_IFMT) == S_IFDIR
  }

  /// Whether a path is a symbolic link.
  private static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && (info.st_mode & S_IFMT) == S_IFLNK
  }

  /// Whether there is something at a path.
  static func exists(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0
  }

  /// The entries of a folder, sorted; hidden ones are left out.
  private static func entries(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The deepest that folders are searched.
  static let depthLimit = 16

  /// The most files and folders that are looked at: `run /` is a slip, and would take for ever.
  static let entryLimit = 100_000

  /// The scenario files behind some paths: files as they are, folders searched, sorted.
  static func scenarios(_ paths: [String]) -> Result<[String], Options.Problem> {
    var files: [String] = []
    for path in paths {
      var trimmed = path
      while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
      guard exists(trimmed) else {
        return .failure(.init(message: "there is no file or folder '\(path)'"))
      }
      var left = entryLimit
      let found = isFolder(trimmed) ? search(trimmed, depth: 0, &left) : [trimmed]
      guard left > 0 else {
        return .failure(
          .init(message: "'\(path)' holds more than \(entryLimit) files; name a smaller folder"))
      }
      for file in found where !files.contains(file) { files.append(file) }
    }
    if files.isEmpty {
      let names =
        paths.isEmpty ? "nothing was named" : "no scenario in \(paths.joined(separator: ", "))"
      return .failure(.init(message: "\(names); name a file or a folder of *.scenario files"))
    }
    return .success(files)
  }

  private static func search(_ folder: String, depth: Int, _ left: inout Int) -> [String] {
    guard depth < depthLimit else { return [] }
    var files: [String] = []
    for name in entries(folder) {
      guard left > 0 else { return [] }
      left -= 1
      let path = "\(folder)/\(name)"
      // A link to a folder may lead back; what it leads to can be named by itself.
      if isFolder(path) {
        if !isLink(path) { files += search(path, depth: depth + 1, &left) }
      } else if name.hasSuffix(".scenario") {
        files.append(path)
      }
    }
    return files
  }

  /// The scenarios of one folder with their bytes, sorted by name; none when there is no folder.
  static func texts(in folder: String) -> [(name: String, text: [UInt8])] {
    entries(folder).filter { $0.hasSuffix(".scenario") }.compactMap { name in
      read("\(folder)/\(name)").map { (name, $0) }
    }
  }

  /// Makes a folder unless there is one, with those above it.
  static func makeFolder(_ path: String) -> Bool {
    if isFolder(path) { return true }
    if let above = folder(of: path), !exists(above), !makeFolder(above) { return false }
    return mkdir(path, 0o777) == 0
  }

  /// What keeps a folder from being written to, or made: known before hours of searching.
  static func obstacle(toFolder path: String) -> String? {
    if exists(path) {
      if !isFolder(path) { return "'\(path)' is no folder" }
      return access(path, W_OK | X_OK) == 0 ? nil : "nothing may be written into '\(path)'"
    }
    guard let above = folder(of: path) else { return obstacle(toFolder: ".") }
    return obstacle(toFolder: above)
  }

  /// What keeps a file from being written.
  static func obstacle(toFile path: String) -> String? {
    if isFolder(path) { return "'\(path)' is a folder" }
    if isSpecial(path) {
      return access(path, W_OK) == 0 ? nil : "nothing may be written to '\(path)'"
    }
    let above = folder(of: path) ?? "."
    return exists(above) ? obstacle(toFolder: above) : "there is no folder '\(above)'"
  }

  /// The folder that a path is in; nil for a name alone.
  private static func folder(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path that is relative to the folder of a file.
  static func resolve(_ path: String, besides file: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let slash = file.lastIndex(of: "/") else { return path }
    return "\(file[..<slash])/\(path)"
  }
}

/// Where words go.
enum Output {
  /// A line of the report.
  static func line(_ text: String) { print(text) }

  /// A line for a person, beside the report.
  static func error(_ text: String) {
    fflush(nil)
    put("\(text)\n", on: STDERR_FILENO)
  }

  /// Says why nothing is run; who reads the report as JSON gets that as JSON, too.
  static func refuse(_ message: String, asJSON: Bool = false) -> ExitStatus {
    error("error: \(message)")
    if asJSON {
      line(JSONReport.document([], refused: [("", "error: \(message)")], status: .refused).written)
    }
    return .refused
  }

  /// Whether the report goes to a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) != 0 }

  /// Whether everything that was printed has arrived. Who stops reading, as `head` does, wants no
  /// more of it: a pipe or a socket that was closed loses nothing.
  static var isComplete: Bool {
    if fflush(nil) == 0 { return true }
    var info = stat()
    guard fstat(STDOUT_FILENO, &info) == 0 else { return false }
    let kind = info.st_mode & S_IFMT
    return kind == S_IFIFO || kind == S_IFSOCK
  }

  /// Whether colours are wanted: on a terminal, unless the user said no (`NO_COLOR`).
  static var hasColour: Bool { isTerminal && getenv("NO_COLOR") == nil }

  /// Whether the process runs as a step of GitHub's actions.
  static var isGitHub: Bool { getenv("GITHUB_ACTIONS").map { String(cString: $0) } == "true" }

  /// How many processors there are.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Whether progress goes to a terminal.
  static var isProgressTerminal: Bool { isatty(STDERR_FILENO) != 0 }

  /// Shows how far a long command is, on a terminal only.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) != 0 else { return }
    put("\r\u{1B}[K\(text)", on: STDERR_FILENO)
  }

  private static func put(_ text: String, on file: Int32) {
    var rest = ArraySlice(text.utf8)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
