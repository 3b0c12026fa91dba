import SynaNN

extension OperationCase {
    private static func part(
        _ name: String, _ compute: @escaping @Sendable (Tensor<Float>) -> Tensor<Float>
    ) -> OperationCase {
        OperationCase(name, x: [5, 6]) { _, input in compute(input.x) }
    }

    private static func assigned(
        _ name: String, _ change: @escaping @Sendable (inout Tensor<Float>) -> Void
    ) -> OperationCase {
        part(name) { x in
            var copy: Tensor<Float> = x
            change(&copy)
            return copy
        }
    }

    static var indexing: [OperationCase] { slices + assignments + gathers }

    private static var slices: [OperationCase] {
        [
            part("slice-position") { $0[.all, 2] },
            part("slice-last") { $0[.ellipsis, -1] },
            part("slice-range") { $0[.all, 1 ..< 4, 2...] },
            part("slice-steps") { $0[.all, .stride(from: 1, by: 2), .stride(by: 3)] },
            part("slice-backwards") { $0[.all, .stride(by: -1), .stride(from: -2, to: 0, by: -2)] },
            part("slice-new-axes") { $0[.newAxis, .all, 0, .newAxis, 1...] },
            part("slice-of-nothing") { Tensor(concatenating: [$0, $0[.all, 3 ..< 3]], axis: 1) },
            part("slice-first-sample") { $0[0] },
            part("slice-last-sample") { $0[-1] },
            part("slice-but-last-sample") { Tensor(concatenating: [$0[..<(-1)], $0[(-1)...]], axis: 0) },
            part("slice-batch-backwards") { $0[.stride(by: -1)] },
            part("narrowed") { $0.narrowed(axis: 2, to: 1 ..< 5) },
            OperationCase("slice-whole-numbers", ids: [4]) { _, input in Tensor<Float>(input.ids[.all, 1...]) },
            OperationCase("slice-mask", x: [4]) { _, input in Tensor<Float>((input.x .> 0)[.all, .stride(by: -1)]) },
        ]
    }

    private static var assignments: [OperationCase] {
        [
            assigned("assign-position") { $0[.all, 2] = $0[.all, 0] * 2 },
            assigned("assign-number") { $0[.all, 1 ..< 3, 2...] = Tensor(0.5) },
            assigned("assign-steps") {
                $0[.all, .stride(from: 4, by: -2), .stride(by: 3)] = $0[.all, 0 ..< 3, 0 ..< 2]
            },
            assigned("assign-all") { $0[.all] = $0.exp() },
            assigned("assign-sample") { $0[0] = $0[-1] },
            assigned("assign-last-sample") { $0[-1, 2] = Tensor(7) },
            assigned("assign-but-first-sample") { $0[1..., .all, 3] = $0[..<(-1), .all, 0] },
            OperationCase("assign-whole-numbers", ids: [4]) { _, input in
                var ids: Tensor<Int> = input.ids
                ids[.all, 0] = Tensor<Int>(9)
                return Tensor<Float>(ids)
            },
        ]
    }

    private static var gathers: [OperationCase] {
        [
            OperationCase("gathered-constant", x: [5, 6]) { _, input in
                input.x.gathered(at: Tensor<Int>([[4, -1], [0, 2]]), axis: 2)
            },
            OperationCase("gathered-rows", x: [2], ids: [3]) { model, input in
                Tensor<Float>([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]).gathered(at: input.ids)
                    * input.x.expandingShape(at: 1)
            },
            OperationCase("gathered-whole-numbers", ids: [3]) { _, input in
                Tensor<Float>(Tensor<Int>([5, 4, 3, 2, 1]).gathered(at: input.ids))
            },
            OperationCase("oneHot", ids: [3]) { _, input in Tensor<Float>(oneHot: input.ids, classCount: 6) },
            OperationCase("oneHot-whole-numbers", ids: [3]) { _, input in
                Tensor<Float>(Tensor<Int>(oneHot: input.ids, classCount: 6))
            },
            OperationCase("pick", x: [5], ids: []) { _, input in
                negativeLogLikelihood(input.x.logSoftmax(), input.ids, reduction: .none)
            },
        ]
    }
}
