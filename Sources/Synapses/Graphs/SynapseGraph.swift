import Differentiation
import Tensors

/// A checked circuit of neurons and synapses, which can be evaluated, differentiated and trained.
///
///     let graph = try SynapseGraph<Double>(definition)
///     let outputs = try graph(inputs)      // [N, inputs] → [N, outputs]
///
/// The graph evaluates a neuron after all neurons that drive this neuron. If neurons drive each other in a cycle,
/// `FixedPointSolver` iterates the cycle to its fixed point, for each sample separately. The derivative of the cycle is
/// the derivative of the fixed point.
public struct SynapseGraph<Scalar: RealScalar>: Parameterized, Sendable {
    /// α, the strength of the excitation of each synapse, of shape `[synapses]`.
    public var alpha: Tensor<Scalar>
    /// β, the strength of each inhibition, of shape `[inhibitions]`. The elements are in the order of the synapses. The
    /// elements of a synapse are in alphabetical order of the inhibiting neurons' names.
    public var beta: Tensor<Scalar>
    /// The definition from which the graph was created. The α and β of the definition are the initial values of the
    /// parameters.
    public let definition: SynapseGraphDefinition
    /// The solver for the fixed points of cycles.
    public var solver: FixedPointSolver

    /// The names of all neurons: first the inputs, then the neurons that synapses drive. Inputs and synapses are in the
    /// order of the definition.
    public let neurons: [String]
    /// The synapses, with positions of neurons instead of names.
    let synapses: [WiredSynapse]
    /// The positions of the outputs among the neurons.
    let outputs: [Int]
    /// The synapses in the order of evaluation. The synapses of a cycle form a single stage.
    let stages: [GraphStage]

    /// Checks a definition and creates a graph from this definition.
    ///
    /// - Parameters:
    ///   - definition: The circuit, with the initial α and β.
    ///   - solver: The solver for the fixed points of cycles.
    /// - Throws: `SynapseGraphError.duplicateName` if a name occurs twice among the inputs or the outputs;
    ///   `.doubleOutput` if two synapses drive a neuron, or if a synapse drives an input; `.unknownNeuron` if a name
    ///   belongs to no neuron, or if a start is not an input; `.unreachableOutput` if no input reaches an output;
    ///   `.nonFiniteParameter` if an α, a β or a start is not finite as a `Float`.
    public init(_ definition: SynapseGraphDefinition, solver: FixedPointSolver = FixedPointSolver())
        throws(SynapseGraphError)
    {
        let wiring = try SynapseGraphWiring(definition)
        (self.definition, self.solver) = (definition, solver)
        (neurons, outputs) = (wiring.neurons, wiring.outputs)
        (synapses, stages) = (wiring.synapses, wiring.stages)
        let betas: [Double] = definition.synapses.flatMap { synapse in
            synapse.inhibitory.sorted { $0.key < $1.key }.map(\.value)
        }
        alpha = Tensor(definition.synapses.map { Scalar($0.alpha) })
        beta = Tensor(betas.map { Scalar($0) })
    }

    /// Visits `alpha` and `beta`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&alpha, "alpha")
        visitor.visit(&beta, "beta")
    }

    /// The definition of the graph with the current values of `alpha` and `beta`.
    public var trainedDefinition: SynapseGraphDefinition {
        var result: SynapseGraphDefinition = definition
        var position = 0
        for (index, synapse) in definition.synapses.enumerated() {
            result.synapses[index].alpha = Double(alpha[index].scalar)
            for name in synapse.inhibitory.keys.sorted() {
                result.synapses[index].inhibitory[name] = Double(beta[position].scalar)
                position += 1
            }
        }
        return result
    }
}
