import Differentiation
import Tensors
import Testing

@Suite struct ParameterizedCollectionsTests {
    @Test func arrayIsAModel() {
        let tensors: [Tensor<Double>] = [Tensor([1, 2]), Tensor(3)]
        let derivative: [Tensor<Double>] = gradient(at: tensors) { ($0[0] * $0[0]).sum() * $0[1] }
        #expect(tensors.parameterNames == ["0", "1"])
        #expect(derivative[0].scalars == [6, 12] && derivative[1].scalars == [5])
    }

    @Test func optionalIsAModel() {
        let some: Tensor<Double>? = Tensor([4])
        let derivative: Tensor<Double>? = gradient(at: some) { ($0! * $0!).sum() }
        #expect(derivative?.scalars == [8])
        let none: Tensor<Double>? = nil
        let absent: Tensor<Double>? = gradient(at: none) { _ in Tensor<Double>(1) }
        #expect(absent?.scalars == nil)
    }

    @Test func collectionsMayBeNested() {
        let nested: [[Tensor<Double>?]] = [[Tensor([2]), nil], [Tensor([3])]]
        let derivative: [[Tensor<Double>?]] = gradient(at: nested) { ($0[0][0]! * $0[1][0]!).sum() }
        #expect(nested.parameterNames == ["0.0", "1.0"])
        let scalars: [[[Double]?]] = derivative.map { $0.map { $0?.scalars } }
        #expect(scalars == [[[3], nil], [[2]]])
    }
}
