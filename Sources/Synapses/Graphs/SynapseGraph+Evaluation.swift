import Tensors

/// The values of all neurons of a graph, and the number of iterations and the residual of the cycles.
public struct SynapseGraphState<Scalar: RealScalar>: Sendable {
    /// The value of every neuron for N samples, of shape `[N, neurons]`. The neurons are in the order of
    /// `SynapseGraph.neurons`.
    public let values: Tensor<Scalar>
    /// The greatest number of iterations over all cycles and samples; 0 if the graph has no cycle.
    public let iterations: Int
    /// The greatest relative residual over all cycles and samples; 0 if the graph has no cycle.
    /// `FixedPointSolver.tolerance` defines the relative residual.
    public let residual: Double
}

extension SynapseGraph {
    /// Returns the outputs for a batch of N inputs: `[N, inputs] → [N, outputs]`. The order of inputs and outputs is
    /// the order in the definition. Another shape of the inputs traps.
    ///
    /// Differentiable with respect to the inputs, `alpha` and `beta`. The derivative of a cycle is the derivative of
    /// the fixed point of the cycle, by the implicit function theorem. The derivative of a cycle is first-order: a
    /// second derivative traps. This derivative is NaN if the fixed point is not isolated.
    ///
    /// - Throws: `SynapseGraphError.notConverged` if a cycle does not converge for a sample.
    /// - Complexity: A synapse outside of cycles is computed once for each sample. A synapse of a cycle is computed
    ///   once for each sample and iteration. The number of operations for the derivative of a cycle is proportional to
    ///   the cube of the number of synapses, for each sample.
    public func callAsFunction(_ inputs: Tensor<Scalar>) throws(SynapseGraphError) -> Tensor<Scalar> {
        let run: Run = try evaluate(inputs)
        return Tensor(stacking: outputs.map { run.values[$0] }, axis: 1)
    }

    /// Returns a dictionary from the names of the outputs to the values of the outputs. `inputs` is a dictionary from
    /// the names of the inputs to their values. Each value is a tensor of shape `[N]` for N samples. Traps if an input
    /// is missing, or if an input has another shape. Names that belong to no input are ignored.
    ///
    /// - Throws: `SynapseGraphError.notConverged` if a cycle does not converge for a sample.
    public func callAsFunction(_ inputs: [String: Tensor<Scalar>]) throws(SynapseGraphError) -> [String: Tensor<Scalar>]
    {
        let columns: [Tensor<Scalar>] = definition.inputs.map { name in
            guard let column = inputs[name] else { fatalError("SynapseGraph: the input '\(name)' is missing") }
            return column
        }
        let run: Run = try evaluate(Tensor(stacking: columns, axis: 1))
        return Dictionary(uniqueKeysWithValues: zip(definition.outputs, outputs.map { run.values[$0] }))
    }

    /// Returns the value of every neuron, and the number of iterations and the residual of the cycles.
    ///
    /// - Parameter inputs: The inputs of N samples, `[N, inputs]`, in the order of the definition; another shape traps.
    ///
    /// - Throws: `SynapseGraphError.notConverged` if a cycle does not converge for a sample.
    public func state(_ inputs: Tensor<Scalar>) throws(SynapseGraphError) -> SynapseGraphState<Scalar> {
        let run: Run = try evaluate(inputs)
        return SynapseGraphState(
            values: Tensor(stacking: run.values, axis: 1), iterations: run.iterations, residual: run.residual)
    }

    /// The state of an evaluation of the graph.
    private struct Run {
        /// For each neuron, the values for all samples, `[N]`; NaN before the neuron is evaluated.
        var values: [Tensor<Scalar>]
        var iterations = 0
        var residual = 0.0
    }

    private func evaluate(_ inputs: Tensor<Scalar>) throws(SynapseGraphError) -> Run {
        let inputCount: Int = definition.inputs.count
        require(
            inputs.rank == 2 && inputs.shape[1] == inputCount,
            "SynapseGraph: inputs \(inputs.shape) must be [batch, \(inputCount)]")
        let batch: Int = inputs.shape[0]
        let unknown = Tensor<Scalar>(repeating: .nan, shape: [batch])
        var run = Run(values: (0 ..< inputCount).map { inputs[.all, $0] } + synapses.map { _ in unknown })
        for stage in stages {
            if stage.isCycle {
                try settle(stage, &run, batch)
            } else {
                run.values[synapses[stage.synapses[0]].output] = value(of: stage.synapses[0], run.values)
            }
        }
        return run
    }

    /// Returns the output `[N]` of the synapse at position `index` of `synapses`, for the given values `[N]` of all
    /// neurons.
    private func value(of index: Int, _ values: [Tensor<Scalar>]) -> Tensor<Scalar> {
        let synapse: WiredSynapse = synapses[index]
        var product: Tensor<Scalar> = values[synapse.excitatory] * alpha[index]
        for (offset, neuron) in synapse.inhibitory.enumerated() {
            product = product * (1 - values[neuron] * beta[synapse.firstBeta + offset])
        }
        return product
    }

    /// Iterates the neurons of the cycle `stage` to the fixed point, separately for each of `batch` samples, and writes
    /// the values of these neurons to `run`. Throws `notConverged` if the residual of a sample is above the tolerance.
    private func settle(_ stage: GraphStage, _ run: inout Run, _ batch: Int) throws(SynapseGraphError) {
        let members: [WiredSynapse] = stage.synapses.map { synapses[$0] }
        let alphas: [Scalar] = alpha.asConstant().scalars
        let cycle = Cycle<Scalar>(
            members, starts: members.map(startInput), alpha: stage.synapses.map { alphas[$0] },
            beta: beta.asConstant().scalars)
        let given: [[Scalar]] = run.values.map { $0.asConstant().scalars }
        var samples: [[Scalar]] = []
        for sample in 0 ..< batch {
            var values: [Scalar] = given.map { $0[sample] }
            for member in members { values[member.output] = start(of: member, values) }
            let (iterations, residual) = cycle.settle(&values, solver)
            guard residual <= solver.tolerance ?? 16 * Double(Scalar.ulpOfOne) else {
                throw .notConverged(
                    neurons: members.map { neurons[$0.output] }, sample: sample, residual: residual,
                    iterations: iterations)
            }
            run.iterations = max(run.iterations, iterations)
            run.residual = max(run.residual, residual)
            samples.append(values)
        }
        let settled: Tensor<Scalar> = fixedPoint(cycle, samples, stage, run.values)
        for (row, member) in members.enumerated() { run.values[member.output] = settled[row] }
    }

    /// Returns the position of the input whose value starts the iteration of the neuron that `synapse` drives, or `nil`
    /// if a number starts the iteration.
    private func startInput(of synapse: WiredSynapse) -> Int? {
        guard case .input(let name) = synapse.start else { return nil }
        return definition.inputs.firstIndex(of: name)
    }

    /// Returns the number that starts the iteration of the neuron that `synapse` drives. `values` contains the values
    /// of all neurons for a single sample.
    private func start(of synapse: WiredSynapse, _ values: [Scalar]) -> Scalar {
        if case .number(let value) = synapse.start { return Scalar(value) }
        return startInput(of: synapse).map { values[$0] } ?? 0
    }

    /// Returns the values of a cycle's neurons at the fixed point, `[members, N]` for N samples. The tape records the
    /// derivative of the fixed point. `samples` contains, for each sample, the values of all neurons at the fixed
    /// point. `values` contains the tensor of each neuron before the iteration.
    private func fixedPoint(
        _ cycle: Cycle<Scalar>, _ samples: [[Scalar]], _ stage: GraphStage, _ values: [Tensor<Scalar>]
    ) -> Tensor<Scalar> {
        let (members, batch): ([Int], Int) = (cycle.synapses.map(\.output), samples.count)
        let settled = Tensor<Scalar>(
            members.flatMap { neuron in samples.map { $0[neuron] } }, shape: [members.count, batch])
        let (alphaCount, betaCount): (Int, Int) = (alpha.count, beta.count)
        return withDerivative(of: TensorOperation("synapse graph"), settled, inputs: values + [alpha, beta]) {
            cotangent, _ in
            let cotangents: [Scalar] = cotangent.scalars
            var byNeuron = [[Scalar]](repeating: [Scalar](repeating: 0, count: batch), count: values.count)
            var byMember = [Scalar](repeating: 0, count: members.count)
            var byBeta = [Scalar](repeating: 0, count: betaCount)
            for (sample, state) in samples.enumerated() {
                var neurons = [Scalar](repeating: 0, count: values.count)
                cycle.addDerivatives(
                    of: members.indices.map { cotangents[$0 * batch + sample] }, at: state, neurons: &neurons,
                    alpha: &byMember, beta: &byBeta)
                for (neuron, value) in neurons.enumerated() { byNeuron[neuron][sample] = value }
            }
            var byAlpha = [Scalar](repeating: 0, count: alphaCount)
            for (position, index) in stage.synapses.enumerated() { byAlpha[index] = byMember[position] }
            return byNeuron.map { Tensor($0) } + [Tensor(byAlpha), Tensor(byBeta)]
        }
    }
}
