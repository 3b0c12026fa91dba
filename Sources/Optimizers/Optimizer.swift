import Differentiation
import Tensors

/// A rule that changes a model's parameters along a gradient. An optimizer is a value: a copy has its own state.
///
/// For a rule that changes each tensor independently of other tensors, conform to `ParameterwiseOptimizer` instead. A
/// conforming type needs a single function, and checkpoints contain the state of the rule.
public protocol Optimizer: Sendable {
    /// The factor of each step. A `Trainer` with a schedule sets the learning rate before every step.
    var learningRate: Double { get set }
    /// Everything that the rule remembers from step to step. A checkpoint contains only this part of an optimizer. If
    /// an optimizer keeps state in other properties, its training cannot be saved.
    var state: OptimizerState { get set }

    /// Moves every parameter of `model`, except the parameters that `groups` freezes, by a step against `gradient`. The
    /// buffers of `gradient` contain the new running statistics; the method copies these buffers to `model`. The
    /// optimizers of this library trap if model and gradient differ in their parameters.
    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model)
}

extension Optimizer {
    /// Groups that set the learning rate, the weight decay and the freezing of parameters by name. Each setting of a
    /// parameter comes from the last group that matches the name of the parameter and defines the setting. Without such
    /// a group the setting of the optimizer applies.
    ///
    /// If a group matches no parameter, the next update traps. A `TrainingRun` throws an error before the first step
    /// instead. Checkpoints do not contain the groups: set the groups again before you resume a training.
    public var groups: [ParameterGroup] {
        get { state.groups }
        set { state.groups = newValue }
    }

    /// Returns the full names of the parameters that the groups freeze. Pass these names to
    /// `valueWithGradient(at:freezing:of:)`, which then does not compute the derivatives of these parameters. If no
    /// group freezes parameters, the method does not visit the model.
    public func frozenParameters(of model: some Parameterized) -> Set<String> {
        guard groups.contains(where: { $0.isFrozen == true }) else { return [] }
        return Set(model.parameterNames.filter { groups.settings(for: $0).isFrozen })
    }
}

/// An optimizer of this library. All such optimizers keep all of their state in `state`, so a checkpoint does not have
/// to check for state in other properties.
package protocol StateOnlyOptimizer: Optimizer {
    /// Returns the reason why the optimizer cannot continue with a state from a file, or `nil` if the optimizer can
    /// continue.
    func fault(in state: OptimizerState) -> String?
}

extension StateOnlyOptimizer {
    package func fault(in state: OptimizerState) -> String? { nil }
}
