/// The number of bytes of an array with these axis lengths; 0 where a length is 0. For lengths that a file announces.
///
/// - Returns: `nil` where a length is negative, or where the product of the lengths other than 0 overflows: the shape
///   `(3, 2⁶¹, 0)` has no elements, but its strides overflow.
package func byteCount(of lengths: [Int], elementSize: Int) -> Int? {
    var product: Int = elementSize
    for length in lengths where length != 0 {
        let (next, overflows) = product.multipliedReportingOverflow(by: length)
        if overflows || length < 0 { return nil }
        product = next
    }
    return lengths.contains(0) ? 0 : product
}
