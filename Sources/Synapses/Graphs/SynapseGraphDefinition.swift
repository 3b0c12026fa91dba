import Foundation

/// A circuit of named neurons and synapses, written in Swift or as JSON.
///
///     var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a"])
///     definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 1)
///
///     {"inputs": ["x", "y"], "outputs": ["a"],
///      "synapses": [{"output": "a", "excitatory": "x", "alpha": 1, "inhibitory": {"y": 0.5}, "start": "x"}]}
///
/// In JSON, `alpha` is 1 by default, `inhibitory` is empty by default, and `start` is 0 by default. `start` is the
/// value at which a neuron of a cycle starts the iteration: a number, or the name of an input. `SynapseGraph.init`
/// checks the definition.
public struct SynapseGraphDefinition: Sendable, Hashable {
    /// The initial value of a neuron in the iteration of a cycle.
    public enum Start: Sendable, Hashable {
        /// A fixed number.
        case number(Double)
        /// The value of the input with this name.
        case input(String)
    }

    /// A synapse that drives a neuron. The output of the synapse is `α · x · ∏_j (1 − β_j · y_j)`, where x is the value
    /// of the exciting neuron and y_j are the values of the inhibiting neurons. α is the strength of the excitation,
    /// and β_j are the strengths of the inhibitions.
    public struct Connection: Sendable, Hashable {
        /// The name of the neuron that the synapse drives.
        public var output: String
        /// The name of the exciting neuron, whose value is x.
        public var excitatory: String
        /// α, the strength of the excitation.
        public var alpha: Double
        /// The strengths β_j of the inhibitions, by the names of the inhibiting neurons, whose values are y_j.
        public var inhibitory: [String: Double]
        /// The value at which the driven neuron starts the iteration, if this neuron is part of a cycle.
        public var start: Start
    }

    /// The names of the neurons whose values the caller gives.
    public var inputs: [String]
    /// The names of the neurons whose values the graph returns.
    public var outputs: [String]
    /// The synapses, at most one for each driven neuron.
    public var synapses: [Connection] = []

    /// Creates a circuit without synapses.
    ///
    /// - Parameters:
    ///   - inputs: The names of the neurons whose values the caller gives.
    ///   - outputs: The names of the neurons whose values the graph returns.
    public init(inputs: [String], outputs: [String]) { (self.inputs, self.outputs) = (inputs, outputs) }

    /// Adds a synapse that drives `output`. The output of the synapse is `α · x · ∏_j (1 − β_j · y_j)`, where x is the
    /// value of the exciting neuron, y_j are the values of the inhibiting neurons, and α and β_j are the strengths. The
    /// method does not check the names; `SynapseGraph.init` checks the names.
    ///
    /// - Parameters:
    ///   - output: The name of the neuron that the synapse drives.
    ///   - excitatory: The name of the exciting neuron, whose value is x.
    ///   - inhibitory: The strengths β_j of the inhibitions, by the names of the inhibiting neurons, whose values are
    ///     y_j.
    ///   - alpha: α, the strength of the excitation.
    ///   - start: The value at which the driven neuron starts the iteration, if this neuron is part of a cycle.
    public mutating func connect(
        _ output: String, excitedBy excitatory: String, inhibitedBy inhibitory: [String: Double] = [:],
        alpha: Double = 1, start: Start = .number(0)
    ) {
        synapses.append(
            Connection(output: output, excitatory: excitatory, alpha: alpha, inhibitory: inhibitory, start: start))
    }

    /// Returns a circuit of two neurons. Each neuron excites itself and inhibits the other neuron: a ← α·a·(1 − β·b), b
    /// ← α·b·(1 − β·a). The iteration of "a" starts at the input "x", and the iteration of "b" starts at the input "y".
    ///
    /// If α = 1 and 0 < β < 1, no iteration changes a − b, because a·(1 − β·b) − b·(1 − β·a) = a − b, and the smaller
    /// of a and b converges to 0. The circuit therefore converges to (max(x − y, 0), max(y − x, 0)). The result shows
    /// which input is greater, and by how much. If α < 1, a and b converge to 0. If α > 1 and x ≠ y, the greater of a
    /// and b grows without bound.
    ///
    /// - Parameters:
    ///   - alpha: α of both neurons.
    ///   - beta: β of both neurons.
    public static func flip(alpha: Double = 1, beta: Double) -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a", "b"])
        definition.connect("a", excitedBy: "a", inhibitedBy: ["b": beta], alpha: alpha, start: .input("x"))
        definition.connect("b", excitedBy: "b", inhibitedBy: ["a": beta], alpha: alpha, start: .input("y"))
        return definition
    }
}
