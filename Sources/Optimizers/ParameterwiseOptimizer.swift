import Differentiation
import Tensors

/// An optimizer that changes each parameter tensor independently of other tensors. For example, this type implements
/// Lion:
///
///     struct Lion: ParameterwiseOptimizer {
///         var learningRate = 1e-4
///         var weightDecay = 0.0
///         var state = OptimizerState()
///
///         func step<Scalar: RealScalar>(
///             _ weight: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
///         ) {
///             let momentum: Tensor<Scalar> = state.first ?? Tensor(zeros: weight.shape)
///             let direction: Tensor<Scalar> = (momentum * 0.9 + gradient * 0.1).sign()
///             weight -= (direction + weight * Scalar(weightDecay)) * Scalar(learningRate)
///             state = [momentum * 0.99 + gradient * 0.01]
///         }
///     }
///
/// Like the optimizers of this library, such an optimizer can be saved and resumed, and supports parameter groups.
public protocol ParameterwiseOptimizer: Optimizer {
    /// The weight decay. A rule without this property has no weight decay, and traps if a group sets a weight decay.
    var weightDecay: Double { get set }

    /// Changes a single parameter. `learningRate` and `weightDecay` have the values for this parameter, which groups
    /// may set. `self.state.stepCount` is the number of steps of this parameter, including this step.
    ///
    /// - Parameters:
    ///   - parameter: The parameter to change.
    ///   - gradient: The gradient with respect to the parameter, of the same shape.
    ///   - state: The tensors that the rule keeps for this parameter from step to step; empty at the first step.
    ///     Checkpoints contain these tensors. A tensor with another shape than the parameter traps.
    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>])
}

extension ParameterwiseOptimizer {
    public var weightDecay: Double {
        get { 0 }
        set {
            fatalError(
                "optimizer: a group gives the weight decay \(newValue), and \(Self.self) has none. Give the rule a "
                    + "'var weightDecay: Double', or take the weight decay off the group")
        }
    }

    public mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        var (copy, list): (Model, TensorList) = (gradient, TensorList())
        copy.visitParameters(&list)
        model.requireNothingForgotten("optimizer", tensorCount: list.tensors.count)
        state.stepCount += 1
        // The entries are taken before `self` is copied. Otherwise the copy would contain a second reference to the
        // tensors of the state, and every step would copy them.
        var visitor = Stepper(entries: state.takeEntries(), rule: self, gradients: list)
        model.visitParameters(&visitor)
        require(
            visitor.position == list.tensors.count, "optimizer: model and gradient differ in their parameters")
        if visitor.usedGroups.count < state.groups.count { state.groups.requireNoneUnmatched(among: list.names) }
        require(
            visitor.position == visitor.entries.count,
            "optimizer: its state belongs to another model, with \(visitor.entries.count) parameters and not "
                + "\(visitor.position)")
        state.entries = visitor.entries
    }
}

/// A visitor that changes each parameter by the rule, with the settings of the groups that match the parameter.
private struct Stepper<Rule: ParameterwiseOptimizer>: ParameterVisitor {
    let rule: Rule
    let gradients: TensorList
    let isFirstStep: Bool
    var entries: [any StateEntry]
    var path: [String] = []
    var position = 0
    private var bufferPosition = 0
    private(set) var usedGroups: Set<Int> = []

    init(entries: [any StateEntry], rule: Rule, gradients: TensorList) {
        self.rule = rule
        self.gradients = gradients
        self.entries = entries
        isFirstStep = entries.isEmpty
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard position < gradients.tensors.count, let gradient = gradients.tensors[position] as? Tensor<Scalar>,
            gradient.shape == parameter.shape
        else { fatalError("optimizer: the gradient does not fit parameter \(name) of shape \(parameter.shape)") }
        if isFirstStep {
            entries.append(TypedStateEntry<Scalar>(shape: parameter.shape, stepCount: 0, tensors: []))
        }
        guard position < entries.count, var entry = entries[position] as? TypedStateEntry<Scalar>,
            entry.shape == parameter.shape
        else {
            fatalError(
                "optimizer: its state belongs to another model: nothing for parameter \(name) of shape "
                    + "\(parameter.shape)")
        }
        defer { position += 1 }
        var rule: Rule = self.rule
        if !rule.state.groups.isEmpty {
            let settings: GroupSettings = rule.state.groups.settings(for: name, used: &usedGroups)
            if settings.isFrozen { return }
            rule.learningRate *= settings.learningRateFactor
            if let weightDecay = settings.weightDecay { rule.weightDecay = weightDecay }
        }
        if rule.state.ownedParameters?.contains(position) == false {
            entries[position] = TypedStateEntry<Scalar>(
                shape: parameter.shape, stepCount: entry.stepCount + 1, tensors: [])
            return
        }
        // A second reference to the tensors would force the rule to copy the tensors.
        entries[position] = NoEntry()
        entry.stepCount += 1
        rule.state.stepCount = entry.stepCount
        rule.step(&parameter, gradient, &entry.tensors)
        if let other = entry.tensors.first(where: { $0.shape != parameter.shape }) {
            fatalError(
                "optimizer: \(Rule.self) keeps a tensor of shape \(other.shape) for parameter \(name) of shape "
                    + "\(parameter.shape), where a checkpoint holds tensors of the parameter's own shape")
        }
        entries[position] = entry
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard bufferPosition < gradients.buffers.count,
            let value = gradients.buffers[bufferPosition] as? Buffer<Scalar>
        else { fatalError("optimizer: model and gradient differ in buffer \(name)") }
        buffer = value
        bufferPosition += 1
    }
}
