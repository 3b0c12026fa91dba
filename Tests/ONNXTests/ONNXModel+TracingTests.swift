import ComplexModule
import Differentiation
import NeuralNetworks
import ONNX
import Tensors
import TestSupport
import Testing

/// Models that are not a chain of layers can be written as ONNX files, or throw an error. Some models have composite
/// operations, or other inputs than a single real tensor. The models that throw an error cannot be written as an ONNX
/// file.
@Suite struct ONNXModelTracingTests {
    /// A model without parameters that applies a function.
    private struct Function: ParameterFreeModule {
        let function: @Sendable (Tensor<Float>) -> Tensor<Float>
        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { function(input) }
    }

    private func fault(_ function: @escaping @Sendable (Tensor<Float>) -> Tensor<Float>) -> ONNXError.Fault? {
        let error = #expect(throws: ONNXError.self) { try ONNXModel(of: Function(function: function), sample: [4]) }
        return error?.fault
    }

    @Test func compositeOperationsAreWrittenByTheirParts() throws {
        let model = Function { x in
            withOperation(TensorOperation("standardized", x)) { (x - x.mean()) / x.variance().squareRoot() }
        }
        let x: Tensor<Float> = sample([3, 4])
        let file = try ONNXFile(ONNXModel(of: model, sample: [4]).encoded)
        #expect(difference(file(x), model(x), tolerance: 1e-5) == nil)
        #expect(file.graph.nodes.map(\.operation).contains("ReduceMean"))
    }

    @Test func numbersReadOutOfTheInputAreAnError() {
        #expect(fault { $0 * $0.scalars[0] } == .untraceable(.inputReadOutside("multiply")))
        #expect(fault { $0 + Tensor<Float>($0.scalars, shape: $0.shape) } == .untraceable(.inputReadOutside("add")))
        #expect(fault { Tensor($0.scalars.map { $0 * 2 }, shape: $0.shape) } != nil)
        // `argmax()` returns an integer that does not depend linearly on the number of samples.
        #expect(fault { $0 * Float($0.argmax()) } == .untraceable(.inputReadOutside("multiply")))
    }

    @Test func randomNumbersAreAnError() {
        let fault: ONNXError.Fault? = fault { x in
            var generator = PhiloxGenerator(seed: UInt64(x.shape[0]))
            return x + Tensor(randomUniform: [4], using: &generator)
        }
        #expect(fault == .untraceable(.inputReadOutside("add")))
    }

    @Test func whatDiffersFromBatchToBatchIsAnError() {
        #expect(fault { $0.shape[0] > 10 ? $0.exp() : $0.log() } == .untraceable(.differentOperations("log")))
        #expect(fault { x in (0 ..< x.shape[0]).reduce(x) { sum, _ in sum.exp() } } != nil)
        // For batches of 2, 3 and 17 samples, the slice has 1, 2 and 9 samples. These numbers are not a linear function
        // of the number of samples.
        #expect(fault { $0[.stride(by: 2)] } == .untraceable(.differentOperations("slice")))
        #expect(fault { $0[..<10] } == .untraceable(.differentOperations("slice")))
    }

    @Test func complexNumbersAreAnError() {
        struct Doubled: ParameterFreeModule {
            func callAsFunction(_ input: Tensor<Complex<Float>>) -> Tensor<Complex<Float>> { input + input }
        }
        let example = Tensor<Complex<Float>>([Complex(1, 2), Complex(3, 4)])
        let error = #expect(throws: ONNXError.self) { try ONNXModel(of: Doubled(), example: example) }
        #expect(error?.fault == .unsupported("input", "its numbers are complex"))
    }

    @Test func theSizeOfTheBatchIsANumberOfTheGraph() throws {
        let model = Function { x in x.sum(axis: 0, keepDims: true) / Float(x.shape[0]) + Float(3 * x.shape[0] + 1) }
        let file = try ONNXFile(ONNXModel(of: model, sample: [4]).encoded)
        for batchSize in [1, 5, 100] {
            let x: Tensor<Float> = sample([batchSize, 4])
            #expect(difference(file(x), model(x), tolerance: 1e-5) == nil, "\(batchSize)")
        }
    }

    /// A model that classifies a sequence of tokens by the mean of their embeddings.
    private struct TokenClassifier: Module {
        var embedding: Embedding<Float>
        var output: Linear<Float>

        init() {
            var generator = PhiloxGenerator(seed: 2)
            embedding = Embedding(12, 5, using: &generator)
            output = Linear(5, 3, using: &generator)
        }

        func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Float> { output(embedding(ids).mean(axis: 1)).logSoftmax() }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&embedding, "embedding")
            visitor.visit(&output, "output")
        }
    }

    @Test func tokenIdsAreAnInput() throws {
        let model = TokenClassifier()
        let written = try ONNXModel(of: model, example: Tensor<Int>([[1, 5, 11, 0]]), input: "ids", output: "scores")
        #expect(written.inputs.map(\.description) == ["ids [N, 4]"])
        #expect(written.outputs.map(\.description) == ["scores [N, 3]"])
        let file = try ONNXFile(written.encoded)
        #expect(file.inputs == ["ids 7 [N, 4]"])
        let ids = Tensor<Int>([[3, 3, 0, 2], [11, 10, 9, 8], [0, 0, 0, 0]])
        let result: Tensor<Float> = file([Tensor<Double>(ids)])[0].converted(to: Float.self)
        #expect(difference(result, model(ids), tolerance: 1e-5) == nil)
        #expect(file.graph.nodes.map(\.name).contains("embedding/Gather"))
        #expect(file.graph.constants["embedding.weight"] != nil)
    }

    /// An input of two parts: a sequence of numbers and its mask.
    private struct Masked: TensorGroup {
        var values: Tensor<Float>
        var mask: Tensor<Bool>

        mutating func visitTensors(_ visitor: inout some TensorVisitor) {
            visitor.visit(&values, "values")
            visitor.visit(&mask, "mask")
        }
    }

    private struct Hiding: ParameterFreeModule {
        func callAsFunction(_ input: Masked) -> Masked {
            Masked(values: select(input.mask, input.values, Tensor(-1)), mask: !input.mask)
        }
    }

    @Test func groupsHaveTheNamesOfTheirParts() throws {
        let input = Masked(values: sample([2, 3]), mask: Tensor([[true, false, true], [false, false, true]]))
        let model = try ONNXModel(of: Hiding(), example: input, input: "in")
        #expect(model.inputs.map(\.name) == ["values", "mask"])
        // The outputs have other names than the inputs, because names in an ONNX graph must be unique.
        #expect(model.outputs.map(\.name) == ["output.values", "output.mask"])
        let results: [Tensor<Double>] = try ONNXFile(model.encoded)([
            input.values.converted(to: Double.self), Tensor<Double>(input.mask),
        ])
        let expected: Masked = Hiding()(input)
        #expect(results[0] == expected.values.converted(to: Double.self))
        #expect(results[1] == Tensor<Double>(expected.mask))
    }

    @Test func aFunctionOfAModelIsWrittenToo() throws {
        let model = TokenClassifier()
        let ids = Tensor<Int>([[1, 2], [3, 4]])
        let written = try ONNXModel(of: model, example: ids) { model, ids in model.embedding(ids) }
        #expect(written.outputs.map(\.description) == ["output [N, 2, 5]"])
        // The file does not contain parameters that have no effect on an output.
        #expect(try ONNXFile(written.encoded).graph.constants.keys.filter { $0.hasPrefix("output.") } == [])
    }

    @Test func anOutputMayBeTheInputOrAConstant() throws {
        let x: Tensor<Float> = sample([3, 4])
        let same = try ONNXFile(ONNXModel(of: Function { $0 }, sample: [4]).encoded)
        #expect(same(x) == x)
        let ones = try ONNXFile(ONNXModel(of: Function { Tensor(ones: $0.shape) }, sample: [4]).encoded)
        #expect(ones(x) == Tensor(ones: [3, 4]))
    }

    @Test func aModelThatReadsItsInputOutsideIsAnError() throws {
        let error = #expect(throws: ONNXError.self) {
            try ONNXModel(of: Tensor<Float>(1), example: sample([4, 3]) as Tensor<Float>) { _, x in
                x * Tensor(x.scalars[0])
            }
        }
        #expect(error?.fault == .untraceable(.inputReadOutside("multiply")))
        let branch = #expect(throws: ONNXError.self) {
            try ONNXModel(of: Tensor<Float>(1), example: sample([4, 3]) as Tensor<Float>) { _, x in
                x.shape[0] > 2 ? x.exp() : x.sin()
            }
        }
        guard case .untraceable(.differentOperations) = branch?.fault else {
            Issue.record("\(String(describing: branch))")
            return
        }
    }

    /// A model may reshape a tensor to a shape that contains the number of samples.
    @Test func tokenIdsMayBeReshaped() throws {
        struct Reader: Module {
            var embedding: Embedding<Float>
            var output: Linear<Float>

            func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Float> {
                output(embedding(ids).reshaped(to: [ids.shape[0], 12]))
            }

            mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
                visitor.visit(&embedding, "embedding")
                visitor.visit(&output, "output")
            }
        }
        var generator = PhiloxGenerator(seed: 1)
        let reader = Reader(
            embedding: Embedding(10, 4, using: &generator), output: Linear(12, 2, using: &generator))
        let model = try ONNXModel(of: reader, example: Tensor<Int>([[1, 2, 3], [4, 5, 6]]), input: "ids")
        #expect(model.inputs.map(\.description) == ["ids [N, 3]"])
        let file = try ONNXFile(model.encoded)
        #expect(file.graph.constants["embedding.weight"]?.shape == [10, 4])
        #expect(file.inputs == ["ids 7 [N, 3]"])
    }
}
