extension SynapseGraphDefinition {
    /// The circuit in Graphviz's DOT language, which `dot -Tsvg` draws. Inputs are boxes, and outputs have a double
    /// outline. An excitation is an arrow, labelled with the value of α. An inhibition is a dashed edge that ends in a
    /// bar, labelled with the value of β. A dotted arrow leads from the input that starts the iteration of a neuron to
    /// this neuron.
    public var dot: String {
        var lines: [String] = ["digraph synapses {", "    rankdir=LR; node [shape=ellipse]; edge [fontsize=10];"]
        for name in inputs { lines.append("    \(Self.quoted(name)) [shape=box];") }
        for name in outputs { lines.append("    \(Self.quoted(name)) [peripheries=2];") }
        for synapse in synapses {
            let output: String = Self.quoted(synapse.output)
            lines.append("    \(Self.quoted(synapse.excitatory)) -> \(output) [label=\"α \(synapse.alpha)\"];")
            if case .input(let name) = synapse.start {
                lines.append("    \(Self.quoted(name)) -> \(output) [label=\"start\", style=dotted];")
            }
            for (name, beta) in synapse.inhibitory.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    "    \(Self.quoted(name)) -> \(output) [label=\"β \(beta)\", arrowhead=tee, style=dashed];")
            }
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// Returns the name in quotation marks. Quotation marks, backslashes and line breaks in the name are escaped, so
    /// that Graphviz prints the name unchanged.
    private static func quoted(_ name: String) -> String {
        let escaped: String = name.reduce(into: "") { result, character in
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return "\"\(escaped)\""
    }
}
