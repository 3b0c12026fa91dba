import Foundation
import SynaNN
import TestSupport
import Testing

/// The code of the README can be compiled and run. `everySnippetIsHere` compares the README with this file.
@Suite struct ReadmeTests {
    @Test func tensors() {
        let a = Tensor<Float>([[1, 2, 3], [4, 5, 6]])
        let b: Tensor<Float> = (a * 2 + 1).exp().sum(axis: 1)  // shape [2]
        let c: Tensor<Float> = matmul(a, a.transposed())  // the transpose is not copied
        let d: Tensor<Float> = a[.all, 1...] - a.mean(axis: 0)[1...]  // numpy's slices and broadcasting
        #expect(b.shape == [2])
        #expect(c == Tensor([[14, 32], [32, 77]]))
        #expect(d == Tensor([[-1.5, -1.5], [1.5, 1.5]]))
        var copy: Tensor<Float> = a
        copy[0] = Tensor(9)
        #expect(a[0, 0].scalar == 1 && copy[0, 0].scalar == 9)
    }

    @Test func gradients() {
        let x = Tensor<Double>([1, 2, 3])
        let (value, derivative) = valueWithGradient(at: x) { x in (x.squared() * x.sin()).sum() }
        #expect(abs(value.scalar - (sin(1) + 4 * sin(2) + 9 * sin(3))) < 1e-12)
        #expect(difference(derivative, 2 * x * x.sin() + x.squared() * x.cos(), tolerance: 1e-13) == nil)

        func cube(_ x: Tensor<Double>) -> Tensor<Double> {
            withDerivative(
                of: TensorOperation("cube", x), x * x * x, .by(x) { cotangent in 3 * x.squared() * cotangent })
        }
        let check: GradientCheck = checkGradient(at: x) { x in cube(x).sum() }
        #expect(check.error < 1e-8)
    }

    @Test func linearAlgebra() throws {
        let a = Tensor<Double>([[4, 1], [2, 3]])
        let b = Tensor<Double>([1, 2])
        let x: Tensor<Double> = try solve(a, b)
        let parts = try svd(a)  // parts.u, parts.singularValues, parts.vt
        let derivative: Tensor<Double> = gradient(at: a) { a in try! logDeterminant(a).logMagnitude }
        #expect(difference(matmul(a, x), b, tolerance: 1e-14) == nil)
        #expect(parts.singularValues.shape == [2])
        #expect(difference(derivative, try inverse(a).transposed(), tolerance: 1e-14) == nil)
    }

    @Test func networks() {
        let images: Tensor<Float> = sample([8, 784], in: 0 ... 1)
        let labels = Tensor<Int>([0, 1, 2, 3, 4, 5, 6, 7])
        var generator = PhiloxGenerator(seed: 1)
        var network = Network(using: &generator)
        var optimizer = Adam(learningRate: 0.001)
        let (loss, gradient) = valueWithGradient(at: network) { network in
            crossEntropy(network(images), labels)
        }
        optimizer.update(&network, along: gradient)
        #expect(crossEntropy(network(images), labels).scalar < loss.scalar)
        #expect(gradient.synapse.beta.shape == [64, 64])
    }

    @Test func everySnippetIsHere() throws {
        let tests = URL(fileURLWithPath: #filePath)
        let root: URL = tests.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let source: Set<String> = try Set(lines(of: String(contentsOf: tests, encoding: .utf8)))
        let readme: String = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let code: [String] = Repository.codeLines(in: readme).filter {
            !$0.hasPrefix("import ") && !$0.hasPrefix(".package")
        }
        for line in code { #expect(source.contains(line), "README: \(line)") }
        #expect(code.count > 20)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

struct Network: Module {
    var hidden: Linear<Float>
    var synapse: Synapse<Float>
    var output: Linear<Float>

    init(using generator: inout PhiloxGenerator) {
        hidden = Linear(784, 64, using: &generator)
        synapse = Synapse(64, using: &generator)
        output = Linear(64, 10, using: &generator)
    }

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        output(synapse(hidden(x).sigmoid()))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&hidden, "hidden")
        visitor.visit(&synapse, "synapse")
        visitor.visit(&output, "output")
    }
}
