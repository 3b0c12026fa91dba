import Tensors

extension BatchTrace {
    /// Returns the computation as a graph in Graphviz's DOT language. Each operation is a box with the name of the
    /// layer and the name of the operation. Each tensor is an arrow with the shape of the tensor. Inputs and outputs
    /// are ellipses.
    ///
    ///     dot -Tsvg network.dot -o network.svg
    ///
    /// Operations that do not depend on the input, such as the clipping of a weight, are omitted.
    public func dot() -> String {
        var lines: [String] = [
            "digraph model {", "    rankdir = TB;",
            "    node [shape = box, style = rounded, fontname = \"Helvetica\"];",
            "    edge [fontname = \"Helvetica\", fontsize = 10];",
        ]
        let rows: [LayerNames.Row] = LayerNames(self).rows
        for input in inputs {
            guard case .input(let name) = self[input].origin else { continue }
            lines.append("    v\(input.index) [label = \(quoted(name)), shape = ellipse];")
        }
        for row in rows {
            let label: String = row.layer.isEmpty ? row.node.operation : row.layer + "\n" + row.node.operation
            lines.append("    v\(row.node.output.index) [label = \(quoted(label))];")
        }
        let drawn = Set(inputs + rows.map(\.node.output))
        for row in rows {
            for source in row.node.inputs.compactMap({ $0 }) where drawn.contains(source) {
                lines.append(edge(from: source, to: "v\(row.node.output.index)"))
            }
        }
        for (number, output) in outputs.enumerated() {
            let name: String = outputs.count == 1 ? "output" : "output \(number)"
            lines.append("    o\(number) [label = \(quoted(name)), shape = ellipse];")
            if drawn.contains(output) { lines.append(edge(from: output, to: "o\(number)")) }
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    private func edge(from value: Trace.Value, to target: String) -> String {
        let shape: String = self[value].shape.map(\.description).joined(separator: " × ")
        return "    v\(value.index) -> \(target) [label = \(quoted(" " + shape))];"
    }

    /// Returns the text in quotation marks. A backslash is added before each quotation mark and each backslash of the
    /// text, and `\n` replaces each line break.
    private func quoted(_ text: String) -> String {
        let escaped: String = text.map { character in
            switch character {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            default: String(character)
            }
        }.joined()
        return "\"\(escaped)\""
    }
}
