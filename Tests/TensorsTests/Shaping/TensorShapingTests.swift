import Tensors
import TestSupport
import Testing

@Suite struct TensorShapingTests {
    typealias Function = @Sendable ([Tensor<Double>]) -> Tensor<Double>

    static let functions: [(name: String, shapes: [Shape], function: Function)] = [
        ("reshaped", [[2, 6]], { $0[0].reshaped(to: [3, -1]) }),
        ("reshaped to itself", [[2, 3]], { $0[0].reshaped(to: [2, 3] as Shape) }),
        ("reshaped from a scalar", [[]], { $0[0].reshaped(to: [1, 1] as Shape) }),
        ("flattened", [[2, 3, 4]], { $0[0].flattened(from: 1) }),
        ("flattened empty", [[0, 3, 4]], { $0[0].flattened(from: 1) }),
        ("permuted", [[2, 3, 4]], { $0[0].permuted([2, 0, 1]) }),
        ("transposed", [[2, 3, 4]], { $0[0].transposed() }),
        ("transposed far", [[2, 3, 4]], { $0[0].transposed(0, 2) }),
        ("broadcast", [[3, 1]], { $0[0].broadcast(to: [2, 3, 4]) }),
        ("broadcast a scalar", [[]], { $0[0].broadcast(to: [2, 2]) }),
        ("expandingShape", [[2, 3]], { $0[0].expandingShape(at: 1) }),
        ("squeezingShape", [[2, 1, 3]], { $0[0].squeezingShape() }),
        ("narrowed", [[4, 3]], { $0[0].narrowed(axis: 0, to: 1 ..< 3) }),
        ("padded", [[2, 3]], { $0[0].padded(by: [(1, 0), (2, 1)], with: 7) }),
    ]

    @Test(arguments: functions.indices)
    func operationHasItsDerivativesInEveryLayout(index: Int) {
        let (name, shapes, function) = Self.functions[index]
        let inputs: [Tensor<Double>] = shapes.enumerated().map { sample($0.element, seed: $0.offset) }
        #expect(problems(of: function, at: inputs) == [], "\(name)")
    }

    @Test func shapesAndElements() {
        let a = Tensor<Float>(from: 0, to: 6).reshaped(to: [2, 3] as Shape)
        #expect(a.transposed() == Tensor([[0, 3], [1, 4], [2, 5]]))
        #expect(a.permuted([1, 0]).reshaped(to: [6] as Shape) == Tensor([0, 3, 1, 4, 2, 5]))
        #expect(a.padded(by: [(0, 1), (1, 0)], with: 9) == Tensor([[9, 0, 1, 2], [9, 3, 4, 5], [9, 9, 9, 9]]))
        #expect(a.expandingShape(at: -1).shape == [2, 3, 1])
        #expect(a[0 ..< 1].squeezingShape().shape == [3])
    }

    @Test func integersAndMasksShapeToo() {
        let labels = Tensor<Int>([[1, 2], [3, 4]])
        #expect(labels.transposed().scalars == [1, 3, 2, 4])
        #expect(labels.reshaped(to: [4] as Shape).scalars == [1, 2, 3, 4])
        #expect(labels.broadcast(to: [2, 2, 2]).count == 8)
        let mask: Tensor<Bool> = labels .> 2
        #expect(mask[1].scalars == [true, true])
    }
}
