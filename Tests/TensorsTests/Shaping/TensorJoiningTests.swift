import Tensors
import TestSupport
import Testing

@Suite struct TensorJoiningTests {
    typealias Function = @Sendable ([Tensor<Double>]) -> Tensor<Double>

    static let functions: [(name: String, shapes: [Shape], function: Function)] = [
        ("concatenating", [[2, 3], [2, 1], [2, 0]], { Tensor(concatenating: $0, axis: 1) }),
        ("concatenating rows", [[2, 3], [1, 3]], { Tensor(concatenating: $0) }),
        ("stacking", [[2, 3], [2, 3]], { Tensor(stacking: $0, axis: 1) }),
        ("stacking scalars", [[], [], []], { Tensor(stacking: $0) }),
    ]

    @Test(arguments: functions.indices)
    func operationHasItsDerivativesInEveryLayout(index: Int) {
        let (name, shapes, function) = Self.functions[index]
        let inputs: [Tensor<Double>] = shapes.enumerated().map { sample($0.element, seed: $0.offset) }
        #expect(problems(of: function, at: inputs) == [], "\(name)")
    }

    @Test func joinedElementsAreInOrder() {
        let a = Tensor<Float>(from: 0, to: 6).reshaped(to: [2, 3] as Shape)
        #expect(Tensor(concatenating: [a, a[0 ..< 1]]) == Tensor([[0, 1, 2], [3, 4, 5], [0, 1, 2]]))
        #expect(Tensor(stacking: [a[0], a[1]], axis: 1) == a.transposed())
    }

    /// Joined and stacked tensors contain the tensors in their order, in every layout and along every axis.
    @Test(arguments: MemoryArrangement.allCases, [Shape]([[3], [2, 7], [40, 1], [3, 4, 5], [2, 0], [64, 700]]))
    func thePartsAreFoundAgain(arrangement: MemoryArrangement, shape: Shape) {
        let parts: [Tensor<Double>] = (0 ..< 4).map { sample(shape, seed: $0) }
        let arranged: [Tensor<Double>] = parts.map { $0.arranged(arrangement) }
        for axis in 0 ..< shape.rank {
            let joined = Tensor(concatenating: arranged, axis: axis)
            let length: Int = shape[axis]
            for (place, part) in parts.enumerated() {
                let found: Tensor<Double> = joined.narrowed(axis: axis, to: place * length ..< (place + 1) * length)
                #expect(found == part, "part \(place) along \(axis)")
            }
        }
        for axis in -shape.rank - 1 ... shape.rank {
            let stacked = Tensor(stacking: arranged, axis: axis)
            #expect(stacked.rank == shape.rank + 1 && stacked.shape[axis] == 4)
            for (place, part) in stacked.unstacked(axis: axis).enumerated() {
                #expect(part == parts[place], "part \(place) along \(axis)")
            }
        }
    }

    @Test func partsOfDifferentLengthsAndLayoutsAreJoined() {
        let a: Tensor<Float> = sample([4, 3])
        let parts: [Tensor<Float>] = [a, sample([4, 0]), sample([4, 1], seed: 1), sample([4, 9], seed: 2)]
        let joined = Tensor(concatenating: parts, axis: -1)
        #expect(joined == Tensor(concatenating: parts.map { $0.arranged(.transposed) }, axis: 1))
        #expect(joined == Tensor(concatenating: [a, parts[1], parts[2].arranged(.sliced), parts[3]], axis: 1))
        #expect(joined[.all, 0 ..< 3] == a && joined[.all, 3 ..< 4] == parts[2] && joined[.all, 4...] == parts[3])
    }

    @Test func differentShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(stacking: [Tensor<Float>(zeros: [2]), Tensor<Float>(zeros: [3])])
        }
        let words: String = text(result?.standardErrorContent)
        #expect(words.contains("concatenating: shapes differ"))
    }
}
