import Differentiation
import Tensors

/// What an optimizer remembers: the number of steps, and tensors for each parameter, in the order of the visit.
public struct OptimizerState: Sendable {
    /// How many steps have been made. An optimizer that is not a `ParameterwiseOptimizer` counts them itself.
    public var stepCount = 0
    /// See `Optimizer.groups`.
    public var groups: [ParameterGroup] = []
    var entries: [any StateEntry] = []

    /// Nothing remembered yet.
    public init() {}

    /// The groups that hold no parameter of the model, and the parameters' names.
    package func unmatchedGroups(in model: some Parameterized) -> (unmatched: [String], names: [String]) {
        groups.isEmpty ? ([], []) : groups.unmatched(among: model.parameterNames)
    }

    /// The entries, moved out so that their tensors can be written in place.
    mutating func takeEntries() -> [any StateEntry] {
        defer { entries = [] }
        return entries
    }
}

/// What belongs to one parameter.
protocol StateEntry: Sendable, Parameterized {
    /// The steps in which the parameter was moved: fewer than the optimizer's where it was frozen.
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

/// In the place of an entry that is taken out to be changed.
struct NoEntry: StateEntry {
    var stepCount = 0
    var tensorCount: Int { 0 }
    func numbers(_ index: Int) -> [Double] { [] }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
