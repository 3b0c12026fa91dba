import SynaNN

extension OperationCase {
    static var shaping: [OperationCase] {
        [
            OperationCase("reshape-by-batch") { $0.reshaped(to: [$0.shape[0], 12] as Shape) },
            OperationCase("reshape-into-batch") { $0.reshaped(to: [$0.shape[0] * 3, 4] as Shape) },
            OperationCase("reshape-by-rest") { $0.reshaped(to: [-1]) },
            OperationCase("reshape-twice-by-batch") { x in
                let pairs: Tensor<Float> = matmul(x.flattened(from: 1), x.flattened(from: 1).transposed())
                return pairs.expandingShape(at: 1).reshaped(to: [1, x.shape[0], x.shape[0]] as Shape)
            },
            OperationCase("reshape-of-whole-numbers", ids: [4]) { _, input in
                Tensor<Float>(input.ids.reshaped(to: [input.ids.shape[0] * 2, 2]))
            },
            OperationCase("permute") { $0.permuted([2, 0, 1]) },
            OperationCase("transposed") { $0.transposed(0, 1) },
            OperationCase("broadcast") { $0.expandingShape(at: 1).broadcast(to: [$0.shape[0], 2, 3, 4]) },
            OperationCase("broadcast-over-batch") { $0[0].broadcast(to: $0.shape) },
            OperationCase("squeezingShape", x: [1, 4, 1]) { _, input in
                // Uses `reshaped`, because `squeezingShape()` would also remove the axis of the samples if there is
                // only one sample.
                input.x.reshaped(to: [input.x.shape[0], 4] as Shape)
            },
            OperationCase("concatenate") { Tensor(concatenating: [$0, $0 * 2, Tensor(ones: $0.shape)], axis: -1) },
            OperationCase("concatenate-batches") { Tensor(concatenating: [$0, -$0], axis: 0) },
            OperationCase("stack") { Tensor(stacking: [$0, $0.exp()], axis: 1) },
            OperationCase("pad") { $0.padded(by: [(0, 0), (1, 2), (0, 3)], with: 0.5) },
            OperationCase("pad-batch") { $0.padded(by: [(1, 0), (0, 0), (0, 0)]) },
            OperationCase("pad-to-twice-the-batch") { $0.padded(by: [(0, $0.shape[0]), (0, 0), (0, 0)]) },
            OperationCase("matmul", x: [3, 4], y: [4, 2]) { _, input in matmul(input.x, input.y) },
            OperationCase("matmul-vectors", x: [4], y: [4]) { _, input in
                matmul(input.x.expandingShape(at: 1), input.y.expandingShape(at: 2)).reshaped(to: [-1])
            },
            OperationCase("matmul-broadcast", x: [2, 3, 4], y: [4, 5]) { _, input in
                matmul(input.x, input.y.expandingShape(at: 1))
            },
            OperationCase("determinant", x: [3, 3]) { _, input in (try? determinant(input.x)) ?? input.x },
        ]
    }
}
