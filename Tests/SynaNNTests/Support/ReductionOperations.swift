import SynaNN

/// Returns the reductions, concatenations and gathers of empty_axes.json by name.
func reductionOperations<Scalar: RealScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "mean": { $0[0].mean() }, "mean1": { $0[0].mean(axis: 1) },
        "mean01": { $0[0].mean(axes: [0, 1], keepDims: true) },
        "variance": { $0[0].variance() }, "variance1": { $0[0].variance(axis: 1) },
        "varianceUnbiased": { $0[0].variance(axes: [0, 2], correction: 1) },
        "max": { $0[0].max() }, "max1": { $0[0].max(axis: 1) }, "min2": { $0[0].min(axis: 2) },
        "max02": { $0[0].max(axes: [0, 2], keepDims: true) },
        "argmax1": { Tensor($0[0].argmax(axis: 1)) }, "argmin0": { Tensor($0[0].argmin(axis: 0)) },
        "argmax": { Tensor(Scalar($0[0].argmax())) },
        "softmax": { $0[0].softmax() }, "softmax0": { $0[0].softmax(axis: 0) },
        "logSoftmax": { $0[0].logSoftmax() }, "logSumExp": { $0[0].logSumExp() },
        "logSumExp0": { $0[0].logSumExp(axis: 0) },
    ].merging(joins(Scalar.self)) { own, _ in own }
}

private func joins<Scalar: RealScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "concatenated": { Tensor(concatenating: $0) }, "concatenated1": { Tensor(concatenating: $0, axis: 1) },
        "stacked": { Tensor(stacking: $0, axis: 1) },
        "padded": { $0[0].padded(by: [(1, 2), (0, 1)], with: 3) },
        "narrowed": { $0[0].narrowed(axis: 1, to: 0 ..< $0[0].shape[1] / 2) },
        "gathered0": { $0[0].gathered(at: endsAndStart($0[0].shape[0])) },
        "gathered1": { $0[0].gathered(at: endsAndStart($0[0].shape[1]), axis: 1) },
        // The gradient of this operation adds the cotangents of the gathered elements to their positions.
        "scattered": { operands in
            let indices: Tensor<Int> = endsAndStart(operands[0].shape[1])
            let part: Tensor<Scalar> = operands[0].gathered(at: indices, axis: 1)
            return part + part
        },
        "oneHot": { Tensor(oneHot: Tensor<Int>(rowLabels($0[0].shape).map { $0 % 3 }), classCount: 3) },
        "crossEntropy": { crossEntropy($0[0], Tensor<Int>(rowLabels($0[0].shape))) },
        "crossEntropySmoothed": { crossEntropy($0[0], Tensor<Int>(rowLabels($0[0].shape)), labelSmoothing: 0.1) },
    ]
}

/// Returns the last, the first and again the last position of an axis, or no position if the axis is empty.
private func endsAndStart(_ length: Int) -> Tensor<Int> { Tensor(length > 0 ? [-1, 0, length - 1] : []) }

/// Returns a label for each row: the index of the row modulo the number of classes, which is the length of axis 1.
private func rowLabels(_ shape: Shape) -> [Int] { (0 ..< shape[0]).map { $0 % max(1, shape[1]) } }
