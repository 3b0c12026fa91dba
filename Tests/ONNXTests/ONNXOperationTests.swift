import Foundation
import ONNX
import ONNXOperations
import Tensors
import TestSupport
import Testing

/// Each operation as a file, run by operators that are written from their definitions. That a runtime understands the
/// definitions in the same way is seen by `Benchmarks/peers/onnx_operations.py`.
@Suite struct ONNXOperationTests {
    @Test(arguments: OperationCase.all, [1, 7])
    func theFileComputesWhatTheOperationDoes(operation: OperationCase, batchSize: Int) throws {
        let input: OperationCase.Input = operation.input(batchSize: batchSize)
        let file = try ONNXFile(operation.model().serialized())
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

    @Test func everyLoweringIsTried() {
        let tried: Set<String> = OperationCase.all.reduce(into: []) { $0.formUnion($1.operations) }
        #expect(Set(ONNXLowerings.standard.names).subtracting(tried) == [])
    }

    /// Operations that no file can have, with the reason.
    private static let reasons: [String: String] = [
        "scattered": "arises in derivatives alone", "place": "arises in derivatives alone",
        "tanhGradient": "arises in derivatives alone", "sigmoidGradient": "arises in derivatives alone",
        "identity": "arises in derivatives alone", "conjugated": "complex numbers, for which there are no operators",
        "synapse graph": "iterates until it settles",
        "square": "the sample of a comment", "standardized": "the sample of a comment",
    ]

    /// Folders whose operations no file can have, but for those with a lowering.
    private static let folders: [String: String] = [
        "LinearAlgebra": "there are no operators for factorizations and solvers",
        "NeuralNetworks/Losses": "a loss is what a model is trained by, not what it answers",
    ]

    /// The names of operations in a Swift file.
    private func names(in source: String) -> [String] {
        source.matches(of: /TensorOperation\(\s*"([^"]+)"/).map { String($0.1) }
    }

    @Test func everyOperationHasALoweringOrAReason() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let lowered = Set(ONNXLowerings.standard.names)
        var found: Set<String> = []
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let path = String(file.path.dropFirst(sources.path.count + 1))
            for name in names(in: try String(contentsOf: file, encoding: .utf8)) {
                found.insert(name)
                let hasReason: Bool = Self.reasons[name] != nil || Self.folders.keys.contains { path.hasPrefix($0 + "/") }
                #expect(
                    lowered.contains(name) || hasReason,
                    "\(path): '\(name)' has no lowering. Add one to Sources/ONNX/Lowerings, and a case to Tests/ONNXOperations")
            }
        }
        #expect(found.count > 60)
        #expect(Set(Self.reasons.keys).subtracting(found) == [], "a reason for an operation that is gone")
        #expect(Set(Self.reasons.keys).intersection(lowered) == [], "a reason for an operation that is lowered")
    }
}
