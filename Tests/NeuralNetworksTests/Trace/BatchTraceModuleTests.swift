import NeuralNetworks
import Tensors
import Testing

@Suite struct BatchTraceModuleTests {
    @Test func modelsThatCannotBeTracedAreFound() throws {
        let trace = try BatchTrace(of: Untraceable(kind: .readsScalars), sample: [3])
        #expect(trace.values.map(\.dependsOnInput) == [false, true, false])
        #expect(throws: TraceError.self) { try Summary(of: Untraceable(kind: .branches), sample: [3]) }
        #expect(throws: TraceError.self) { try Summary(of: Untraceable(kind: .lists), sample: [3]) }
        #expect(TraceError.inputReadOutside("multiply").description.contains("'multiply'"))
    }
}
