import SynaNN

/// Returns the operations of empty_axes.json that exist for real and complex tensors, by name.
func fieldOperations<Scalar: FieldScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "add": { $0[0] + $0[1] }, "subtract": { $0[0] - $0[1] }, "multiply": { $0[0] * $0[1] },
        "divide": { $0[0] / $0[1] }, "negative": { -$0[0] },
        "sum": { $0[0].sum() }, "sum0": { $0[0].sum(axis: 0) }, "sum1": { $0[0].sum(axis: 1) },
        "sum2": { $0[0].sum(axis: -1) }, "sum02": { $0[0].sum(axes: [0, 2], keepDims: true) },
        "flattened": { $0[0].flattened(from: 1) }, "flattenedWhole": { $0[0].flattened() },
        "reshaped": { $0[0].reshaped(to: [$0[0].shape[2], $0[0].shape[0], 1, $0[0].shape[1]] as Shape) },
        "permuted": { $0[0].permuted([2, 0, 1]) }, "transposed": { $0[0].transposed() },
        "broadcast": { $0[0].broadcast(to: [4, $0[0].shape[0]]) }, "squeezed": { $0[0].squeezingShape() },
        "expanded": { $0[0].expandingShape(at: 1) },
        "reversed": { $0[0][.stride(by: -1), .stride(by: -1)] },
        "strided": { $0[0][.ellipsis, .newAxis, .stride(by: 2)] },
        "assigned": {
            var a: Tensor<Scalar> = $0[0]
            a[.all, .stride(by: -1)] = $0[1]
            return a
        },
    ].merging(products(Scalar.self)) { own, _ in own }
}

private func products<Scalar: FieldScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    let product: ([Tensor<Scalar>]) -> Tensor<Scalar> = { matmul($0[0], $0[1]) }
    let names: [String] = [
        "matmul", "matmulStackMatrix", "matmulMatrixStack", "matmulStacks", "matmulBroadcast", "matmulVectorMatrix",
        "matmulMatrixVector", "matmulVectors", "matmulStackVector", "matmulVectorStack",
    ]
    return [String: ([Tensor<Scalar>]) -> Tensor<Scalar>](uniqueKeysWithValues: names.map { ($0, product) })
        .merging(["matmulTransposed": { matmul($0[0].transposed(), $0[1].transposed()) }]) { own, _ in own }
}
