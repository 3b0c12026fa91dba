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

extension Optimizer {
    /// Learning rate, weight decay and freezing of parameters by their names. A parameter takes each setting from the
    /// last group that matches its name and gives the setting, else the optimizer's own.
    ///
    /// A group that matches no parameter traps at the next update; a `TrainingRun` throws instead, before its first
    /// step. Groups are not part of a checkpoint: whoever resumes sets them again.
    public var groups: [ParameterGroup] {
        get { state.groups }
        set { state.groups = newValue }
    }

    /// The full names of the parameters that the groups freeze, for `valueWithGradient(at:freezing:of:)`, which then
    /// does not compute their derivatives. Costs nothing where no group freezes.
    public func frozenParameters(of model: some Parameterized) -> Set<String> {
        guard groups.contains(where: { $0.isFrozen == true }) else { return [] }
        return Set(model.parameterNames.filter { groups.settings(for: $0).isFrozen })
    }
}

/// An optimizer of this library. It keeps everything in `state`, so a save does not have to check that.
package protocol StateOnlyOptimizer: Optimizer {
    /// What keeps this optimizer from going on with a state that was read from a file. Nothing unless something is wrong.
    func fault(in state: OptimizerState) -> String?
}

extension StateOnlyOptimizer {
    package func fault(in state: OptimizerState) -> String? { nil }
}
