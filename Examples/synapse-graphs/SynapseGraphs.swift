import ArgumentParser
import Files
import Foundation
import Synapses
import Tensors

@main
struct SynapseGraphs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synapse-graphs", abstract: "Evaluates a circuit of synapses.",
        discussion: """
            The default circuit is the flip circuit. It has two synapses; each synapse excites itself and inhibits the \
            other synapse. docs/synapse-graphs.md describes the file format, and --json writes an example.
            """, version: synaNNVersion)

    @Argument(help: "A circuit as JSON.")
    var file: String?

    @Option(name: .shortAndLong, help: "An input as name=value. Repeat the option for each input.")
    var input: [String] = []

    @Option(help: "The factor that multiplies each step when a cycle is iterated, above 0 and at most 1.")
    var damping = 1.0

    @Option(help: "The greatest number of iterations. A cycle that needs more iterations is an error.")
    var iterations = 10_000

    @Option(help: "Write a drawing of the circuit to this Graphviz file.")
    var dot: String?

    @Option(help: "Write the circuit to this JSON file.")
    var json: String?

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func validate() throws {
        if !(damping > 0 && damping <= 1) { throw ValidationError("--damping must be above 0 and at most 1") }
        if iterations < 1 { throw ValidationError("--iterations must be at least 1") }
    }

    func run() throws {
        let definition: SynapseGraphDefinition =
            try file.map { path throws(SynapseGraphError) in try SynapseGraphDefinition(contentsOf: path) }
            ?? .flip(beta: 0.5)
        let solver = FixedPointSolver(damping: damping, iterationLimit: iterations)
        let graph = try SynapseGraph<Double>(definition, solver: solver)
        if graph.neurons.isEmpty { throw ValidationError("the circuit has no neurons. Name inputs, or add synapses.") }
        if let dot { try AtomicFile.write(Data(definition.dot.utf8), to: dot) }
        if let json { try AtomicFile.write(definition.json, to: json) }
        let values: [Double] = try inputValues(definition.inputs)
        let state: SynapseGraphState<Double> = try graph.state(Tensor([values]))
        for (name, value) in zip(graph.neurons, state.values[0].scalars) {
            let role: String =
                definition.inputs.contains(name) ? "input" : definition.outputs.contains(name) ? "output" : ""
            print(
                "\(name.padding(toLength: 16, withPad: " ", startingAt: 0)) \(String(format: "%12.6g", value))  \(role)"
            )
        }
        if state.iterations > 0 {
            print("settled after \(state.iterations) iterations; residual \(String(format: "%.1e", state.residual))")
        }
    }

    /// Returns the values of the circuit's inputs, in the order of `names`. Without `--input` and without a file, the
    /// values are those of the built-in flip circuit.
    ///
    /// - Throws: `ValidationError` if an argument of `--input` is not of the form name=value, if the circuit has no
    ///   input of this name, or if an input of the circuit has no value.
    private func inputValues(_ names: [String]) throws -> [Double] {
        if input.isEmpty, file == nil { return [0.9, 0.4] }
        var values: [String: Double] = [:]
        for text in input {
            let parts: [Substring] = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
                throw ValidationError("--input \(text) is not of the form name=value")
            }
            guard names.contains(String(parts[0])) else {
                throw ValidationError(
                    names.isEmpty
                        ? "the circuit has no inputs: leave out --input \(text)"
                        : "there is no input '\(parts[0])'. The inputs are \(names.joined(separator: ", "))")
            }
            values[String(parts[0])] = value
        }
        return try names.map { name in
            guard let value = values[name] else {
                throw ValidationError("the input '\(name)' is missing: --input \(name)=…")
            }
            return value
        }
    }
}
