import Tensors
import TestSupport
import Testing

@Suite struct TensorArithmeticTests {
    static let operations: [(name: String, operation: BroadcastPairs.Operation)] = [
        ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }),
    ]

    @Test(arguments: operations.indices)
    func operationHasItsDerivativesBroadcast(index: Int) {
        let (name, operation) = Self.operations[index]
        #expect(BroadcastPairs.problems(of: operation) == [], "\(name)")
    }

    @Test func inPlaceOperatorsWriteInPlaceAndCopyWhenShared() {
        var a = Tensor<Float>([1, 2, 3])
        let b: Tensor<Float> = a
        a += Tensor([10, 20, 30])
        a *= 2
        a -= 1
        a /= 3
        #expect(a.scalars == [7, 43 / Float(3), 65 / Float(3)])
        #expect(b.scalars == [1, 2, 3])
    }

    @Test func inPlaceOperatorsAreRecorded() {
        let found: [String] = problems(
            of: { inputs in
                var sum: Tensor<Double> = inputs[0]
                sum += inputs[1]
                sum *= inputs[0]
                return sum
            }, at: [sample([2, 3]), sample([3], seed: 2)])
        #expect(found == [])
    }

    @Test func integersWrapAround() {
        #expect((Tensor<UInt8>([250]) + Tensor<UInt8>([10])).scalars == [4])
        #expect((Tensor<Int>([3, 4]) * 2 - 1).scalars == [5, 7])
    }
}
