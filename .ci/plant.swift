// Plants every bug of Tests/Mutants into a copy of the sources, each behind a switch, so that one
// build can run with any one of them: plant SOURCES BUGS-FOLDER DESTINATION
//
// A file of bugs is a list of paragraphs; `#` begins a comment line:
//
//     bug     keep four batches instead of five
//     file    KafkaModel/Transactions/ProducerStateTable.swift
//     change  static let keptBatches = «5»
//     to      4
//     killed by  claims/D4.scenario
//
// `change` quotes a piece of one line that occurs once in the file; the expression in « » is what
// the bug replaces by `to`. `skip` quotes one whole statement that the bug leaves out. `before`
// quotes one whole line, and `do` the statement that the bug puts before it. A quotation that
// occurs more often is the first one below what `below` quotes. `killed by` names scenarios of the
// corpus that must not hold any more, `survives` says why none can tell.
//
// Prints the switch, the name and the killers of each bug, separated by tabs.

import Foundation

/// One planted bug.
struct Bug {
  var number = 0
  var name = ""
  var file = ""
  var quoted = ""
  var anchor = ""
  var replacement = ""
  var kind = ""
  var killers: [String] = []
  var survives = ""
  var place = ""

  func fail(_ why: String) -> Never {
    FileHandle.standardError.write(Data("\(place): bug '\(name)': \(why)\n".utf8))
    exit(2)
  }
}

func read(_ path: String) -> String {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
    FileHandle.standardError.write(Data("cannot read \(path)\n".utf8))
    exit(2)
  }
  return text
}

func parse(_ path: String) -> [Bug] {
  var bugs: [Bug] = []
  for (number, line) in read(path).split(separator: "\n", omittingEmptySubsequences: false)
    .enumerated()
  {
    let text = line.trimmingCharacters(in: .whitespaces)
    if text.isEmpty || text.hasPrefix("#") { continue }
    let words = text.hasPrefix("killed by") ? ["killed by"] : [String(text.prefix { $0 != " " })]
    let rest = text.dropFirst(words[0].count).trimmingCharacters(in: .whitespaces)
    if words[0] == "bug" { bugs.append(Bug(name: rest, place: "\(path):\(number + 1)")) }
    guard var bug = bugs.popLast() else { continue }
    switch words[0] {
    case "bug": break
    case "file": bug.file = rest
    case "change", "skip", "before":
      bug.kind = words[0]
      bug.quoted = rest
    case "below": bug.anchor = rest
    case "to", "do": bug.replacement = rest
    case "killed by": bug.killers += rest.split(separator: " ").map(String.init)
    case "survives": bug.survives = rest
    default: bug.fail("'\(words[0])' is no word of this table")
    }
    bugs.append(bug)
  }
  return bugs
}

/// Where a bug goes, and what stands there then.
func planting(_ bug: Bug, in text: String) -> (range: Range<String.Index>, code: String) {
  let context = bug.quoted.replacingOccurrences(of: "«", with: "")
    .replacingOccurrences(of: "»", with: "")
  var found = text.ranges(of: context)
  if !bug.anchor.isEmpty {
    guard let anchor = text.range(of: bug.anchor) else {
      bug.fail("what it is to stand below does not occur in \(bug.file)")
    }
    found = Array(found.filter { $0.lowerBound >= anchor.upperBound }.prefix(1))
  }
  guard found.count == 1, let whole = found.first else {
    bug.fail("its quotation occurs \(found.count) times in \(bug.file); it must occur once")
  }
  switch bug.kind {
  case "change":
    guard let opening = bug.quoted.firstIndex(of: "«"),
      let closing = bug.quoted.firstIndex(of: "»"),
      !bug.replacement.isEmpty
    else { bug.fail("'change' needs an expression in « », and 'to'") }
    let before = bug.quoted[..<opening].count
    let original = String(bug.quoted[bug.quoted.index(after: opening)..<closing])
    let start = text.index(whole.lowerBound, offsetBy: before)
    let end = text.index(start, offsetBy: original.count)
    return (start..<end, "(plantedBug == \(bug.number) ? (\(bug.replacement)) : (\(original)))")
  case "skip": return (whole, "if plantedBug != \(bug.number) { \(context) }")
  case "before":
    return (whole, "if plantedBug == \(bug.number) { \(bug.replacement) }\n\(context)")
  default: bug.fail("it says neither 'change' nor 'skip' nor 'before'")
  }
}

func plant(_ bugs: [Bug], in file: String, from sources: String) -> String {
  let text = read(sources + "/" + file)
  let plantings = bugs.map { planting($0, in: text) }
    .sorted { $0.range.lowerBound > $1.range.lowerBound }
  for (later, earlier) in zip(plantings, plantings.dropFirst())
  where earlier.range.upperBound > later.range.lowerBound {
    bugs[0].fail("two bugs of \(file) overlap")
  }
  var result = text
  for planting in plantings { result.replaceSubrange(planting.range, with: planting.code) }
  return file.hasPrefix("Kernel/") ? result : "import Kernel\n" + result
}

/// Writes a file only if it changes, so that the next build is an incremental one.
func write(_ text: String, to path: String) {
  if (try? String(contentsOfFile: path, encoding: .utf8)) == text { return }
  let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  } catch {
    FileHandle.standardError.write(Data("cannot write \(path): \(error)\n".utf8))
    exit(2)
  }
}

let plantedSwitch = """
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// The bug that is switched on in this process; 0 is none.
  public let plantedBug: Int = getenv("PLANTED_BUG").flatMap { Int(String(cString: $0)) } ?? 0

  """

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: plant SOURCES BUGS-FOLDER DESTINATION\n".utf8))
  exit(2)
}
let (sources, folder, destination) = (arguments[1], arguments[2], arguments[3])
let tables = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
  .filter { $0.hasSuffix(".bugs") }.sorted()
var bugs = tables.flatMap { parse(folder + "/" + $0) }
for place in bugs.indices { bugs[place].number = place + 1 }
if bugs.isEmpty {
  FileHandle.standardError.write(Data("no bugs in \(folder)\n".utf8))
  exit(2)
}
for bug in bugs where bug.killers.isEmpty == bug.survives.isEmpty {
  bug.fail("it says neither which scenarios kill it nor why it survives, or both")
}
let walker = FileManager.default.enumerator(atPath: sources)
var existing: Set<String> = ["Kernel/PlantedBug.swift"]
while let file = walker?.nextObject() as? String {
  guard file.hasSuffix(".swift") else { continue }
  existing.insert(file)
  let here = bugs.filter { $0.file == file }
  write(
    here.isEmpty ? read(sources + "/" + file) : plant(here, in: file, from: sources),
    to: destination + "/" + file)
}
for bug in bugs where !existing.contains(bug.file) { bug.fail("there is no \(bug.file)") }
write(plantedSwitch, to: destination + "/Kernel/PlantedBug.swift")
let old = FileManager.default.enumerator(atPath: destination)
while let file = old?.nextObject() as? String {
  guard file.hasSuffix(".swift") else { continue }
  if !existing.contains(file) {
    try? FileManager.default.removeItem(atPath: destination + "/" + file)
  }
}
for bug in bugs {
  print(
    bug.number, bug.name, bug.killers.isEmpty ? "-" : bug.killers.joined(separator: " "),
    bug.survives, separator: "\t")
}
