import Foundation

/// A circuit of named neurons and synapses, written in Swift or as JSON.
///
///     var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a"])
///     definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 1)
///
///     {"inputs": ["x", "y"], "outputs": ["a"],
///      "synapses": [{"output": "a", "excitatory": "x", "alpha": 1, "inhibitory": {"y": 0.5}, "start": "x"}]}
///
/// `alpha`, `inhibitory` and `start` are optional. Their defaults are 1, none and 0. `start` is the initial value of
/// the iteration of a cycle: a number, or the name of an input. `SynapseGraph.init` checks the definition.
public struct SynapseGraphDefinition: Sendable, Hashable {
    /// The initial value of a neuron in the iteration of a cycle.
    public enum Start: Sendable, Hashable {
        /// A fixed number.
        case number(Double)
        /// The value of the input with this name.
        case input(String)
    }

    /// A synapse that drives one neuron. Its output is `α · x · ∏_j (1 − β_j · y_j)`.
    public struct Connection: Sendable, Hashable {
        /// The neuron that the synapse drives.
        public var output: String
        /// x, the neuron that excites.
        public var excitatory: String
        /// α.
        public var alpha: Double
        /// β_j, by the names of the neurons y_j that inhibit.
        public var inhibitory: [String: Double]
        /// The initial value of the iteration if the neuron is part of a cycle.
        public var start: Start
    }

    /// The neurons whose values the caller gives.
    public var inputs: [String]
    /// The neurons whose values the graph returns.
    public var outputs: [String]
    /// The synapses.
    public var synapses: [Connection] = []

    /// Creates a circuit without synapses.
    ///
    /// - Parameters:
    ///   - inputs: The names of the neurons whose values the caller gives.
    ///   - outputs: The names of the neurons whose values the graph returns.
    public init(inputs: [String], outputs: [String]) { (self.inputs, self.outputs) = (inputs, outputs) }

    /// Adds the synapse that drives `output`.
    ///
    /// - Parameters:
    ///   - output: The neuron that the synapse drives.
    ///   - excitatory: x, the neuron that excites.
    ///   - inhibitory: β_j, by the names of the neurons y_j that inhibit.
    ///   - alpha: α.
    ///   - start: The initial value of the iteration if the neuron is part of a cycle.
    public mutating func connect(
        _ output: String, excitedBy excitatory: String, inhibitedBy inhibitory: [String: Double] = [:],
        alpha: Double = 1, start: Start = .number(0)
    ) {
        synapses.append(
            Connection(output: output, excitatory: excitatory, alpha: alpha, inhibitory: inhibitory, start: start))
    }

    /// Returns a circuit of two synapses. Each excites itself and inhibits the other: a ← α·a·(1 − β·b), b ← α·b·(1 −
    /// β·a). The iteration of "a" starts at the input "x", the iteration of "b" at the input "y".
    ///
    /// At α = 1 no step changes a − b, by the swap equation, and the smaller value converges to 0. The circuit
    /// therefore converges to (max(x − y, 0), max(y − x, 0)). The result shows which input is greater, and by how much.
    /// If α < 1, both values converge to 0. If α > 1 and x ≠ y, the larger value grows without bound.
    ///
    /// - Parameters:
    ///   - alpha: α of both synapses.
    ///   - beta: β of both synapses.
    public static func flip(alpha: Double = 1, beta: Double) -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a", "b"])
        definition.connect("a", excitedBy: "a", inhibitedBy: ["b": beta], alpha: alpha, start: .input("x"))
        definition.connect("b", excitedBy: "b", inhibitedBy: ["a": beta], alpha: alpha, start: .input("y"))
        return definition
    }
}
