import Tensors
import TestSupport
import Testing

@Suite struct TensorPaddingTests {
    /// Padding any two axes gives the elements at their places and the filler elsewhere, in every layout and for
    /// elements of every size.
    private func check<Scalar: TensorScalar>(_ filler: Scalar, _ value: (Int) -> Scalar) {
        for lengths in [[5], [3, 4], [2, 3, 5], [2, 1, 3, 4]] {
            let x = Tensor<Scalar>((0 ..< lengths.reduce(1, *)).map(value), shape: Shape(lengths))
            for first in 0 ..< lengths.count {
                for second in first ..< lengths.count {
                    for arrangement in MemoryArrangement.allCases {
                        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: lengths.count)
                        widths[first] = (1, 2)
                        widths[second] = (3, 0)
                        let padded: Tensor<Scalar> = x.arranged(arrangement).padded(by: widths, with: filler)
                        var expected = Tensor<Scalar>(
                            repeating: filler,
                            shape: Shape(lengths.indices.map { lengths[$0] + widths[$0].before + widths[$0].after }))
                        expected[
                            lengths.indices.map { (widths[$0].before ..< widths[$0].before + lengths[$0]).tensorIndex }] =
                            x
                        #expect(padded.scalars == expected.scalars, "\(lengths), axes \(first) and \(second)")
                        #expect(padded.shape == expected.shape)
                    }
                }
            }
        }
    }

    @Test func elementsAreAtTheirPlaces() {
        check(200) { UInt8(truncatingIfNeeded: $0) }
        check(-1) { Int16($0) }
        check(-1) { Float($0) }
        check(-1) { Double($0) }
    }

    @Test func emptyTensorsAreFilled() {
        let padded: Tensor<Float> = Tensor<Float>(zeros: [0, 2]).padded(by: [(1, 1), (0, 1)], with: 3)
        #expect(padded == Tensor(repeating: 3, shape: [2, 3]))
        #expect(Tensor<Float>(zeros: [2, 3]).padded(by: [(0, 0), (0, 0)]) == Tensor(zeros: [2, 3]))
    }
}
