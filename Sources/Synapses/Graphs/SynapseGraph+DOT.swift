extension SynapseGraphDefinition {
    /// The circuit in Graphviz' language: inputs as boxes, outputs with a double line, excitation as an arrow with its α,
    /// inhibition as a dashed edge that ends in a bar, with its β, and where a cycle begins dotted. `dot -Tsvg` draws it.
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

    /// A quoted identifier. A backslash is one, and not the beginning of one of Graphviz' escapes.
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
