import Tensors

extension ONNXFileGraph.Node {
    func shaping(_ x: [Tensor<Double>]) -> Tensor<Double>? {
        switch operation {
        case "Transpose": return x[0].permuted(integers("perm"))
        case "Flatten": return x[0].flattened(from: 1)
        case "Reshape": return x[0].reshaped(to: lengths(x[1]))
        case "Unsqueeze":
            precondition(x[1].count == 1)
            return x[0].expandingShape(at: Int(x[1].scalars[0]))
        case "Squeeze":
            precondition(x[1].count == 1 && x[0].shape[Int(x[1].scalars[0])] == 1)
            var shape: [Int] = x[0].shape.dimensions
            shape.remove(at: Int(x[1].scalars[0]))
            return x[0].reshaped(to: Shape(shape))
        case "Expand":
            let target = Shape(lengths(x[1]))
            // `Expand` broadcasts the operand and the target shape to their common shape, as an addition does.
            return x[0] + Tensor(zeros: target)
        case "Shape":
            return Tensor(x[0].shape.dimensions[integer("start") ..< integer("end")].map { Double($0) })
        case "Concat": return Tensor(concatenating: x, axis: integer("axis"))
        case "ConstantOfShape": return Tensor(repeating: tensor("value").scalars[0], shape: Shape(lengths(x[0])))
        case "Pad":
            let (widths, rank): ([Int], Int) = (lengths(x[1]), x[0].rank)
            return x[0].padded(by: (0 ..< rank).map { (widths[$0], widths[rank + $0]) }, with: x[2].scalar)
        case "Slice": return slice(x)
        case "Gather": return x[0].gathered(at: Tensor<Int>(x[1]), axis: integer("axis"))
        case "GatherElements": return gatherElements(x[0], x[1])
        default: return nil
        }
    }

    private func lengths(_ x: Tensor<Double>) -> [Int] { x.scalars.map { Int($0) } }

    private func slice(_ x: [Tensor<Double>]) -> Tensor<Double> {
        var indices = [TensorIndex](repeating: .all, count: x[0].rank)
        let (starts, ends, steps): ([Int], [Int], [Int]) = (lengths(x[1]), lengths(x[2]), lengths(x[4]))
        for (place, axis) in lengths(x[3]).enumerated() {
            indices[axis] = .stride(from: starts[place], to: ends[place], by: steps[place])
        }
        return x[0][indices]
    }

    private func gatherElements(_ x: Tensor<Double>, _ positions: Tensor<Double>) -> Tensor<Double> {
        precondition(x.rank == 2 && integer("axis") == 1 && positions.shape[1] == 1)
        let rows: [Double] = positions.scalars.enumerated().map { row, column in x[row, Int(column)].scalar }
        return Tensor(rows, shape: positions.shape)
    }

    func split(_ x: Tensor<Double>, _ lengths: Tensor<Double>) -> [Tensor<Double>] {
        var start = 0
        return lengths.scalars.map { length in
            defer { start += Int(length) }
            return x.narrowed(axis: integer("axis"), to: start ..< start + Int(length))
        }
    }

    func scan(_ operands: [Tensor<Double>], _ all: [String: Tensor<Double>]) -> [Tensor<Double>] {
        let (count, body): (Int, ONNXFileGraph) = (integer("num_scan_inputs"), graph("body"))
        precondition(operands.count == count + 1 && integers("scan_output_axes") == [1])
        precondition(integers("scan_input_axes") == [Int](repeating: 1, count: count))
        var (state, states): (Tensor<Double>, [Tensor<Double>]) = (operands[0], [])
        for step in 0 ..< operands[1].shape[1] {
            let results: [Tensor<Double>] = body.run([state] + operands.dropFirst().map { $0[.all, step] }, all)
            state = results[0]
            states.append(results[1])
        }
        return [state, Tensor(stacking: states, axis: 1)]
    }
}
