import Tensors
import TestSupport
import Testing

@Suite struct TensorSubscriptsTests {
    @Test func selectionIsNumpys() {
        for (number, reference) in NumPyIndexing.cases.indexing.enumerated() {
            let shape = Shape(reference.shape)
            let array = Tensor<Int>(Array(0 ..< shape.elementCount), shape: shape)
            let selected: Tensor<Int> = array[reference.index.map(\.index)]
            #expect(selected.shape.dimensions == reference.selectedShape, "case \(number)")
            #expect(selected.scalars == reference.values, "case \(number)")
        }
    }

    @Test func assignmentIsNumpys() {
        for (number, reference) in NumPyIndexing.cases.indexing.enumerated() {
            let shape = Shape(reference.shape)
            let source = Shape(reference.sourceShape)
            var array = Tensor<Int>(Array(0 ..< shape.elementCount), shape: shape)
            let untouched: Tensor<Int> = array
            let value = Tensor<Int>(Array(1000 ..< 1000 + source.elementCount), shape: source)
            array[reference.index.map(\.index)] = value
            #expect(array.scalars == reference.assigned, "case \(number)")
            #expect(untouched.scalars == Array(0 ..< shape.elementCount), "case \(number)")
        }
    }

    @Test func partsHaveTheirDerivatives() {
        let parts: [(String, @Sendable (Tensor<Double>) -> Tensor<Double>)] = [
            ("[1]", { $0[1] }), ("[..., 2]", { $0[.ellipsis, 2] }), ("[:, 1:3]", { $0[.all, 1 ..< 3] }),
            ("[::-2]", { $0[.stride(by: -2)] }), ("[newaxis, 0]", { $0[.newAxis, 0] }),
            ("[2:2]", { $0[2 ..< 2] }),
        ]
        for (name, function) in parts {
            #expect(problems(of: { function($0[0]) }, at: [sample([3, 4, 3])]) == [], "\(name)")
        }
    }

    @Test func assignmentHasItsDerivatives() {
        let found: [String] = problems(
            of: { inputs in
                var result: Tensor<Double> = inputs[0].squared()
                result[.all, 1 ..< 3] = inputs[1] * 2
                result[0] = Tensor(3)
                return result
            }, at: [sample([3, 4]), sample([2])])
        #expect(found == [])
    }
}
