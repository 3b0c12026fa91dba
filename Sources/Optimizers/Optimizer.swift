import Differentiation
import Tensors

/// A rule that moves a model's parameters along a gradient. A value: copying it copies its state.
public protocol Optimizer: Sendable {
    /// The factor of each step; schedules set it.
    var learningRate: Double { get set }
    /// What the rule remembers from step to step.
    var state: OptimizerState { get set }

    /// Moves every parameter of `model` one step against `gradient`, and puts the gradient's buffers (new running
    /// statistics) into the model.
    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model)
}

/// An optimizer that is a rule for each single parameter tensor.
protocol ParameterwiseOptimizer: Optimizer {
    /// Moves one parameter. `state` is what the rule keeps for it, at first nothing: see `extend`.
    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>])
}

extension ParameterwiseOptimizer {
    public mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        var (copy, list): (Model, TensorList) = (gradient, TensorList())
        copy.visitParameters(&list)
        state.stepCount += 1
        var visitor = Stepper(rule: self, gradients: list, entries: state.takeEntries())
        model.visitParameters(&visitor)
        require(
            visitor.position == list.tensors.count, "optimizer: model and gradient differ in their parameters")
        require(
            visitor.position == visitor.entries.count,
            "optimizer: its state belongs to another model, with \(visitor.entries.count) parameters and not "
                + "\(visitor.position)")
        state.entries = visitor.entries
    }
}

/// What an optimizer remembers: the number of steps, and tensors for each parameter, in the order of the visit.
public struct OptimizerState: Sendable {
    /// How many steps have been made.
    public internal(set) var stepCount = 0
    /// Factors of the learning rate for parameters of their own, by the last part of the name: `["beta": 0.1]` moves
    /// every Synapse's β ten times slower than the rest.
    public var learningRateFactors: [String: Double] = [:]
    var entries: [any StateEntry] = []

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

private struct Stepper<Rule: ParameterwiseOptimizer>: ParameterVisitor {
    let rule: Rule
    let gradients: TensorList
    let isFirstStep: Bool
    var entries: [any StateEntry]
    var path: [String] = []
    var position = 0
    private var bufferPosition = 0

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
        if let last = path.last, let factor = rule.state.learningRateFactors[last] { rule.learningRate *= factor }
        rule.step(&parameter, gradient, &entry.tensors)
        entries[position] = entry
        position += 1
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
