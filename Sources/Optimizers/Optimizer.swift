import Differentiation
import Tensors

/// A rule that moves a model's parameters along a gradient. A value: copying it copies its state.
///
/// A rule for each single tensor is a `ParameterwiseOptimizer`, which needs one function and saves what it keeps.
public protocol Optimizer: Sendable {
    /// The factor of each step. A `Trainer` that is given a schedule sets it before every step.
    var learningRate: Double { get set }
    /// What the rule remembers from step to step. A checkpoint holds this and nothing else of an optimizer: a training
    /// whose optimizer keeps anything elsewhere cannot be saved.
    var state: OptimizerState { get set }

    /// Moves every parameter of `model` one step against `gradient`, and puts the gradient's buffers (new running
    /// statistics) into the model.
    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model)
}

/// An optimizer that is a rule for each single parameter tensor.
///
///     struct HeavyBall: ParameterwiseOptimizer {
///         var learningRate = 0.1
///         var state = OptimizerState()
///
///         func step<Scalar: RealScalar>(
///             _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
///         ) {
///             let velocity: Tensor<Scalar> = state.isEmpty ? gradient : state[0] * 0.9 + gradient
///             state = [velocity]
///             parameter -= velocity * Scalar(learningRate)
///         }
///     }
public protocol ParameterwiseOptimizer: Optimizer {
    /// Moves one parameter. `learningRate` is multiplied by the parameter's own factor already, and `self.state.stepCount`
    /// counts this step, from 1.
    ///
    /// - Parameters:
    ///   - parameter: What to move.
    ///   - gradient: The derivative by it, of the same shape.
    ///   - state: What the rule keeps for this parameter from step to step, at first nothing. Checkpoints hold it; each
    ///     tensor must have the parameter's shape.
    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>])
}

extension ParameterwiseOptimizer {
    public mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        var (copy, list): (Model, TensorList) = (gradient, TensorList())
        copy.visitParameters(&list)
        model.requireNothingForgotten("optimizer", tensorCount: list.tensors.count)
        state.stepCount += 1
        var visitor = Stepper(rule: self, gradients: list, entries: state.takeEntries())
        model.visitParameters(&visitor)
        require(
            visitor.position == list.tensors.count, "optimizer: model and gradient differ in their parameters")
        visitor.requireEveryFactorUsed()
        require(
            visitor.position == visitor.entries.count,
            "optimizer: its state belongs to another model, with \(visitor.entries.count) parameters and not "
                + "\(visitor.position)")
        state.entries = visitor.entries
    }
}

/// What an optimizer remembers: the number of steps, and tensors for each parameter, in the order of the visit.
public struct OptimizerState: Sendable {
    /// How many steps have been made. An optimizer that is not a `ParameterwiseOptimizer` counts them itself.
    public var stepCount = 0
    /// Factors of the learning rate for parameters of their own, by the last part of the name: `["beta": 0.1]` moves
    /// every Synapse's β ten times slower than the rest. A name that no parameter has traps at the next update; a
    /// `TrainingRun` throws instead, before its first step. Not part of a checkpoint: whoever resumes sets them again.
    public var learningRateFactors: [String: Double] = [:]
    var entries: [any StateEntry] = []

    /// Nothing remembered yet.
    public init() {}

    /// The factors' names that are no parameter's, and the names that there are.
    package func unusedFactors(in model: some Parameterized) -> (unused: [String], names: [String]) {
        let names: Set<String> = lastParts(of: model.parameterNames)
        return (learningRateFactors.keys.filter { !names.contains($0) }.sorted(), names.sorted())
    }

    /// The entries, moved out so that their tensors can be written in place.
    mutating func takeEntries() -> [any StateEntry] {
        defer { entries = [] }
        return entries
    }
}

/// The tensors that belong to one parameter.
protocol StateEntry: Sendable, Parameterized {}

struct TypedStateEntry<Scalar: RealScalar>: StateEntry {
    let shape: Shape
    var tensors: [Tensor<Scalar>]

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { tensors.visitParameters(&visitor) }
}

private struct NoEntry: StateEntry {
    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}

/// What follows the last dot of each name, which is what `learningRateFactors` goes by.
private func lastParts(of names: [String]) -> Set<String> {
    Set(names.compactMap { $0.split(separator: ".").last.map(String.init) })
}

private struct Stepper<Rule: ParameterwiseOptimizer>: ParameterVisitor {
    let rule: Rule
    let gradients: TensorList
    let isFirstStep: Bool
    var entries: [any StateEntry]
    var path: [String] = []
    var position = 0
    private var bufferPosition = 0
    private var usedFactors: Set<String> = []

    init(rule: Rule, gradients: TensorList, entries: [any StateEntry]) {
        self.rule = rule
        self.gradients = gradients
        self.entries = entries
        isFirstStep = entries.isEmpty
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard position < gradients.tensors.count, let gradient = gradients.tensors[position] as? Tensor<Scalar>,
            gradient.shape == parameter.shape
        else { fatalError("optimizer: the gradient does not fit parameter \(name) of shape \(parameter.shape)") }
        if isFirstStep { entries.append(TypedStateEntry<Scalar>(shape: parameter.shape, tensors: [])) }
        guard position < entries.count, var entry = entries[position] as? TypedStateEntry<Scalar>,
            entry.shape == parameter.shape
        else {
            fatalError(
                "optimizer: its state belongs to another model: nothing for parameter \(name) of shape "
                    + "\(parameter.shape)")
        }
        // A second owner would turn writing in place into copying.
        entries[position] = NoEntry()
        var rule: Rule = self.rule
        if let last = path.last, let factor = rule.state.learningRateFactors[last] {
            rule.learningRate *= factor
            usedFactors.insert(last)
        }
        rule.step(&parameter, gradient, &entry.tensors)
        if let other = entry.tensors.first(where: { $0.shape != parameter.shape }) {
            fatalError(
                "optimizer: \(Rule.self) keeps a tensor of shape \(other.shape) for parameter \(name) of shape "
                    + "\(parameter.shape), where a checkpoint holds tensors of the parameter's own shape")
        }
        entries[position] = entry
        position += 1
    }

    func requireEveryFactorUsed() {
        let unused: [String] = rule.state.learningRateFactors.keys.filter { !usedFactors.contains($0) }.sorted()
        require(
            unused.isEmpty,
            "optimizer: no parameter is named \(unused.joined(separator: ", ")), which learningRateFactors names. The "
                + "last parts of the names are: \(lastParts(of: gradients.names).sorted().joined(separator: ", "))")
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard bufferPosition < gradients.buffers.count,
            let value = gradients.buffers[bufferPosition] as? Buffer<Scalar>
        else { fatalError("optimizer: model and gradient differ in buffer \(name)") }
        buffer = value
        bufferPosition += 1
    }
}

/// Fills `state` up to `count` tensors, with zeros of the parameter's shape.
func extend<Scalar: RealScalar>(_ state: inout [Tensor<Scalar>], to count: Int, for parameter: Tensor<Scalar>) {
    while state.count < count { state.append(Tensor(zeros: parameter.shape)) }
}

/// Calls `body` with elements of a parameter and of its state tensors, to be written in place, and of the gradient: chunk by
/// chunk of a large parameter, on all threads.
func withElements<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    _ body: (
        _ count: Int, _ parameter: UnsafeMutablePointer<Scalar>?, _ gradient: UnsafePointer<Scalar>?,
        _ state: [UnsafeMutablePointer<Scalar>?]
    ) -> Void
) {
    var addresses: [UnsafeMutablePointer<Scalar>?] = []
    for index in state.indices {
        // The memory stays where it is while `state` is held exclusively by this call.
        state[index].withUnsafeMutableBuffer { addresses.append($0.baseAddress) }
    }
    parameter.withUnsafeMutableBuffer { parameter in
        gradient.withUnsafeBuffer { gradient in
            Parallelism.forEachRange(of: parameter.count, length: Parallelism.elementsPerChunk) { range in
                let start: Int = range.lowerBound
                body(
                    range.count, parameter.baseAddress.map { $0 + start }, gradient.baseAddress.map { $0 + start },
                    addresses.map { address in address.map { $0 + start } })
            }
        }
    }
    withExtendedLifetime(state) {}
}
