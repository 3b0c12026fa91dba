import Optimizers
import TestSupport
import Testing

@Suite struct AdagradTests {
    @Test func negativeInitialSumTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Adagrad(initialSum: -1)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Adagrad: the sum of squares cannot start at -1.0, below 0"))
    }
}
