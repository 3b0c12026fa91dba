import Tensors
import TestSupport
import Testing

@Suite struct MemoryArrangementTests {
    static let shapes: [Shape] = [[], [1], [5], [0], [2, 3], [3, 0, 2], [2, 1, 4], [2, 3, 4, 5]]

    @Test(arguments: MemoryArrangement.allCases)
    func everyArrangementKeepsShapeAndElements(arrangement: MemoryArrangement) {
        for shape in Self.shapes {
            let x: Tensor<Double> = sample(shape)
            let arranged: Tensor<Double> = x.arranged(arrangement)
            #expect(arranged.shape == shape && arranged.scalars == x.scalars, "\(shape)")
        }
    }

    /// An arranged tensor of shape `[2, 3, 4]` has the strides of the arrangement, and only the arrangement
    /// `contiguous` is contiguous. With wrong strides, a test with all arrangements would test a single layout.
    @Test func everyArrangementHasItsStrides() {
        let x: Tensor<Float> = sample([2, 3, 4])
        let strides: [MemoryArrangement: [Int]] = [
            .contiguous: [12, 4, 1], .transposed: [1, 2, 6], .sliced: [24, 8, 2], .offset: [42, 7, 1],
            .reversed: [-12, -4, -1],
        ]
        #expect(Set(strides.keys) == Set(MemoryArrangement.allCases))
        for (arrangement, expected) in strides {
            #expect(x.arranged(arrangement).strides == expected, "\(arrangement)")
            #expect(x.arranged(arrangement).isContiguous == (arrangement == .contiguous), "\(arrangement)")
        }
    }

    /// The arrangements `transposed` and `reversed` detect an operation that ignores strides and reads the elements in
    /// memory order.
    @Test func anOperationThatIgnoresStridesIsFound() {
        func memoryOrder(_ x: Tensor<Double>) -> Tensor<Double> {
            let strides: [Int] = x.strides
            let order: [Int] = strides.indices.sorted { abs(strides[$0]) > abs(strides[$1]) }
            let inMemory: Tensor<Double> = x.permuted(order)
            let flipped: Tensor<Double> = strides.contains { $0 < 0 } ? inMemory[.stride(by: -1)] : inMemory
            return Tensor(flipped.scalars, shape: x.shape)
        }
        let x: Tensor<Double> = sample([3, 4])
        let wrong: [MemoryArrangement] = MemoryArrangement.allCases.filter {
            difference(memoryOrder(x.arranged($0)), x, tolerance: 0) != nil
        }
        #expect(wrong == [.transposed, .reversed])
    }
}
