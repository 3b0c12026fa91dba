import ONNX
import ONNXOperations
import Tensors
import TestSupport
import Testing

/// The ONNX file of each operation gives the same output as the operation. The operators of TestSupport evaluate the
/// file; `Benchmarks/peers/onnx_operations.py` evaluates the same files with onnxruntime.
@Suite struct EveryOperationTests {
    @Test(arguments: OperationCase.all, [1, 7])
    func theFileComputesWhatTheOperationDoes(operation: OperationCase, batchSize: Int) throws {
        let input: OperationCase.Input = operation.input(batchSize: batchSize)
        let file = try ONNXFile(operation.model().encoded)
        let inputs: [Tensor<Double>] =
            input.real.map { $0.converted(to: Double.self) } + input.whole.map { Tensor<Double>($0) }
        let result: Tensor<Float> = file(inputs)[0].converted(to: Float.self)
        let problem: String? = difference(result, operation.output(of: input), tolerance: 1e-5)
        #expect(problem == nil, "\(operation), batch \(batchSize): \(problem ?? "")")
    }

    @Test func namesOfCasesDiffer() {
        let names: [String] = OperationCase.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
