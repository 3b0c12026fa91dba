import Differentiation
import Tensors

/// The state of an optimizer: the number of steps, and tensors for each parameter, in the order of the visit.
public struct OptimizerState: Sendable {
    /// The number of steps made. An optimizer that is not a `ParameterwiseOptimizer` must count them itself.
    public var stepCount = 0
    /// See `Optimizer.groups`.
    public var groups: [ParameterGroup] = []
    var entries: [any StateEntry] = []

    /// Creates the state before the first step.
    public init() {}

    /// Returns the groups that match no parameter of the model, and the names of the parameters.
    package func unmatchedGroups(in model: some Parameterized) -> (unmatched: [String], names: [String]) {
        groups.isEmpty ? ([], []) : groups.unmatched(among: model.parameterNames)
    }

    /// Moves the entries out of the state and returns them, so that their tensors can be changed in place.
    mutating func takeEntries() -> [any StateEntry] {
        defer { entries = [] }
        return entries
    }
}

/// The state of one parameter.
protocol StateEntry: Sendable, Parameterized {
    /// The number of steps that changed the parameter. It is less than the optimizer's number if the parameter was
    /// frozen.
    var stepCount: Int { get set }
    var tensorCount: Int { get }
    /// The elements of one of the tensors.
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

/// A placeholder for an entry that is moved out to be changed.
struct NoEntry: StateEntry {
    var stepCount = 0
    var tensorCount: Int { 0 }
    func numbers(_ index: Int) -> [Double] { [] }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
