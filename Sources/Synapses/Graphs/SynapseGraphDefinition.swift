import Foundation

/// A circuit of named neurons and synapses, written in Swift or as JSON.
///
///     var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a"])
///     definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 1)
///
///     {"inputs": ["x", "y"], "outputs": ["a"],
///      "synapses": [{"output": "a", "excitatory": "x", "alpha": 1, "inhibitory": {"y": 0.5}, "start": "x"}]}
///
/// `alpha` (1), `inhibitory` (none) and `start` (0) may be left out. `start` is where the iteration of a cycle begins:
/// a number, or the name of an input. The definition is checked only when a `SynapseGraph` is made of it.
public struct SynapseGraphDefinition: Sendable, Hashable {
    /// Where the iteration of a neuron on a cycle begins.
    public enum Start: Sendable, Hashable {
        /// This number.
        case number(Double)
        /// The value of the input of this name.
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
        /// Where the iteration begins if the neuron is part of a cycle.
        public var start: Start
    }

    /// The neurons whose values are given.
    public var inputs: [String]
    /// The neurons whose values are asked for.
    public var outputs: [String]
    /// The synapses.
    public var synapses: [Connection] = []

    /// Creates a circuit without synapses.
    ///
    /// - Parameters:
    ///   - inputs: The names of the neurons whose values are given.
    ///   - outputs: The names of the neurons whose values are asked for.
    public init(inputs: [String], outputs: [String]) { (self.inputs, self.outputs) = (inputs, outputs) }

    /// Adds the synapse that drives `output`.
    ///
    /// - Parameters:
    ///   - output: The neuron that the synapse drives.
    ///   - excitatory: x, the neuron that excites.
    ///   - inhibitory: β_j, by the names of the neurons y_j that inhibit.
    ///   - alpha: α.
    ///   - start: Where the iteration begins if the neuron is part of a cycle.
    public mutating func connect(
        _ output: String, excitedBy excitatory: String, inhibitedBy inhibitory: [String: Double] = [:],
        alpha: Double = 1, start: Start = .number(0)
    ) {
        synapses.append(
            Connection(output: output, excitatory: excitatory, alpha: alpha, inhibitory: inhibitory, start: start))
    }

    /// Returns two synapses, each exciting itself and inhibiting the other: a ← α·a·(1 − β·b), b ← α·b·(1 − β·a). The
    /// iteration begins at the inputs "x" and "y"; the outputs are "a" and "b".
    ///
    /// At α = 1 every step keeps a − b, by the swap equation, and the smaller of the two goes to 0. So the circuit ends
    /// at (max(x − y, 0), max(y − x, 0)): it tells which input is greater, and by how much. Below α = 1 both go to 0;
    /// above it the larger one grows without bound.
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
