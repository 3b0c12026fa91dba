import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TraceTests {
    private func trace<Output: TensorGroup>(
        _ inputs: [Tensor<Double>], _ function: ([Tensor<Double>]) throws -> Output
    ) rethrows -> Trace {
        try Trace(of: Tensor<Double>(0), input: inputs) { _, inputs in try function(inputs) }
    }

    private func names(_ trace: Trace) -> [String] { trace.nodes.map(\.operation) }

    @Test func operationsAreInTheOrderOfExecution() {
        let x: Tensor<Double> = sample([2, 3])
        let trace: Trace = trace([x]) { ($0[0].exp() + 1).sum(axis: 1) }
        #expect(names(trace) == ["exp", "add", "sum"])
        #expect(trace.nodes[2].attributes == ["axes": .integers([1]), "keepDims": .boolean(false)])
        #expect(trace.nodes[1].inputs[0] == trace.nodes[0].output)
        #expect(trace.outputs == [trace.nodes[2].output])
        #expect(trace[trace.outputs[0]].shape == [2])
        #expect(trace[trace.nodes[1].inputs[1]!].origin.tensor as? Tensor<Double> == Tensor(1))
    }

    @Test func operationsWithoutEffectOnTheOutputAreLeftOut() {
        let trace: Trace = trace([sample([3])]) { inputs in
            _ = inputs[0].log() * 7
            return inputs[0].sin()
        }
        #expect(names(trace) == ["sin"])
        // The three values of the trace are the model's parameter, the input and the sine.
        #expect(trace.values.count == 3)
    }

    /// A trace also records operations that have no derivative, with every scalar type.
    @Test func integersAndTruthValuesAreTraced() {
        let x: Tensor<Double> = sample([2, 3])
        let cases: [(String, (Tensor<Double>) -> any TensorGroup)] = [
            ("sign", { $0.sign() }), ("floor", { $0.floor() }), ("ceil", { $0.ceil() }), ("rounded", { $0.rounded() }),
            ("argmax", { $0.argmax(axis: 1) }), ("argmin", { $0.argmin(axis: 0) }), ("less", { $0 .> 0 }),
            ("lessOrEqual", { $0 .<= 0 }), ("equal", { $0 .== 0 }), ("notEqual", { $0 .!= 0 }),
            ("and", { ($0 .> 0) .&& ($0 .< 1) }), ("or", { ($0 .> 0) .|| ($0 .< 1) }), ("not", { !($0 .> 0) }),
            ("convert", { Tensor<Int>($0) }), ("convert", { Tensor<Float>($0 .> 0) }),
            ("convert", { Tensor<Float>($0) }), ("convert", { Tensor<Double>($0.argmax(axis: 1)) }),
            ("add", { $0.argmax(axis: 1) + 1 }), ("subtract", { $0.argmax(axis: 1) - 1 }),
            ("multiply", { $0.argmax(axis: 1) * 2 }), ("sum", { $0.argmax(axis: 1).sum() }),
            ("sum", { $0.argmax(axis: 1).sum(axis: 0) }), ("max", { $0.argmax(axis: 1).max() }),
            ("min", { $0.argmax(axis: 1).min() }), ("reshape", { $0.argmax(axis: 1).reshaped(to: [1, 2]) }),
            ("permute", { $0.argmax(axis: 1).reshaped(to: [1, 2]).transposed() }),
            ("broadcast", { $0.argmax(axis: 1).broadcast(to: [3, 2]) }), ("slice", { $0.argmax(axis: 1)[1] }),
            ("slice", { ($0 .> 0)[1] }), ("oneHot", { Tensor<Float>(oneHot: $0.argmax(axis: 1), classCount: 3) }),
            ("gathered", { Tensor<Double>([1, 2, 3]).gathered(at: $0.argmax(axis: 1)) }),
            ("gathered", { Tensor<Int>([1, 2, 3]).gathered(at: $0.argmax(axis: 1)) }),
            ("select", { select($0 .> 0, Tensor<Int>(1), Tensor<Int>(0)) }),
            ("select", { select($0 .> 0, Tensor<Double>(1), Tensor<Double>(0)) }),
            ("stopGradient", { $0.asConstant() }),
            (
                "add",
                { x in
                    var sum: Tensor<Int> = x.argmax(axis: 1)
                    sum += Tensor<Int>(1)
                    return sum
                }
            ),
            (
                "assignSlice",
                { x in
                    var list: Tensor<Int> = x.argmax(axis: 1)
                    list[0] = Tensor<Int>(7)
                    return list
                }
            ),
            (
                "assignSlice",
                { x in
                    var list = Tensor<Int>([1, 2, 3])
                    list[0] = x.argmax(axis: 1)[0]
                    return list
                }
            ),
        ]
        for (name, function) in cases {
            func traced(_ function: (Tensor<Double>) -> some TensorGroup) -> Trace { trace([x]) { function($0[0]) } }
            func open(_ example: some TensorGroup) -> Trace {
                func cast<Output: TensorGroup>(_ example: Output) -> Trace {
                    traced { function($0) as? Output ?? example }
                }
                return cast(example)
            }
            #expect(open(function(x)).nodes.last?.operation == name)
        }
    }

    @Test func groupsHaveTheirPartsWithin() {
        let trace: Trace = trace([sample([3])]) { inputs in
            withOperation(TensorOperation("standardized", inputs[0])) {
                (inputs[0] - inputs[0].mean()) / inputs[0].variance().squareRoot()
            }.exp()
        }
        #expect(names(trace) == ["standardized", "exp"])
        #expect(trace.nodes[0].body.map(\.operation) == ["mean", "subtract", "variance", "squareRoot", "divide"])
        #expect(trace.nodes[0].body[0].body.map(\.operation) == ["sum", "divide"])
        #expect(trace.nodes[1].inputs == [trace.nodes[0].output])
    }

    @Test func valuesAndGradientsAreTheSameWithinAndWithoutATrace() {
        let x: Tensor<Double> = sample([2, 3])
        func function(_ x: Tensor<Double>) -> Tensor<Double> {
            let derivative: Tensor<Double> = gradient(at: x) { ($0.exp() * $0.floor()).sum() }
            return derivative * x.softmax()
        }
        var inside = Tensor<Double>(0)
        let trace: Trace = trace([x]) { inputs in
            inside = function(inputs[0])
            return inside
        }
        #expect(inside.asConstant() == function(x))
        #expect(!trace.nodes.isEmpty)
        // A tensor of a trace that is used after the end of the trace is a constant.
        #expect(gradient(at: x) { ($0 * inside).sum() } == inside.asConstant())
    }

    @Test func aThrownErrorLeavesNoTraceUnderWay() {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            _ = try trace([sample([3])]) { inputs in
                try withOperation(TensorOperation("group", inputs[0])) { () throws -> Tensor<Double> in throw Stop() }
            }
        }
        #expect(names(trace([sample([3])]) { $0[0].exp() }) == ["exp"])
    }
}
