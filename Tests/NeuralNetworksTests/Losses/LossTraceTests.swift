import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The trace of a fused loss contains the numbers that the loss takes as attributes, so a program that reads the trace
/// can compute the loss.
@Suite struct LossTraceTests {
    private typealias Loss = @Sendable (Tensor<Double>) -> Tensor<Double>

    private let target: Tensor<Double> = sample([2, 3], in: 0.2 ... 0.8, seed: 1)

    private func attributes(of operation: String, in loss: @escaping Loss) throws -> [String: TensorOperation.Attribute]
    {
        let input: Tensor<Double> = sample([2, 3], in: 0.2 ... 0.8)
        let trace = Trace(of: Tensor<Double>(0), input: input) { _, x in loss(x) }
        return try #require(trace.nodes.first { $0.operation == operation }).attributes
    }

    @Test func numbersOfElementwiseLosses() throws {
        let target: Tensor<Double> = target
        #expect(try attributes(of: "huberLoss") { huberLoss($0, target, delta: 2) } == ["delta": .number(2)])
        #expect(try attributes(of: "smoothL1Loss") { smoothL1Loss($0, target, beta: 3) } == ["beta": .number(3)])
        let poisson: [String: TensorOperation.Attribute] = try attributes(of: "poissonNegativeLogLikelihood") {
            poissonNegativeLogLikelihood($0, target, predictionIsLogarithm: false, epsilon: 0.25)
        }
        #expect(poisson == ["predictionIsLogarithm": .boolean(false), "epsilon": .number(0.25)])
        let gaussian: [String: TensorOperation.Attribute] = try attributes(of: "boundedVariance") {
            gaussianNegativeLogLikelihood(target, target, variance: $0, epsilon: 0.5)
        }
        #expect(gaussian == ["epsilon": .number(0.5)])
    }

    @Test(arguments: [false, true]) func formOfTheTarget(isLogarithm: Bool) throws {
        let target: Tensor<Double> = target
        let found: [String: TensorOperation.Attribute] = try attributes(of: "klDivergence") {
            klDivergence($0, target, targetIsLogarithm: isLogarithm)
        }
        #expect(found == ["targetIsLogarithm": .boolean(isLogarithm)])
    }

    @Test func blankOfAlignments() throws {
        let found: [String: TensorOperation.Attribute] = try attributes(of: "ctcLoss") {
            ctcLoss($0.expandingShape(at: 0), Tensor<Int>([[0]]), blank: 2, zeroInfinity: true)
        }
        #expect(found == ["blank": .integer(2), "zeroInfinity": .boolean(true)])
    }
}
