import Tensors
import TestSupport
import Testing

@Suite struct TensorBinaryFunctionsTests {
    @Test func derivativesAgreeWithCentralDifferences() {
        #expect(BroadcastPairs.problems(of: { atan2($0, $1) }) == [])
        #expect(BroadcastPairs.problems(of: { hypot($0, $1) }) == [])
        #expect(BroadcastPairs.problems(of: { logAddExp($0, $1) }) == [])
        #expect(BroadcastPairs.problems(of: { copySign($0, $1) }) == [])
        // At these operands, the quotients are not near whole numbers, at which the remainder jumps.
        #expect(BroadcastPairs.problems(of: { floorRemainder($0 * 0.1 + 3.3, $1 * 0.01 - 1) }) == [])
        #expect(BroadcastPairs.problems(of: { truncatingRemainder($0 * 0.1 + 3.3, $1 * 0.01 - 1) }) == [])
    }

    @Test func theDerivativesOfAPointWithoutDirectionAreNaN() {
        let origin = Tensor<Double>(0)
        #expect(gradientOf({ hypot($0, origin) }, origin, Tensor(1)).scalar.isNaN)
        #expect(gradientOf({ atan2($0, origin) }, origin, Tensor(1)).scalar.isNaN)
    }
}
