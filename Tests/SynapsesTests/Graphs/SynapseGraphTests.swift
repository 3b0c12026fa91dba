import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapseGraphTests {
    /// Returns a graph without cycles. The inputs x and y excite the neurons a and b; each of the two inputs also
    /// inhibits the neuron that the other input excites. The neuron c depends on a and b.
    private func feedForward() -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y", "z"], outputs: ["c", "a"])
        // Defines c before the neurons on which it depends, because the graph must find the order of evaluation itself.
        definition.connect("c", excitedBy: "a", inhibitedBy: ["b": 0.7, "z": -0.4], alpha: 1.5)
        definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.3], alpha: 0.8)
        definition.connect("b", excitedBy: "y", inhibitedBy: ["x": 0.9])
        return definition
    }

    /// Returns a graph in which two neurons a and b inhibit each other: a = αx(1 − βb) and b = αy(1 − βa).
    private func mutual(alpha: Double = 0.9, beta: Double = 0.8) -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a", "b"])
        definition.connect("a", excitedBy: "x", inhibitedBy: ["b": beta], alpha: alpha)
        definition.connect("b", excitedBy: "y", inhibitedBy: ["a": beta], alpha: alpha)
        return definition
    }

    /// Returns a graph with a cycle of the three neurons p, q and r, a neuron before the cycle and a neuron after the
    /// cycle.
    private func ring() -> SynapseGraphDefinition {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["out", "q"])
        definition.connect("in", excitedBy: "x", inhibitedBy: ["y": 0.5])
        definition.connect("p", excitedBy: "in", inhibitedBy: ["r": 0.6, "y": 0.2], alpha: 0.9)
        definition.connect("q", excitedBy: "y", inhibitedBy: ["p": 0.7], alpha: 0.8)
        definition.connect("r", excitedBy: "q", inhibitedBy: ["in": 0.3], alpha: 1.1)
        definition.connect("out", excitedBy: "r", inhibitedBy: ["p": 0.4, "q": 0.9])
        return definition
    }

    @Test func acyclicGraphIsItsFormula() throws {
        let graph = try SynapseGraph<Double>(feedForward())
        let inputs: Tensor<Double> = sample([5, 3], in: 0.1 ... 0.9)
        let outputs: Tensor<Double> = try graph(inputs)
        for row in 0 ..< 5 {
            let v: [Double] = inputs[row].scalars
            let a: Double = 0.8 * v[0] * (1 - 0.3 * v[1])
            let b: Double = v[1] * (1 - 0.9 * v[0])
            let c: Double = 1.5 * a * (1 - 0.7 * b) * (1 + 0.4 * v[2])
            #expect(abs(outputs[row, 0].scalar - c) < 1e-15 && abs(outputs[row, 1].scalar - a) < 1e-15)
        }
        let named: [String: Tensor<Double>] = try graph([
            "x": inputs[.all, 0], "y": inputs[.all, 1], "z": inputs[.all, 2],
        ])
        #expect(named["c"] == outputs[.all, 0] && named["a"] == outputs[.all, 1])
        #expect(try graph.state(inputs).iterations == 0)
    }

    /// A cycle converges to its fixed point. For example, let two neurons a and b with the inputs x and y inhibit each
    /// other, with the same parameters α and β. At the fixed point, a = αx(1 − αβy)/(1 − α²β²xy).
    @Test func cycleSettlesAtItsFixedPoint() throws {
        let graph = try SynapseGraph<Double>(mutual())
        let inputs: Tensor<Double> = sample([7, 2], in: 0.05 ... 1)
        let outputs: Tensor<Double> = try graph(inputs)
        for row in 0 ..< 7 {
            let (x, y): (Double, Double) = (inputs[row, 0].scalar, inputs[row, 1].scalar)
            let denominator: Double = 1 - 0.9 * 0.9 * 0.8 * 0.8 * x * y
            let a: Double = 0.9 * x * (1 - 0.9 * 0.8 * y) / denominator
            #expect(abs(outputs[row, 0].scalar - a) < 1e-14)
        }
        let state = try graph.state(inputs)
        #expect(state.iterations > 1 && state.residual < 1e-14)
        // Each sample converges separately: the bits of a sample's result do not depend on the other samples.
        #expect(try graph(inputs[2 ..< 3])[0] == outputs[2])
    }

    @Test(arguments: ["feed-forward", "mutual", "ring"])
    func derivativesAreThoseOfCentralDifferences(name: String) throws {
        let definition: SynapseGraphDefinition = name == "ring" ? ring() : name == "mutual" ? mutual() : feedForward()
        let graph = try SynapseGraph<Double>(definition)
        let inputs: Tensor<Double> = sample([4, definition.inputs.count], in: 0.1 ... 0.9)
        let found: [String] = layerProblems(graph, at: inputs, tolerance: 1e-8) { graph, x in
            guard let outputs = try? graph(x) else { return Tensor(.nan) }
            return outputs
        }
        #expect(found == [])
    }

    /// The derivative is finite if one or two factors of a product are 0, because the computation does not divide by a
    /// factor.
    @Test func zeroFactorsHaveDerivatives() throws {
        var definition = SynapseGraphDefinition(inputs: ["x", "y", "z"], outputs: ["p", "r"])
        definition.connect("p", excitedBy: "x", inhibitedBy: ["y": 2, "z": 4, "r": 0.5])
        definition.connect("r", excitedBy: "x", inhibitedBy: ["p": 0.7])
        let graph = try SynapseGraph<Double>(definition)
        let found: [String] = layerProblems(graph, at: Tensor([[0.9, 0.5, 0.1], [0.8, 0.5, 0.25], [0, 0.5, 0]])) {
            guard let outputs = try? $0($1) else { return Tensor(.nan) }
            return outputs
        }
        #expect(found == [])
    }

    /// At α = 1, the flip circuit with the inputs x and y converges to (max(x − y, 0), max(y − x, 0)), whatever β is.
    @Test(arguments: [0.2, 0.7, 1.0])
    func flipCircuitComparesItsInputs(beta: Double) throws {
        let graph = try SynapseGraph<Double>(.flip(beta: beta), solver: FixedPointSolver(tolerance: 1e-15))
        let inputs = Tensor<Double>([[0.9, 0.4], [0.3, 0.8], [0.5, 0.2], [0.6, 0]])
        let expected = Tensor<Double>([[0.5, 0], [0, 0.5], [0.3, 0], [0.6, 0]])
        #expect(difference(try graph(inputs), expected, tolerance: 1e-13) == nil)
        // The fixed points form a line, so the derivative does not exist, and the gradient is NaN.
        let derivative: Tensor<Double> = try gradient(at: inputs) { try graph($0).sum() }
        #expect(derivative.scalars.allSatisfy { $0.isNaN })
    }

    @Test func flipCircuitDiesOutOrGrows() throws {
        let fading = try SynapseGraph<Double>(.flip(alpha: 0.9, beta: 0.5))
        #expect(try fading(Tensor([[0.9, 0.4]])).max().scalar < 1e-12)
        let growing = try SynapseGraph<Double>(
            .flip(alpha: 1.1, beta: 0.5), solver: FixedPointSolver(iterationLimit: 50))
        let error = #expect(throws: SynapseGraphError.self) { try growing(Tensor([[0.9, 0.4]])) }
        guard case .notConverged(let neurons, let sample, let residual, let iterations) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(neurons == ["a", "b"] && sample == 0 && residual > 0.01 && iterations <= 50)
    }

    /// Damping makes an oscillating iteration converge. If βx > 1, the iteration a = x(1 − βa) does not converge
    /// without damping. With the damping ω = ½ the iteration converges to x/(1 + βx) if βx < 3.
    @Test func dampingSettlesOscillations() throws {
        var definition = SynapseGraphDefinition(inputs: ["x"], outputs: ["a"])
        definition.connect("a", excitedBy: "x", inhibitedBy: ["a": 2])
        let plain = try SynapseGraph<Double>(definition)
        #expect(throws: SynapseGraphError.self) { try plain(Tensor([[0.9]])) }
        let damped = try SynapseGraph<Double>(definition, solver: FixedPointSolver(damping: 0.5))
        #expect(abs(try damped(Tensor([[0.9]])).scalar - 0.9 / 2.8) < 1e-14)
    }

    /// A training of a graph with cycles recovers the parameters that generated the data.
    @Test func graphLearnsItsParameters() throws {
        let target = try SynapseGraph<Double>(ring())
        var graph: SynapseGraph<Double> = target
        graph.alpha = graph.alpha * 0.7
        graph.beta = graph.beta * 0.5
        let inputs: Tensor<Double> = sample([16, 2], in: 0.05 ... 0.95)
        let wanted: Tensor<Double> = try target.state(inputs).values
        var optimizer = Adam(learningRate: 0.02)
        for _ in 0 ..< 250 {
            let (_, derivative) = try valueWithGradient(at: graph) { graph in
                meanSquaredError(try graph.state(inputs).values, wanted)
            }
            optimizer.update(&graph, along: derivative)
        }
        #expect((graph.alpha - target.alpha).abs().max().scalar < 0.05)
        #expect((graph.beta - target.beta).abs().max().scalar < 0.1)
        #expect(abs(graph.trainedDefinition.synapses[1].alpha - 0.9) < 0.05)
    }

    @Test func graphIsWrittenAndReadAsJSON() throws {
        for definition in [feedForward(), ring(), SynapseGraphDefinition.flip(beta: 0.5)] {
            #expect(try SynapseGraphDefinition(json: definition.json) == definition)
        }
        let text = #"{"inputs": ["x"], "outputs": ["a"], "synapses": [{"output": "a", "excitatory": "x"}]}"#
        let definition = try SynapseGraphDefinition(json: Data(text.utf8))
        #expect(definition.synapses[0].alpha == 1 && definition.synapses[0].inhibitory == [:])
        #expect(try SynapseGraph<Double>(definition)(Tensor([[0.3]])).scalar == 0.3)
    }

    @Test(arguments: [
        ("", "at the top"), ("[]", "at the top"), (#"{"inputs": []}"#, "outputs"),
        (#"{"inputs": ["x"], "outputs": [], "synapses": [], "more": 1}"#, "there is no key 'more'"),
        (
            #"{"inputs": ["x"], "outputs": [], "synapses": [{"output": "a", "excitatory": "x", "inhibitary": {}}]}"#,
            "at synapses.[0]: there is no key 'inhibitary'"
        ),
        (#"{"inputs": ["x"], "outputs": [], "synapses": [{"output": "a"}]}"#, "at synapses.[0].excitatory"),
        (
            #"{"inputs": ["x"], "outputs": [], "synapses": [{"output": "a", "excitatory": 3}]}"#,
            "at synapses.[0].excitatory"
        ),
    ])
    func malformedJSONIsRefused(text: String, place: String) {
        let error = #expect(throws: SynapseGraphError.self) {
            try SynapseGraphDefinition(json: Data(text.utf8), path: "graph.json")
        }
        #expect(error?.description.hasPrefix("graph.json: ") == true)
        #expect(error?.description.contains(place) == true, "\(error!.description)")
    }

    @Test func wrongCircuitsAreRefused() {
        func error(_ change: (inout SynapseGraphDefinition) -> Void) -> SynapseGraphError? {
            var definition: SynapseGraphDefinition = mutual()
            change(&definition)
            do {
                _ = try SynapseGraph<Double>(definition)
                return nil
            } catch { return error }
        }
        #expect(error { _ in } == nil)
        #expect(error { $0.inputs.append("x") } == .duplicateName("x"))
        #expect(error { $0.outputs.append("a") } == .duplicateName("a"))
        #expect(error { $0.connect("a", excitedBy: "x") } == .doubleOutput("a"))
        #expect(error { $0.connect("x", excitedBy: "y") } == .doubleOutput("x"))
        #expect(error { $0.outputs.append("z") } == .unknownNeuron("z", place: "outputs"))
        #expect(error { $0.connect("c", excitedBy: "z") } == .unknownNeuron("z", place: "synapse of 'c'"))
        #expect(error { $0.synapses[0].inhibitory["z"] = 1 } == .unknownNeuron("z", place: "synapse of 'a'"))
        #expect(error { $0.synapses[0].alpha = .nan } == .nonFiniteParameter("synapse of 'a': alpha"))
        #expect(error { $0.synapses[0].inhibitory["b"] = 1e300 } == .nonFiniteParameter("synapse of 'a': beta of 'b'"))
        let start: SynapseGraphError? = error { $0.synapses[0].start = .input("a") }
        #expect(start == .unknownNeuron("a", place: "synapse of 'a': start, which must be an input"))
        #expect(
            error {
                $0.connect("c", excitedBy: "c"); $0.outputs.append("c")
            } == .unreachableOutput("c"))
    }

    @Test func dotEscapesNames() {
        var definition = SynapseGraphDefinition(inputs: ["a \"b\"\\"], outputs: ["c"])
        definition.connect("c", excitedBy: "a \"b\"\\", inhibitedBy: ["a \"b\"\\": 0.25], alpha: 2)
        let dot: String = definition.dot
        #expect(dot.hasPrefix("digraph synapses {\n") && dot.hasSuffix("}\n"))
        #expect(dot.contains(#""a \"b\"\\" [shape=box];"#))
        #expect(dot.contains(#""a \"b\"\\" -> "c" [label="α 2.0"];"#))
        #expect(dot.contains(#""a \"b\"\\" -> "c" [label="β 0.25", arrowhead=tee, style=dashed];"#))
        let flip: String = SynapseGraphDefinition.flip(beta: 0.5).dot
        #expect(flip.contains(#""x" -> "a" [label="start", style=dotted];"#))
    }

    @Test func inputsAreChecked() async {
        await #expect(processExitsWith: .failure) {
            _ = try SynapseGraph<Double>(.flip(beta: 0.5))(Tensor<Double>(ones: [2, 3]))
        }
        await #expect(processExitsWith: .failure) { _ = FixedPointSolver(damping: 0) }
    }

    @Test func solversWithImpossibleSettingsTrap() async {
        for tolerance: Double in [.nan, -1e-9, .infinity] {
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                // A captured number must be finite, so the test captures its text.
                [number = "\(tolerance)" as String] in
                _ = FixedPointSolver(tolerance: Double(number))
            }
            let sentence: String = text(result?.standardErrorContent)
            #expect(sentence.contains("FixedPointSolver: the tolerance \(tolerance) must be"), "\(sentence)")
        }
        await #expect(processExitsWith: .failure) {
            var solver = FixedPointSolver()
            solver.tolerance = -1
        }
        await #expect(processExitsWith: .failure) {
            var solver = FixedPointSolver()
            solver.damping = 0
        }
        await #expect(processExitsWith: .failure) {
            var solver = FixedPointSolver()
            solver.iterationLimit = 0
        }
        var solver = FixedPointSolver(tolerance: 0)
        solver.tolerance = nil
        #expect(solver == FixedPointSolver())
    }
}
