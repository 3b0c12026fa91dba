import Tensors
import TestSupport
import Testing

/// A copy of a view has the elements of the view. The views have permuted, reversed and repeated axes, and elements of
/// 1, 2, 4 and 8 bytes. The lengths are near those at which the kernels change their loops.
@Suite struct CopiesTests {
    /// Returns the elements of a view in row-major order. The function reads each element by its index, and does not
    /// copy the view.
    private func elements<Scalar>(_ view: Tensor<Scalar>) -> [Scalar] {
        if view.rank == 0 { return [view.scalar] }
        return (0 ..< view.shape[0]).flatMap { elements(view[$0]) }
    }

    private func check<Scalar: TensorScalar & Equatable>(_ value: (Int) -> Scalar) {
        for lengths in [[3, 5], [17, 16], [33, 2], [2, 3, 4], [5, 1, 18]] {
            let x = Tensor<Scalar>((0 ..< lengths.reduce(1, *)).map(value), shape: Shape(lengths))
            let orders: [[Int]] =
                lengths.count == 2 ? [[0, 1], [1, 0]] : [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]]
            for order in orders {
                let view: Tensor<Scalar> = x.permuted(order)
                for axes in [[], [0], [view.rank - 1], Array(0 ..< view.rank)] {
                    let flipped: Tensor<Scalar> = view.flipped(axes: axes)
                    #expect(flipped.scalars == elements(flipped), "\(lengths) \(order), reversed \(axes)")
                    for times in [1, 2, 3, 4, 5] {
                        for axis in 0 ..< view.rank {
                            let repeated: Tensor<Scalar> = flipped.repeated(times, axis: axis)
                            let expected: [[Scalar]] = (0 ..< repeated.shape[axis]).map {
                                elements(flipped.narrowed(axis: axis, to: $0 / times ..< $0 / times + 1))
                            }
                            for place in 0 ..< repeated.shape[axis] {
                                let slice: Tensor<Scalar> = repeated.narrowed(axis: axis, to: place ..< place + 1)
                                #expect(
                                    elements(slice) == expected[place], "\(lengths) \(order) \(axis), \(times) times")
                            }
                        }
                    }
                }
                let joined = Tensor<Scalar>(concatenating: [view, view.flipped()], axis: 0)
                #expect(elements(joined) == elements(view) + elements(view.flipped()), "\(lengths) \(order)")
                #expect(joined.scalars == elements(joined), "\(lengths) \(order)")
            }
        }
    }

    @Test func copiesHaveTheElementsOfTheirViews() {
        check { UInt8(truncatingIfNeeded: $0) }
        check { Int16($0) }
        check { Float($0) }
        check { $0 }
    }

    @Test func paddingKeepsTheElementsInEveryLayout() {
        let x: Tensor<Double> = sample([3, 4, 5])
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
            let view: Tensor<Double> = x.permuted(order)
            let padded: Tensor<Double> = view.padded(by: [(1, 2), (0, 1), (3, 0)], with: 7)
            let (a, b, c) = (view.shape[0], view.shape[1], view.shape[2])
            #expect(padded[1 ..< 1 + a, 0 ..< b, 3 ..< 3 + c] == view)
            #expect(padded.scalars.filter { $0 == 7 }.count == padded.count - view.count)
        }
    }
}
