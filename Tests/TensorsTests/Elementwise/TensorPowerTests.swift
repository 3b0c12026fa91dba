import Tensors
import Testing

@Suite struct TensorPowerTests {
    @Test func powHasItsDerivativesBroadcast() {
        #expect(BroadcastPairs.problems(of: { pow($0, $1) }) == [])
    }
}
