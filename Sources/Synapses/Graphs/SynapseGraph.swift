import Differentiation
import Tensors

/// A circuit of neurons and synapses that has been checked and can be evaluated, differentiated and trained.
///
///     let graph = try SynapseGraph<Double>(definition)
///     let outputs = try graph(inputs)      // [N, inputs] → [N, outputs]
///
/// Neurons are evaluated after those that drive them. Where they drive each other in a circle, the circle's fixed point is
/// found by iteration, for each sample by itself, and its derivative is that of the fixed point (`FixedPoint`).
public struct SynapseGraph<Scalar: RealScalar>: Parameterized, Sendable {
    /// α of each synapse: `[synapses]`.
    public var alpha: Tensor<Scalar>
    /// β of each inhibition, synapse after synapse and there in the order of the names: `[inhibitions]`.
    public var beta: Tensor<Scalar>
    /// What the graph was made from. Its α and β are those that the parameters started with.
    public let definition: SynapseGraphDefinition
    /// How the fixed points of cycles are sought.
    public var solver: FixedPointSolver

    /// The names of all neurons: inputs, then those that synapses drive, in the definition's order.
    public let neurons: [String]
    let synapses: [WiredSynapse]
    let outputs: [Int]
    /// Positions of synapses, in the order in which they can be evaluated; those of a cycle together.
    let stages: [GraphStage]

    /// Checks a definition and wires it.
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

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&alpha, "alpha")
        visitor.visit(&beta, "beta")
    }

    /// The definition with the parameters as they are now.
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
