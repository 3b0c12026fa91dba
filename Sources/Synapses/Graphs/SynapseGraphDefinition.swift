import Foundation

/// A circuit of named neurons and synapses as it is written down: in Swift, or as JSON.
///
///     var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a"])
///     definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 1)
///
///     {"inputs": ["x", "y"], "outputs": ["a"],
///      "synapses": [{"output": "a", "excitatory": "x", "alpha": 1, "inhibitory": {"y": 0.5}, "start": "x"}]}
///
/// `alpha` (1), `inhibitory` (none) and `start` (0) may be left out. `start` is where the iteration of a cycle begins: a
/// number, or the name of an input. Nothing is checked before a `SynapseGraph` is made of it.
public struct SynapseGraphDefinition: Sendable, Hashable {
    /// Where the iteration of a neuron on a cycle begins.
    public enum Start: Sendable, Hashable {
        case number(Double)
        case input(String)
    }

    /// A synapse: what drives one neuron. Its output is `α · x · ∏_j (1 − β_j · y_j)`.
    public struct Connection: Sendable, Hashable {
        /// The neuron that it drives.
        public var output: String
        /// x, the neuron that excites.
        public var excitatory: String
        /// α.
        public var alpha: Double
        /// β_j by the neurons y_j that inhibit.
        public var inhibitory: [String: Double]
        /// Where the iteration begins if the neuron lies on a cycle.
        public var start: Start
    }

    /// The neurons that are given.
    public var inputs: [String]
    /// The neurons that are asked for.
    public var outputs: [String]
    /// The synapses.
    public var synapses: [Connection] = []

    public init(inputs: [String], outputs: [String]) { (self.inputs, self.outputs) = (inputs, outputs) }

    /// Adds the synapse that drives `output`.
    public mutating func connect(
        _ output: String, excitedBy excitatory: String, inhibitedBy inhibitory: [String: Double] = [:],
        alpha: Double = 1, start: Start = .number(0)
    ) {
        synapses.append(
            Connection(output: output, excitatory: excitatory, alpha: alpha, inhibitory: inhibitory, start: start))
    }

    /// Two synapses, each exciting itself and inhibiting the other: a ← α·a·(1 − β·b), b ← α·b·(1 − β·a), beginning at the
    /// inputs "x" and "y". Its outputs are "a" and "b".
    ///
    /// At α = 1 every step keeps a − b, by the swap equation, and the smaller one dies out: the circuit ends at
    /// (max(x − y, 0), max(y − x, 0)), a comparison that remembers by how much. Below α = 1 both die out; above it, the larger
    /// one grows without bound.
    public static func flip(alpha: Double = 1, beta: Double) -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a", "b"])
        definition.connect("a", excitedBy: "a", inhibitedBy: ["b": beta], alpha: alpha, start: .input("x"))
        definition.connect("b", excitedBy: "b", inhibitedBy: ["a": beta], alpha: alpha, start: .input("y"))
        return definition
    }
}
