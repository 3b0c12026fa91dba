import Differentiation
import Tensors

/// The state of an optimizer: the number of steps, and tensors for each parameter in the order of `visitParameters`.
public struct OptimizerState: Sendable {
    /// The number of steps that the optimizer has made. An optimizer that is not a `ParameterwiseOptimizer` must
    /// increase this number in each step.
    public var stepCount = 0
    /// The groups that set the learning rate, the weight decay and the freezing of parameters: see `Optimizer.groups`.
    public var groups: [ParameterGroup] = []
    /// The positions of the parameters that this process changes; `nil` for all. A `ParameterwiseOptimizer` keeps no
    /// tensors for the other parameters, which another process changes. Checkpoints do not contain this property.
    package var ownedParameters: Set<Int>?
    var entries: [any StateEntry] = []

    /// Creates the state before the first step.
    public init() {}

    /// Returns the groups that match no parameter of the model, each as a text of the patterns of the group, and the
    /// names of all parameters. Returns two empty lists if there are no groups.
    package func unmatchedGroups(in model: some Parameterized) -> (unmatched: [String], names: [String]) {
        groups.isEmpty ? ([], []) : groups.unmatched(among: model.parameterNames)
    }

    /// Removes all entries from the state, and returns these entries. The caller then has the only reference to the
    /// tensors, and can change the tensors in place.
    mutating func takeEntries() -> [any StateEntry] {
        defer { entries = [] }
        return entries
    }
}

/// The state of a single parameter.
protocol StateEntry: Sendable, Parameterized {
    /// The number of steps that changed the parameter. This number is less than the optimizer's number of steps if the
    /// parameter was frozen for some steps.
    var stepCount: Int { get set }
    var tensorCount: Int { get }
    /// Returns the elements of the tensor at position `index`, converted to `Double`.
    func numbers(_ index: Int) -> [Double]
}

struct TypedStateEntry<Scalar: RealScalar>: StateEntry {
    let shape: Shape
    var stepCount: Int
    var tensors: [Tensor<Scalar>]

    var tensorCount: Int { tensors.count }
    func numbers(_ index: Int) -> [Double] { tensors[index].converted(to: Double.self).scalars }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { tensors.visitParameters(&visitor) }
}

/// A placeholder for an entry while the entry is being changed.
struct NoEntry: StateEntry {
    var stepCount = 0
    var tensorCount: Int { 0 }
    func numbers(_ index: Int) -> [Double] { [] }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
