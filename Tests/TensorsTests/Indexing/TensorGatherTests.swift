import ComplexModule
import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TensorGatherTests {
    @Test func gatheringTakesRowsAndAddsTheirDerivatives() {
        let indices = Tensor<Int>([[2, 0], [2, 1]])
        let a: Tensor<Double> = sample([3, 4])
        #expect(a.gathered(at: indices).shape == [2, 2, 4])
        #expect(a.gathered(at: indices)[1, 0] == a[2])
        #expect(a.gathered(at: Tensor<Int>([3, 3, 0]), axis: 1)[.all, 1] == a[.all, 3])
        for axis in [0, 1, -1] {
            #expect(problems(of: { $0[0].gathered(at: indices, axis: axis) }, at: [a]) == [], "axis \(axis)")
        }
        #expect(Tensor<Int>([5, 6, 7]).gathered(at: Tensor<Int>([2, 2])).scalars == [7, 7])
    }

    @Test func oneHotMarksTheClass() {
        let labels = Tensor<Int>([2, 0])
        #expect(Tensor<Float>(oneHot: labels, classCount: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
        #expect(Tensor<Float>(oneHot: Tensor<Int>([] as [Int]), classCount: 3).shape == [0, 3])
    }

    @Test func manyOneHotRowsAreThoseOfALoop() {
        for classCount in [1, 3, 10, 40_000] {
            let labels = Tensor<Int>((0 ..< (classCount > 100 ? 5 : 20_001)).map { ($0 * 7 + $0 / 3) % classCount })
            let rows = Tensor<Float>(oneHot: labels, classCount: classCount)
            #expect(rows.argmax(axis: 1) == labels && rows.sum().scalar == Float(labels.count), "\(classCount)")
        }
    }

    static let shapes: [Shape] = [[5], [7, 40], [40, 7], [3, 9, 33], [4, 6, 1], [2, 3, 4, 5], [0, 3], [3, 0]]

    /// The gathered slices of every scalar type are those of a loop, along every axis and in every layout.
    private func check<Scalar: TensorScalar>(_ value: (Int) -> Scalar) {
        for shape in Self.shapes {
            let x = Tensor<Scalar>((0 ..< shape.elementCount).map(value), shape: shape)
            for axis in 0 ..< shape.rank where shape[axis] > 0 {
                let length: Int = shape[axis]
                let positions: [Int] = (0 ..< 6).map { ($0 * 5 + 2) % length - ($0 % 2) * length }
                let lists: [Tensor<Int>] = [
                    Tensor(positions), Tensor(positions, shape: [2, 3]), Tensor([Int]()), Tensor(-1),
                    Tensor(positions, shape: [2, 3]).transposed(),
                ]
                for indices in lists {
                    let slices: [Tensor<Scalar>] = indices.scalars.map { place in
                        x.narrowed(axis: axis, to: (place + length) % length ..< (place + length) % length + 1)
                    }
                    let expected: [Scalar] =
                        slices.isEmpty ? [] : Tensor(concatenating: slices, axis: axis).scalars
                    for arrangement in MemoryArrangement.allCases {
                        let found: Tensor<Scalar> = x.arranged(arrangement).gathered(at: indices, axis: axis)
                        #expect(
                            found.scalars == expected, "\(Scalar.self) \(shape) axis \(axis), \(arrangement)")
                        #expect(found.rank == shape.rank - 1 + indices.rank)
                    }
                }
            }
        }
    }

    @Test func slicesOfEveryTypeAreThoseOfALoop() {
        check { Float($0) }
        check { Double($0) }
        check { UInt8(truncatingIfNeeded: $0) }
        check { $0 % 3 == 0 }
        check { Int16(truncatingIfNeeded: $0) }
        check { $0 }
        check { Complex<Double>(Double($0), 1) }
    }

    @Test func broadcastTensorsAreGathered() {
        let row = Tensor<Float>([1, 2, 3])
        let repeated: Tensor<Float> = row.broadcast(to: [4, 3])
        #expect(repeated.gathered(at: Tensor<Int>([2, 0]), axis: 1).scalars == [3, 1, 3, 1, 3, 1, 3, 1])
        #expect(repeated.gathered(at: Tensor<Int>([3]), axis: 0).scalars == [1, 2, 3])
    }

    /// The gradient with respect to the tensor adds the slices of the cotangent in order, as a loop does.
    @Test func derivativesAreTheSumsOfALoop() {
        func check<Scalar: RealScalar>(_ type: Scalar.Type) {
            for shape in Self.shapes where shape.elementCount > 0 {
                for axis in 0 ..< shape.rank {
                    let indices = Tensor<Int>((0 ..< 11).map { ($0 * 3) % shape[axis] })
                    let x = Tensor<Scalar>(zeros: shape)
                    let weights: Tensor<Scalar> = sample(x.gathered(at: indices, axis: axis).shape)
                    for arrangement in MemoryArrangement.allCases {
                        let (_, slope) = valueWithGradient(at: x) {
                            ($0.gathered(at: indices, axis: axis) * weights.arranged(arrangement)).sum()
                        }
                        var sums: [Tensor<Scalar>] = (0 ..< shape[axis]).map { _ in
                            x.narrowed(axis: axis, to: 0 ..< 1)
                        }
                        for (place, position) in indices.scalars.enumerated() {
                            sums[position] = sums[position] + weights.narrowed(axis: axis, to: place ..< place + 1)
                        }
                        let expected = Tensor(concatenating: sums, axis: axis)
                        #expect(slope == expected, "\(shape) axis \(axis), \(arrangement)")
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func oneHotOfEveryTypeAndLayout() {
        let labels = Tensor<Int>([[2, 0, 1], [1, 1, 4]])
        let expected: [Bool] = labels.scalars.flatMap { label in (0 ..< 5).map { $0 == label } }
        for arrangement in MemoryArrangement.allCases {
            let arranged: Tensor<Int> = labels.arranged(arrangement)
            #expect(Tensor<Double>(oneHot: arranged, classCount: 5).scalars.map { $0 == 1 } == expected)
            #expect(Tensor<UInt8>(oneHot: arranged, classCount: 5).scalars.map { $0 == 1 } == expected)
        }
    }

    @Test func indicesOutOfRangeTrap() async {
        let gathered = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3]).gathered(at: Tensor<Int>([1, -4]), axis: 1)
        }
        let gatheredText: String = text(gathered?.standardErrorContent)
        #expect(gatheredText.contains("gathered: index -4 is out of range for an axis of length 3 of shape [2, 3]"))
        let marked = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(oneHot: Tensor<Int>([1, 3]), classCount: 3)
        }
        let markedText: String = text(marked?.standardErrorContent)
        #expect(markedText.contains("oneHot: index 3 is not one of 3 classes"))
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(oneHot: Tensor<Int>([1, -1]), classCount: 3)
        }
        let negativeText: String = text(negative?.standardErrorContent)
        #expect(negativeText.contains("oneHot: index -1 is not one of 3 classes"))
        let classes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(oneHot: Tensor<Int>([0]), classCount: -1)
        }
        let classesText: String = text(classes?.standardErrorContent)
        #expect(classesText.contains("oneHot: the number of classes, -1, is negative"))
    }
}
