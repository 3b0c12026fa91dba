import Tensors

/// Returns a description of the first difference between two tensors, or `nil` if there is none.
///
/// The shapes must be equal, and every element may differ by at most `tolerance · max(1, |expected|)`. NaN equals only
/// NaN, and an infinity equals only itself.
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

/// Returns a tensor of irregular numbers in a range, which are the same on every call.
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

/// Returns |actual / expected − 1|.
///
/// Returns 0 if both numbers are equal, for example both 0 or both ∞, or both are NaN.
public func relativeError(_ actual: Double, _ expected: Double) -> Double {
    actual == expected || (actual.isNaN && expected.isNaN) ? 0 : abs(actual / expected - 1)
}
