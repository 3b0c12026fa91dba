import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LSTMTests {
    @Test func stateOfAnotherBatchTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let state = LSTM<Float>.State(hidden: Tensor(zeros: [5, 2]), memory: Tensor(zeros: [4, 2]))
            _ = LSTM<Float>(3, 2, using: &generator).lastState(Tensor(zeros: [5, 7, 3]), from: state)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("LSTM: the initial state [4, 2] must be [5, 2] for input [5, 7, 3]"))
    }
}
