import SynaNN

extension OperationCase {
    static var reductions: [OperationCase] {
        [
            OperationCase("sum") { $0.sum() },
            OperationCase("sum-of-samples") { $0.sum(axes: [1, 2]) },
            OperationCase("sum-over-batch") { $0.sum(axis: 0, keepDims: true) },
            OperationCase("sum-of-whole-numbers", ids: [4]) { _, input in Tensor<Float>(input.ids.sum(axis: 1)) },
            OperationCase("mean") { $0.mean() },
            OperationCase("mean-over-batch") { $0.mean(axis: 0) },
            OperationCase("mean-of-samples") { $0.mean(axes: [1, -1], keepDims: true) },
            OperationCase("max") { $0.max() },
            OperationCase("max-along-axis") { $0.max(axis: 1, keepDims: true) },
            OperationCase("max-of-whole-numbers", ids: [4]) { _, input in Tensor<Float>(input.ids.max()) },
            OperationCase("product") { $0.product(axis: -1) },
            OperationCase("min") { $0.min(axis: -1) },
            OperationCase("logSumExp", in: -50 ... 50) { $0.logSumExp() },
            OperationCase("logSumExp-over-batch") { $0.logSumExp(axis: 0, keepDims: true) },
            OperationCase("argmax") { Tensor<Float>($0.argmax(axis: -1)) },
            OperationCase("argmin") { Tensor<Float>($0.argmin(axis: 1, keepDims: true)) },
            OperationCase("variance") { $0.variance(axes: [1, 2]) },
            OperationCase("variance-of-mean-far-away", in: 1000 ... 1001) { $0.variance(axis: -1, keepDims: true) },
            OperationCase("variance-unbiased") { $0.variance(axis: -1, correction: 1) },
            OperationCase("variance-over-batch") { $0.variance(axis: 0, correction: 1) },
            OperationCase("reduction-over-no-axis") { $0.sum(axes: []) + $0.mean(axes: []) + $0.max(axes: []) },
        ]
    }
}
