/// Returns the number of bytes of an array with the axis lengths `lengths`; 0 if a length is 0. Use this function for
/// lengths that come from a file.
///
/// - Returns: The number of bytes, or `nil` if a length is negative or the product of `elementSize` and the nonzero
///   lengths overflows. For example, the shape `(3, 2⁶¹, 0)` has no elements, but its strides overflow.
package func byteCount(of lengths: [Int], elementSize: Int) -> Int? {
    var product: Int = elementSize
    for length in lengths where length != 0 {
        let (next, overflows) = product.multipliedReportingOverflow(by: length)
        if overflows || length < 0 { return nil }
        product = next
    }
    return lengths.contains(0) ? 0 : product
}
