/// A graph of synapses that cannot be made or evaluated: what, where, and what to do.
public enum SynapseGraphError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file that cannot be read; the system's reason.
    case unreadable(path: String, String)
    /// A file that is not of the form that it should have.
    case malformedJSON(path: String, String)
    /// A name that stands twice among the inputs or the outputs.
    case duplicateName(String)
    /// A neuron that two synapses drive, or that is an input and driven.
    case doubleOutput(String)
    /// A name that no neuron has, and where it stands.
    case unknownNeuron(String, place: String)
    /// An output to which no way leads from an input.
    case unreachableOutput(String)
    /// A parameter that is infinite or NaN, or that the scalar cannot hold.
    case nonFiniteParameter(String)
    /// A cycle whose iteration came to no end.
    case notConverged(neurons: [String], sample: Int, residual: Double, iterations: Int)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            return "\(path): cannot be read: \(reason). Name a JSON file that exists."
        case .malformedJSON(let path, let what):
            let words: Substring = what.hasSuffix(".") ? what.dropLast() : what[...]
            return "\(path): \(words). Correct it: see docs/synapse-graphs.md."
        case .duplicateName(let name): return "the name '\(name)' stands twice. Give every neuron a name of its own."
        case .doubleOutput(let name):
            return "the neuron '\(name)' is driven twice, or given and driven. Let one synapse drive each neuron."
        case .unknownNeuron(let name, let place):
            return "\(place): there is no neuron '\(name)'. Make it an input, or let a synapse drive it."
        case .unreachableOutput(let name):
            return "no way leads from an input to the output '\(name)'. Connect it, or take it from the outputs."
        case .nonFiniteParameter(let what): return "\(what) is not a finite number. Give it one."
        case .notConverged(let neurons, let sample, let residual, let iterations):
            return "the cycle through \(neurons.joined(separator: ", ")) does not settle for sample \(sample): after "
                + "\(iterations) iterations it still moves by \(residual). Damp it more, allow more iterations, or weaken it."
        }
    }
}
