import Tensors

/// The first difference between two tensors, as a sentence; `nil` if the shapes are equal and every element differs by
/// at most `tolerance · max(1, |expected|)`. NaN equals only NaN, and an infinity only itself.
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

/// Irregular numbers in a range, the same on every call: element i is the fractional part of a multiple of the golden
/// ratio.
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

/// |actual/expected − 1|; 0 where both are equal (0 and infinities included) or both are NaN.
public func relativeError(_ actual: Double, _ expected: Double) -> Double {
    actual == expected || (actual.isNaN && expected.isNaN) ? 0 : abs(actual / expected - 1)
}
