import Tensors
import Testing

@Suite struct TensorDivisionTests {
    /// The results agree with the definitions of floored and truncated division, for every pair of small integers and
    /// at the ends of the type.
    @Test func quotientsAndRemaindersOfIntegersBelongTogether() {
        let values: [Int8] = Array(-9 ... 9) + [.min, .max, .min + 1]
        for divisor in values where divisor != 0 {
            let (a, b) = (Tensor(values), Tensor(divisor))
            let (floored, truncated) = (floorDivide(a, b).scalars, (a / b).scalars)
            let (floorRest, rest) = (floorRemainder(a, b).scalars, (a % b).scalars)
            for (index, value) in values.enumerated() where !(value == .min && divisor == -1) {
                #expect(truncated[index] == value / divisor && rest[index] == value % divisor)
                #expect(Int(floored[index]) * Int(divisor) + Int(floorRest[index]) == Int(value))
                #expect(floorRest[index] == 0 || (floorRest[index] < 0) == (divisor < 0))
            }
        }
    }

    @Test func theLeastNumberDividedByMinusOneWrapsAround() {
        #expect((Tensor<Int>([.min]) / -1).scalars == [.min])
        #expect(floorRemainder(Tensor<Int>([.min]), Tensor(-1)).scalars == [0])
    }

    @Test func anIntegerDivisorOfZeroTraps() async {
        await #expect(processExitsWith: .failure) { _ = Tensor<Int>([1, 2]) / Tensor([1, 0]) }
        await #expect(processExitsWith: .failure) { _ = floorRemainder(Tensor<UInt8>([1]), Tensor(0)) }
    }
}
