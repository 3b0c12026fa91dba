import Tensors

/// Returns a description of the first difference between two tensors, or `nil` if the tensors agree.
///
/// The tensors agree if their shapes are equal and every element of `actual` differs from the element `e` of `expected`
/// by at most `tolerance · max(1, |e|)`. NaN agrees only with NaN, and an infinity only with the same infinity.
public func difference<Scalar: RealScalar>(
    _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>, tolerance: Double
) -> String? {
    guard actual.shape == expected.shape else { return "shape \(actual.shape) instead of \(expected.shape)" }
    for (index, (a, e)) in zip(actual.scalars, expected.scalars).enumerated() {
        if a == e || (a.isNaN && e.isNaN) { continue }
        let distance: Double = abs(Double(a) - Double(e)) / max(1, abs(Double(e)))
        if !(distance <= tolerance) { return "element \(index) is \(a) instead of \(e)" }
    }
    return nil
}

/// Returns a tensor of irregular numbers in a range. Calls with the same arguments return the same numbers.
///
/// Element i is the fractional part of (7i + 13 · `seed` + 1) · 0.618…, scaled to the range. The factor is the golden
/// ratio minus 1.
public func sample<Scalar: RealScalar>(
    _ shape: Shape, in range: ClosedRange<Scalar> = -1 ... 1, seed: Int = 0
) -> Tensor<Scalar> {
    let golden = 0.618_033_988_749_894_9
    let width: Double = Double(range.upperBound) - Double(range.lowerBound)
    let scalars: [Scalar] = (0 ..< shape.elementCount).map { index in
        let value: Double = Double(index * 7 + seed * 13 + 1) * golden
        return Scalar(Double(range.lowerBound) + width * (value - value.rounded(.down)))
    }
    return Tensor(scalars, shape: shape)
}

/// Returns |actual / expected − 1|, the relative error of `actual`.
///
/// Returns 0 if the numbers are equal, such as two zeros or two infinities of the same sign, or if both numbers are
/// NaN.
public func relativeError(_ actual: Double, _ expected: Double) -> Double {
    actual == expected || (actual.isNaN && expected.isNaN) ? 0 : abs(actual / expected - 1)
}
