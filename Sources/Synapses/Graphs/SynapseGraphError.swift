/// An error in the definition or the evaluation of a synapse graph. The description names the fault, the place of the
/// fault, and a remedy.
public enum SynapseGraphError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file that cannot be read. The second value is the reason that the system gives.
    case unreadable(path: String, String)
    /// A file that is not the JSON of a graph. The second value names the place and the fault.
    case malformedJSON(path: String, String)
    /// A name that occurs twice among the inputs or the outputs.
    case duplicateName(String)
    /// A neuron that two synapses drive, or an input that a synapse drives.
    case doubleOutput(String)
    /// A name that does not belong to a neuron, and the place where the name is used.
    case unknownNeuron(String, place: String)
    /// An output that no input reaches.
    case unreachableOutput(String)
    /// A parameter that is infinite, NaN, or too great for a `Float`. The value names the parameter.
    case nonFiniteParameter(String)
    /// A cycle that did not converge within the iteration limit, or whose values became infinite or NaN. `neurons` are
    /// the names of the neurons of the cycle, and `sample` is the position of the sample in the batch. `residual` is
    /// the relative residual after `iterations` iterations.
    case notConverged(neurons: [String], sample: Int, residual: Double, iterations: Int)

    /// A text with the fault, the place of the fault, and a remedy.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            return "\(path): cannot be read: \(reason). Name a JSON file that exists."
        case .malformedJSON(let path, let what):
            let words: Substring = what.hasSuffix(".") ? what.dropLast() : what[...]
            return "\(path): \(words). Correct it: see docs/synapse-graphs.md."
        case .duplicateName(let name): return "the name '\(name)' occurs twice. Give every neuron its own name."
        case .doubleOutput(let name):
            return
                "the neuron '\(name)' is driven by two synapses, or is an input that a synapse drives. "
                + "Let one synapse drive each neuron."
        case .unknownNeuron(let name, let place):
            return "\(place): there is no neuron '\(name)'. Add an input or a driven neuron of this name."
        case .unreachableOutput(let name):
            return "no input reaches the output '\(name)'. Connect this neuron to an input, or remove the output."
        case .nonFiniteParameter(let what): return "\(what) is not a finite number. Write a finite number."
        case .notConverged(let neurons, let sample, let residual, let iterations):
            return "the cycle through \(neurons.joined(separator: ", ")) does not converge for sample \(sample): after "
                + "\(iterations) iterations the residual is \(residual). "
                + "Damp the iteration more, allow more iterations, or weaken the synapses of the cycle."
        }
    }
}
