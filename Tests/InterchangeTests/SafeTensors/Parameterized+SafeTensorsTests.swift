import Differentiation
import Foundation
import Interchange
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct ParameterizedSafeTensorsTests {
    private struct Network: Module {
        var first: Linear<Float>
        var norm: BatchNorm<Float>
        var layers: [Linear<Float>]

        init(seed: UInt64, width: Int = 4, depth: Int = 2) {
            var generator = PhiloxGenerator(seed: seed)
            first = Linear(3, width, using: &generator)
            norm = BatchNorm(width)
            layers = (0 ..< depth).map { _ in Linear(width, width, using: &generator) }
        }

        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { layers.reduce(norm(first(x))) { $1($0) } }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&first, "first")
            visitor.visit(&norm, "norm")
            visitor.visit(&layers, "layers")
        }
    }

    private func withFile(_ body: (String) throws -> Void) throws {
        let path: String = NSTemporaryDirectory() + "\(UUID().uuidString).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    /// A file restores parameters and running statistics: in inference mode, the outputs of the loaded model have the
    /// same bits as those of the saved model.
    @Test func modelsComeBack() throws {
        try withFile { path in
            var saved = Network(seed: 1)
            let step: Network = withMode(.training) { gradient(at: saved) { $0(sample([9, 3], in: 1 ... 5)).sum() } }
            saved.norm = step.norm
            try saved.save(to: path, metadata: ["epoch": "3"])
            var loaded = Network(seed: 2)
            let input: Tensor<Float> = sample([5, 3])
            #expect(loaded(input) != saved(input))
            try loaded.load(from: path)
            #expect(loaded(input) == saved(input))
            #expect(try SafeTensorsFile(contentsOf: path).metadata == ["epoch": "3"])
        }
    }

    @Test func differencesAreListedAllTogether() throws {
        try withFile { path in
            try Network(seed: 1, width: 4, depth: 2).save(to: path)
            var other = Network(seed: 2, width: 5, depth: 1)
            let before: Tensor<Float> = other.first.weight
            let error = #expect(throws: SafeTensorsError.self) { try other.load(from: path) }
            guard case .mismatch(let missing, let unused, let misshaped) = error?.fault else {
                Issue.record("no mismatch: \(String(describing: error))")
                return
            }
            #expect(missing == [])
            #expect(Set(unused) == ["layers.1.weight", "layers.1.bias"])
            #expect(misshaped.map(\.name).contains("first.weight") && misshaped.map(\.name).contains("norm.weight"))
            #expect(error?.description.contains("first.weight has the shape [4, 3] and not [5, 3]") == true)
            #expect(other.first.weight == before)
        }
    }

    @Test func strictnessIsAChoice() throws {
        try withFile { path in
            try Network(seed: 1, depth: 2).save(to: path)
            var shallow = Network(seed: 2, depth: 1)
            try shallow.load(from: path, verifying: .names)
            #expect(shallow.layers[0].weight == Network(seed: 1).layers[0].weight)
            var deep = Network(seed: 2, depth: 3)
            let error = #expect(throws: SafeTensorsError.self) { try deep.load(from: path, verifying: .names) }
            #expect(
                error?.fault == .mismatch(missing: ["layers.2.weight", "layers.2.bias"], unused: [], misshaped: []))
            let own: Tensor<Float> = deep.layers[2].weight
            try deep.load(from: path, verifying: .shapes)
            #expect(deep.layers[2].weight == own && deep.layers[1].weight == Network(seed: 1).layers[1].weight)
        }
    }

    @Test func integersDoNotBecomeWeights() throws {
        try withFile { path in
            try SafeTensorsFile(["weight": AnyTensor(Tensor<Int>([[1, 2]])), "bias": AnyTensor(Tensor<Float>([1]))])
                .write(to: path)
            var generator = PhiloxGenerator(seed: 1)
            var layer = Linear<Float>(2, 1, using: &generator)
            let error = #expect(throws: SafeTensorsError.self) { try layer.load(from: path) }
            #expect(error?.description.contains("weight is of type I64") == true)
        }
    }

    @Test func doublesAreRoundedIntoAFloatModel() throws {
        try withFile { path in
            let weight: Tensor<Double> = sample([1, 2])
            try SafeTensorsFile(["weight": AnyTensor(weight), "bias": AnyTensor(Tensor<Double>([0.1]))]).write(to: path)
            var generator = PhiloxGenerator(seed: 1)
            var layer = Linear<Float>(2, 1, using: &generator)
            try layer.load(from: path)
            #expect(layer.weight == weight.converted(to: Float.self) && layer.bias == Tensor<Float>([0.1]))
        }
    }
}
