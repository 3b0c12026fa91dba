/// A synapse that refers to neurons by positions in `SynapseGraph.neurons` instead of names.
struct WiredSynapse: Sendable {
    /// The positions of the driven neuron and of the exciting neuron.
    let output, excitatory: Int
    /// The positions of the inhibiting neurons, in alphabetical order of their names.
    let inhibitory: [Int]
    /// The position of the synapse's first β in the graph's `beta`.
    let firstBeta: Int
    /// The value at which the driven neuron starts the iteration, if this neuron is part of a cycle.
    let start: SynapseGraphDefinition.Start
}

/// Synapses that are evaluated together: a single synapse, or the synapses of a cycle.
struct GraphStage: Sendable {
    /// The positions of the synapses in `SynapseGraph.synapses`.
    let synapses: [Int]
    let isCycle: Bool
}

/// A checked definition that refers to neurons by positions instead of names.
struct SynapseGraphWiring {
    private(set) var neurons: [String] = []
    private(set) var outputs: [Int] = []
    private(set) var synapses: [WiredSynapse] = []
    private(set) var stages: [GraphStage] = []
    private var positions: [String: Int] = [:]
    private let inputCount: Int

    init(_ definition: SynapseGraphDefinition) throws(SynapseGraphError) {
        inputCount = definition.inputs.count
        for name in definition.inputs {
            if positions.updateValue(neurons.count, forKey: name) != nil { throw .duplicateName(name) }
            neurons.append(name)
        }
        for synapse in definition.synapses {
            if positions.updateValue(neurons.count, forKey: synapse.output) != nil {
                throw .doubleOutput(synapse.output)
            }
            neurons.append(synapse.output)
        }
        if let name = Self.firstDuplicate(definition.outputs) { throw .duplicateName(name) }
        var firstBeta = 0
        for synapse in definition.synapses {
            synapses.append(try wire(synapse, firstBeta, inputs: definition.inputs))
            firstBeta += synapse.inhibitory.count
        }
        for name in definition.outputs { outputs.append(try position(of: name, in: "outputs")) }
        findStages()
        try requireReachableOutputs(definition)
    }

    /// Returns the first name that equals an earlier name of the list, or `nil` if all names differ.
    private static func firstDuplicate(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    private func position(of name: String, in place: String) throws(SynapseGraphError) -> Int {
        guard let position = positions[name] else { throw .unknownNeuron(name, place: place) }
        return position
    }

    private func wire(
        _ synapse: SynapseGraphDefinition.Connection, _ firstBeta: Int, inputs: [String]
    ) throws(SynapseGraphError) -> WiredSynapse {
        let place = "synapse of '\(synapse.output)'"
        if !Float(synapse.alpha).isFinite { throw .nonFiniteParameter("\(place): alpha") }
        var inhibitory: [Int] = []
        for (name, beta) in synapse.inhibitory.sorted(by: { $0.key < $1.key }) {
            if !Float(beta).isFinite { throw .nonFiniteParameter("\(place): beta of '\(name)'") }
            inhibitory.append(try position(of: name, in: place))
        }
        switch synapse.start {
        case .number(let value):
            if !Float(value).isFinite { throw .nonFiniteParameter("\(place): start") }
        case .input(let name):
            if !inputs.contains(name) { throw .unknownNeuron(name, place: "\(place): start, which must be an input") }
        }
        return .init(
            output: try position(of: synapse.output, in: place),
            excitatory: try position(of: synapse.excitatory, in: place),
            inhibitory: inhibitory, firstBeta: firstBeta, start: synapse.start)
    }

    /// Divides the synapses into stages, in an order in which no stage needs a value from a later stage. Within a
    /// stage, only the neurons of a cycle depend on one another.
    private mutating func findStages() {
        let predecessors: [[Int]] = synapses.map { synapse in
            ([synapse.excitatory] + synapse.inhibitory).filter { $0 >= inputCount }.map { $0 - inputCount }
        }
        stages = stronglyConnectedComponents(predecessors: predecessors).map { component in
            .init(
                synapses: component, isCycle: component.count > 1 || predecessors[component[0]].contains(component[0]))
        }
    }

    private func requireReachableOutputs(_ definition: SynapseGraphDefinition) throws(SynapseGraphError) {
        var isReached = [Bool](repeating: false, count: neurons.count)
        for input in 0 ..< inputCount { isReached[input] = true }
        for stage in stages {
            let isStageReached: Bool = stage.synapses.contains { index in
                let synapse = synapses[index]
                if case .input = synapse.start { return true }
                return ([synapse.excitatory] + synapse.inhibitory).contains { isReached[$0] }
            }
            if isStageReached { stage.synapses.forEach { isReached[synapses[$0].output] = true } }
        }
        for (name, position) in zip(definition.outputs, outputs) where !isReached[position] {
            throw .unreachableOutput(name)
        }
    }
}
