import Differentiation
import Tensors
import Testing

@Suite struct TraceFunctionTests {
    @Test func parametersAndBuffersHaveTheirNames() {
        struct Scale: Parameterized {
            var weight = Tensor<Double>(2)
            var offset = Buffer(Tensor<Double>(1))
            mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
                visitor.visit(&weight, "weight")
                visitor.visit(&offset, "offset")
            }
        }
        let trace = Trace(of: Scale(), input: Tensor<Double>([1, 2])) { model, x in
            x * model.weight + model.offset.value
        }
        #expect(trace.values.compactMap(\.origin.parameterName) == ["weight", "offset"])
        guard case .input(let name) = trace[trace.inputs[0]].origin else {
            Issue.record("the input has no origin of its own")
            return
        }
        #expect(name == "input")
    }
}
