extension DiskState {
  /// Slows every later operation by a factor; a factor of one heals it.
  public mutating func slow(by factor: Ratio) { slowness = factor }

  /// Lets no further write find space, as if something else had filled the disk.
  public mutating func fill() { isFilled = true }

  /// Lets every operation fail with an input or output error from now on.
  public mutating func fail() { isFailed = true }

  /// Ends slowness, fullness and failure; what is stored stays.
  public mutating func repair() {
    slowness = .one
    isFilled = false
    isFailed = false
  }

  /// Empties the disk; ailments stay.
  public mutating func wipe() {
    used = 0
    unflushed = 0
  }

  /// Draws how far into an unflushed suffix the disk got before the power went.
  ///
  /// Everything up to `durable` survives, nothing beyond `written` does, and every position between
  /// is as likely as any other. Simplified: what survives is a prefix; real disks may also reorder
  /// pages within the suffix.
  public static func survivingSuffix(
    written: Int64, durable: Int64, random: inout RandomStream
  ) -> Int64 {
    durable >= written ? written : random.between(durable, written)
  }
}
