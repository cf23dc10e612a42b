/// The sum of two integers, held at the end of the range that it would leave.
@inlinable public func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, hasOverflown) = left.addingReportingOverflow(right)
  if _fastPath(!hasOverflown) { return sum }
  return right < 0 ? .min : .max
}

/// The difference of two integers, held at the end of the range that it would leave.
@inlinable public func saturatingDifference(_ left: Int64, _ right: Int64) -> Int64 {
  let (difference, hasOverflown) = left.subtractingReportingOverflow(right)
  if _fastPath(!hasOverflown) { return difference }
  return right < 0 ? .max : .min
}

/// The product of two integers, held at the end of the range that it would leave.
@inlinable public func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
  let (product, hasOverflown) = left.multipliedReportingOverflow(by: right)
  if _fastPath(!hasOverflown) { return product }
  return (left < 0) == (right < 0) ? .max : .min
}
