/// Keys in buckets, by the highest digit in which their instant differs from a base that only
/// grows.
///
/// An instant is eleven digits of six bits. A key lies on the level of its highest digit that
/// differs from the base, in the bucket of that digit. So the lowest occupied bucket of the lowest
/// occupied level holds the least keys of all, and a bucket on level L spans 64^L nanoseconds: near
/// instants lie in fine buckets, far ones in coarse ones. Taking a bucket moves the base to its
/// start, which spreads its keys over lower levels; each key moves at most once per level.
///
/// A bucket is a chain of blocks inside one array, filled in order of insertion. Two keys with
/// equal instants always lie in one bucket, in the order of their sequence numbers.
@frozen @usableFromInline struct EventWheel: Sendable {
  @usableFromInline var keys: Table<EventKey>
  @usableFromInline var nextBlock: Table<Int32>
  @usableFromInline var firstVacancy: Int32
  @usableFromInline var buckets: Table<Bucket>
  @usableFromInline var occupied: InlineArray<11, UInt64>
  @usableFromInline var levels: UInt32
  @usableFromInline var base: UInt64
  @usableFromInline var count: Int

  /// A chain of blocks, of which all but the last are full.
  @frozen @usableFromInline struct Bucket: Sendable {
    @usableFromInline var head: Int32 = -1
    @usableFromInline var tail: Int32 = -1
    @usableFromInline var count: Int = 0
    @inlinable init() {}
  }

  /// A bucket that was taken out, with where it lay.
  @frozen @usableFromInline struct Taken: Sendable {
    @usableFromInline let bucket: Bucket
    @usableFromInline let level: Int
    /// The first instant after the bucket.
    @usableFromInline let end: UInt64
    @inlinable init(bucket: Bucket, level: Int, end: UInt64) {
      self.bucket = bucket
      self.level = level
      self.end = end
    }
  }

  @inlinable static var levelCount: Int { 11 }
  @inlinable static var digitBits: Int { 6 }
  @inlinable static var blockShift: Int { 4 }
  @inlinable static var blockSize: Int { 16 }

  @inlinable init() {
    keys = []
    nextBlock = []
    firstVacancy = -1
    buckets = Table(repeating: Bucket(), count: 11 * 64)
    occupied = InlineArray(repeating: 0)
    levels = 0
    base = 0
    count = 0
  }

  @inlinable func prepareFork() {
    keys.prepareFork()
    nextBlock.prepareFork()
    buckets.prepareFork()
  }

  /// Adds a key that is not below the base.
  @inlinable mutating func insert(_ key: EventKey) {
    let difference = (key.instant ^ base) | 1
    let level = (63 &- difference.leadingZeroBitCount) / Self.digitBits
    let digit = Int(truncatingIfNeeded: key.instant &>> UInt64(level &* Self.digitBits)) & 63
    let place = level &* 64 &+ digit
    var bucket = buckets[place]
    let offset = bucket.count & (Self.blockSize &- 1)
    if offset == 0 {
      let block = takeBlock()
      if bucket.count == 0 {
        bucket.head = block
        occupied[level] |= 1 &<< UInt64(digit)
        levels |= 1 &<< UInt32(level)
      } else {
        nextBlock[Int(bucket.tail)] = block
      }
      bucket.tail = block
    }
    keys[Int(bucket.tail) &<< Self.blockShift &+ offset] = key
    bucket.count &+= 1
    buckets[place] = bucket
    count &+= 1
  }

  /// The level and the digit of the bucket with the least keys; nil when there are none.
  @inlinable var leastPlace: (level: Int, digit: Int)? {
    if levels == 0 { return nil }
    let level = levels.trailingZeroBitCount
    return (level, occupied[level].trailingZeroBitCount)
  }

  /// The first instant that a bucket can hold.
  @inlinable func start(level: Int, digit: Int) -> UInt64 {
    let shift = UInt64(level &* Self.digitBits)
    return (base >> (shift &+ 6)) << (shift &+ 6) | UInt64(digit) << shift
  }

  /// Takes the bucket with the least keys out and moves the base to its start; its blocks are freed
  /// by reading it.
  @inlinable mutating func takeLeast() -> Taken? {
    guard let (level, digit) = leastPlace else { return nil }
    let place = level &* 64 &+ digit
    let bucket = buckets[place]
    buckets[place] = Bucket()
    occupied[level] &= ~(1 &<< UInt64(digit))
    if occupied[level] == 0 { levels &= ~(1 &<< UInt32(level)) }
    base = start(level: level, digit: digit)
    count &-= bucket.count
    return Taken(
      bucket: bucket, level: level, end: base &+ 1 &<< UInt64(level &* Self.digitBits))
  }

  @inlinable mutating func takeBlock() -> Int32 {
    let block = firstVacancy
    if block >= 0 {
      firstVacancy = nextBlock[Int(block)]
      return block
    }
    let fresh = Int32(truncatingIfNeeded: nextBlock.count)
    nextBlock.append(-1)
    for _ in 0..<Self.blockSize { keys.append(EventKey(instant: 0, order: 0)) }
    return fresh
  }

  @inlinable mutating func freeBlock(_ block: Int32) {
    nextBlock[Int(block)] = firstVacancy
    firstVacancy = block
  }

  /// Spreads a bucket that was taken out over the lower levels.
  @inlinable mutating func spread(_ bucket: Bucket) {
    var block = bucket.head
    var left = bucket.count
    while left > 0 {
      let first = Int(block) &<< Self.blockShift
      let size = min(left, Self.blockSize)
      for offset in 0..<size { insert(keys[first &+ offset]) }
      let next = nextBlock[Int(block)]
      freeBlock(block)
      block = next
      left &-= size
    }
  }

  /// Keeps the first keys of a bucket, the last of which lies in a given block.
  @inlinable mutating func shorten(_ place: Int, to size: Int, last: Int32) {
    let bucket = buckets[place]
    count &-= bucket.count &- size
    buckets[place].count = size
    var block = size == 0 ? bucket.head : last
    if size == 0 {
      buckets[place] = Bucket()
      let level = place &>> 6
      occupied[level] &= ~(1 &<< UInt64(place & 63))
      if occupied[level] == 0 { levels &= ~(1 &<< UInt32(level)) }
    } else {
      buckets[place].tail = last
      if block == bucket.tail { return }
      block = nextBlock[Int(block)]
    }
    while true {
      let next = nextBlock[Int(block)]
      freeBlock(block)
      if block == bucket.tail { return }
      block = next
    }
  }

  /// All keys, bucket by bucket; within one bucket in the order of insertion.
  @usableFromInline func allKeys() -> [EventKey] {
    var result: [EventKey] = []
    result.reserveCapacity(count)
    for bucket in buckets where bucket.count > 0 {
      var block = bucket.head
      for index in 0..<bucket.count {
        let offset = index & (Self.blockSize - 1)
        if index > 0 && offset == 0 { block = nextBlock[Int(block)] }
        result.append(keys[Int(block) << Self.blockShift + offset])
      }
    }
    return result
  }

  /// Empties every bucket, sets the base, and inserts these keys.
  @usableFromInline mutating func rebuild(_ kept: [EventKey], base newBase: UInt64) {
    nextBlock.removeAll()
    keys.removeAll()
    firstVacancy = -1
    for place in buckets.indices { buckets[place] = Bucket() }
    occupied = InlineArray(repeating: 0)
    levels = 0
    count = 0
    base = newBase
    for key in kept { insert(key) }
  }
}
