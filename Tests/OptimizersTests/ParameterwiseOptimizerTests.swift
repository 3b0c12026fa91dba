import Differentiation
import Foundation
import Optimizers
import Tensors
import TestSupport
import Testing

/// The optimizer Lion, written as the documentation shows a user's optimizer.
private struct OwnLion: ParameterwiseOptimizer {
    var learningRate = 1e-4
    var weightDecay = 0.0
    var state = OptimizerState()

    func step<Scalar: RealScalar>(
        _ weight: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let momentum: Tensor<Scalar> = state.first ?? Tensor(zeros: weight.shape)
        let direction: Tensor<Scalar> = (momentum * 0.9 + gradient * 0.1).sign()
        weight -= (direction + weight * Scalar(weightDecay)) * Scalar(learningRate)
        state = [momentum * 0.99 + gradient * 0.01]
    }
}

/// A rule that counts how often a change in place has to copy the parameter or the state.
private struct CopyCounter: ParameterwiseOptimizer {
    var learningRate = 0.1
    var state = OptimizerState()
    let copies = LockedState(0)

    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        if state.isEmpty { state = [Tensor(zeros: parameter.shape), Tensor(zeros: parameter.shape)] }
        changeInPlace(&parameter)
        for index in state.indices { changeInPlace(&state[index]) }
    }

    private func changeInPlace<Scalar: RealScalar>(_ tensor: inout Tensor<Scalar>) {
        let before: Int = tensor.withUnsafeBuffer { Int(bitPattern: $0.baseAddress) }
        let after: Int = tensor.withUnsafeMutableBuffer { Int(bitPattern: $0.baseAddress) }
        if before != after { copies.withLock { $0 += 1 } }
    }
}

@Suite struct ParameterwiseOptimizerTests {
    /// A step changes the parameters and the state where they are. A second reference to them would cost a copy of all
    /// in every step.
    @Test func aStepCopiesNeitherParametersNorState() {
        var (model, optimizer) = (MixedModel(), CopyCounter())
        let direction: MixedModel = gradient(at: model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() }
        for _ in 0 ..< 3 { optimizer.update(&model, along: direction) }
        #expect(optimizer.copies.withLock { $0 } == 0)
    }

    private func train(_ optimizer: any Optimizer, groups: [ParameterGroup]) -> (MixedModel, any Optimizer) {
        var (model, optimizer) = (MixedModel(), optimizer)
        optimizer.groups = groups
        for _ in 0 ..< 5 {
            optimizer.update(&model, along: gradient(at: model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() })
        }
        return (model, optimizer)
    }

    /// A user's optimizer applies the learning rate and the weight decay of each parameter's group, as the optimizers
    /// of the library do.
    @Test(
        arguments: [
            [], [ParameterGroup("*.a", learningRateFactor: 0.5)],
            [ParameterGroup("*", weightDecay: 0.3), ParameterGroup("bias", weightDecay: 0), .frozen("layers.0.*")],
        ] as [[ParameterGroup]])
    func oneFunctionIsAnOptimizer(groups: [ParameterGroup]) {
        let (model, own) = train(OwnLion(learningRate: 0.1, weightDecay: 0.1), groups: groups)
        let (expected, _) = train(Lion(learningRate: 0.1, weightDecay: 0.1), groups: groups)
        #expect(difference(model.weight, expected.weight, tolerance: 1e-14) == nil)
        #expect(difference(model.layers[0].a, expected.layers[0].a, tolerance: 1e-14) == nil)
        #expect(difference(model.layers[1].a, expected.layers[1].a, tolerance: 1e-14) == nil)
        #expect(own.state.stepCount == 5)
    }

    /// The documentation of `ParameterwiseOptimizer` shows the same lines of code as `OwnLion`.
    @Test func documentationShowsThisRule() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let own: String = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let source: String = try String(
            contentsOf: tests.appendingPathComponent("../Sources/Optimizers/ParameterwiseOptimizer.swift"),
            encoding: .utf8)
        let shown: [String] = source.split(separator: "\n").prefix { !$0.hasPrefix("public protocol") }
            .filter { $0.hasPrefix("///     ") }.map { String($0.dropFirst(8)) }
        #expect(shown.count == 13)
        for line in shown.dropFirst() { #expect(own.contains(line), "\(line)") }
    }

    @Test func stateThatNoCheckpointCouldGiveBackTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            struct Summing: ParameterwiseOptimizer {
                var learningRate = 0.1
                var state = OptimizerState()

                func step<Scalar: RealScalar>(
                    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
                ) { state = [gradient.squared().sum()] }
            }
            var (model, optimizer) = (Cubic<Double>(a: Tensor([1]), b: Tensor([2, 3])), Summing())
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains("optimizer: Summing keeps a tensor of shape [] for parameter a of shape [1], where a"))
    }

    @Test func weightDecayThatARuleDoesNotHaveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            struct Plain: ParameterwiseOptimizer {
                var learningRate = 0.1
                var state = OptimizerState()

                func step<Scalar: RealScalar>(
                    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
                ) { parameter -= gradient * Scalar(learningRate) }
            }
            var (model, optimizer) = (Cubic<Double>(a: Tensor([1]), b: Tensor([2])), Plain())
            optimizer.update(&model, along: model)
            optimizer.groups = [ParameterGroup("a", weightDecay: 0.1)]
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: a group gives the weight decay 0.1, and Plain has none"))
    }
}
