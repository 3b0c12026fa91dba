import Differentiation
import Tensors

/// A rule that changes a model's parameters along a gradient. An optimizer is a value: a copy has its own state.
///
/// A rule that treats each tensor alone is a `ParameterwiseOptimizer`. It needs only one function, and its state is
/// saved.
public protocol Optimizer: Sendable {
    /// The factor of each step. A `Trainer` with a schedule sets it before every step.
    var learningRate: Double { get set }
    /// The state of the rule from step to step. A checkpoint contains only this part of an optimizer. A training whose
    /// optimizer keeps state in other properties cannot be saved.
    var state: OptimizerState { get set }

    /// Moves every parameter of `model` one step against `gradient`, and copies the buffers of the gradient, the new
    /// running statistics, to the model.
    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model)
}

extension Optimizer {
    /// Learning rate, weight decay and freezing of parameters by their names. Each setting of a parameter comes from
    /// the last group that matches its name and defines the setting. Without such a group the optimizer's own setting
    /// applies.
    ///
    /// A group that matches no parameter makes the next update trap; a `TrainingRun` throws before its first step
    /// instead. Checkpoints do not contain the groups: set them again before a training is resumed.
    public var groups: [ParameterGroup] {
        get { state.groups }
        set { state.groups = newValue }
    }

    /// Returns the full names of the parameters that the groups freeze. `valueWithGradient(at:freezing:of:)` takes them
    /// and does not compute their derivatives. If no group freezes parameters, the call is free.
    public func frozenParameters(of model: some Parameterized) -> Set<String> {
        guard groups.contains(where: { $0.isFrozen == true }) else { return [] }
        return Set(model.parameterNames.filter { groups.settings(for: $0).isFrozen })
    }
}

/// An optimizer of this library. It keeps everything in `state`, so a save does not have to check that.
package protocol StateOnlyOptimizer: Optimizer {
    /// Returns why the optimizer cannot continue with a state that was read from a file; nil if it can.
    func fault(in state: OptimizerState) -> String?
}

extension StateOnlyOptimizer {
    package func fault(in state: OptimizerState) -> String? { nil }
}
