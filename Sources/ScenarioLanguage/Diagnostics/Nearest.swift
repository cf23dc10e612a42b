/// The known word nearest to a typo, unless even the nearest needs more edits than a slip would.
///
/// At most a third of the length may differ; ties are broken alphabetically. Long input is no slip,
/// so the cost is bounded.
public func nearest(to typo: String, among words: [String]) -> String? {
  let typed = Array(typo.lowercased().unicodeScalars)
  guard typed.count >= 2, typed.count <= Bounds.nameBytes else { return nil }
  let allowed = (typed.count + 2) / 3
  var best: (edits: Int, word: String)?
  for word in words {
    let known = Array(word.lowercased().unicodeScalars)
    guard abs(known.count - typed.count) <= allowed, word != typo else { continue }
    let edits = editDistance(typed, known)
    guard edits <= allowed else { continue }
    if let found = best, (found.edits, found.word) <= (edits, word) { continue }
    best = (edits, word)
  }
  return best?.word
}

/// How many single insertions, removals, replacements or swaps of neighbours turn one into the
/// other.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var older: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
      var least = min(replaced, previous[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, older[j - 1] + 1) }
      row.append(least)
    }
    older = previous
    previous = row
  }
  return previous[b.count]
}
