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
}
