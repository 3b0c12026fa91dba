/// The bytes of an array whose lengths a file announces: 0 where a length is 0. Nothing where a length is negative, or where
/// the others overflow: a shape as `(3, 2⁶¹, 0)` has no elements, and yet no array can have it.
package func byteCount(of lengths: [Int], elementSize: Int) -> Int? {
    var product: Int = elementSize
    for length in lengths where length != 0 {
        let (next, overflows) = product.multipliedReportingOverflow(by: length)
        if overflows || length < 0 { return nil }
        product = next
    }
    return lengths.contains(0) ? 0 : product
}
