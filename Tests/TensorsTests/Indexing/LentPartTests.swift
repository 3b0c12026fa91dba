import Differentiation
import Tensors
import TestSupport
import Testing

/// An operation that changes a part of a tensor, such as `x[0 ..< 2] += y`.
@Suite struct LentPartTests {
    private static let parts: [(name: String, indices: [TensorIndex])] = [
        ("[1]", [1.tensorIndex]), ("[-1, 0]", [(-1).tensorIndex, 0.tensorIndex]),
        ("[1, 2, 3]", [1.tensorIndex, 2.tensorIndex, 3.tensorIndex]),
        ("[1:3]", [(1 ..< 3).tensorIndex]), ("[:, 1:3]", [.all, (1 ..< 3).tensorIndex]),
        ("[1:3, 1:3, 1:4]", [(1 ..< 3).tensorIndex, (1 ..< 3).tensorIndex, (1 ..< 4).tensorIndex]),
        ("[..., 2]", [.ellipsis, 2.tensorIndex]), ("[::2]", [.stride(by: 2)]), ("[::-1]", [.stride(by: -1)]),
        ("[..., ::2]", [.ellipsis, .stride(by: 2)]), ("[newaxis, 0]", [.newAxis, 0.tensorIndex]),
        ("[2:2]", [(2 ..< 2).tensorIndex]), ("[2:3, :, 3:4]", [(2 ..< 3).tensorIndex, .all, (3 ..< 4).tensorIndex]),
        ("positions", [Tensor<Int>([2, 0]).tensorIndex]),
        ("mask", [Tensor<Bool>([true, false, true]).tensorIndex]),
    ]

    private static let changes: [(name: String, change: @Sendable (inout Tensor<Double>) -> Void)] = [
        ("+= 3", { $0 += 3 }), ("-= row", { $0 -= sample(Shape($0.shape.dimensions.suffix(1)), seed: 4) }),
        ("*= itself", { $0 *= $0 }), ("/= another", { $0 /= sample($0.shape, seed: 5) + 3 }),
        ("+= transposed", { $0 += sample(Shape($0.shape.dimensions.reversed()), seed: 6).transposedAxes() }),
        ("replaced", { $0 = sample($0.shape, seed: 7) }), ("replaced by a number", { $0 = Tensor(4) }),
        ("reversed", { if $0.rank > 0 { $0 = $0[.stride(by: -1)] } }),
        ("written", { $0.withUnsafeMutableBuffer { buffer in for i in buffer.indices { buffer[i] = Double(i) } } }),
        ("unchanged", { _ in }),
    ]

    @Test(arguments: MemoryArrangement.allCases) func changingAPartIsComputingAndAssigning(
        _ arrangement: MemoryArrangement
    ) {
        let original: Tensor<Double> = sample([3, 4, 5])
        for (part, indices) in Self.parts {
            for (name, change) in Self.changes {
                var value: Tensor<Double> = original[indices]
                change(&value)
                var expected: Tensor<Double> = original
                expected[indices] = value

                var alone: Tensor<Double> = original.arranged(arrangement)
                change(&alone[indices])
                #expect(alone.scalars == expected.scalars, "\(part) \(name)")

                var shared: Tensor<Double> = original.arranged(arrangement)
                let other: Tensor<Double> = shared
                change(&shared[indices])
                #expect(shared.scalars == expected.scalars, "\(part) \(name), shared")
                #expect(other.scalars == original.scalars, "\(part) \(name), the other owner")
            }
        }
    }

    @Test func theOperationWorksInTheMemoryOfTheTensor() {
        func address(_ part: inout Tensor<Float>) -> UnsafePointer<Float> { part.address }
        var x = Tensor<Float>(zeros: [4, 5])
        let start: UnsafePointer<Float> = x.address
        #expect(address(&x[1 ..< 3, 2 ..< 4]) == start + 7)
        #expect(address(&x[2]) == start + 10)
        #expect(address(&x[2, 3]) == start + 13)
        x[1 ..< 3, 2 ..< 4] += 1
        #expect(x.address == start)
        #expect(x.sum().scalar == 4)
    }

    @Test func aKeptCopyOfAPartIsAValue() {
        func keep(_ part: inout Tensor<Float>, in kept: inout Tensor<Float>?) {
            part += 1
            kept = part
        }
        var x = Tensor<Float>(zeros: [3, 2])
        var kept: Tensor<Float>?
        keep(&x[1], in: &kept)
        #expect(x.scalars == [0, 0, 1, 1, 0, 0])
        x[1] += 5
        #expect(kept?.scalars == [1, 1])
        kept? += 10
        #expect(kept?.scalars == [11, 11])
        #expect(x.scalars == [0, 0, 6, 6, 0, 0])
    }

    @Test func aKeptCopyOfAReplacedPartIsAValue() {
        func exchange(_ part: inout Tensor<Float>, with kept: inout Tensor<Float>) { swap(&part, &kept) }
        var x = Tensor<Float>(from: 0, to: 6).reshaped(to: [3, 2])
        var kept = Tensor<Float>([7, 8])
        exchange(&x[1], with: &kept)
        #expect(x.scalars == [0, 1, 7, 8, 4, 5])
        #expect(kept.scalars == [2, 3])
        kept += 1
        x[0] += 1
        #expect(kept.scalars == [3, 4])
        #expect(x.scalars == [1, 2, 7, 8, 4, 5])
    }

    /// The memory of a storage that is freed may belong to the storage of a later result.
    @Test(arguments: 1 ... 6) func theLastOfSeveralReplacementsIsAssigned(count: Int) {
        func replace(_ part: inout Tensor<Float>) { for _ in 0 ..< count { part = part + 1 } }
        let number = Float(count)
        var x = Tensor<Float>(zeros: [2, 3])
        replace(&x[0])
        #expect(x.scalars == [number, number, number, 0, 0, 0])
        replace(&x[..<2])
        #expect(x.scalars == [2 * number, 2 * number, 2 * number, number, number, number])
    }

    @Test func anErrorDuringTheChangeKeepsWhatWasWritten() {
        struct Fault: Error {}
        func fail(_ part: inout Tensor<Float>) throws {
            part += 1
            throw Fault()
        }
        var x = Tensor<Float>(zeros: [2, 2])
        #expect(throws: Fault.self) { try fail(&x[1]) }
        #expect(x.scalars == [0, 0, 1, 1])
    }

    @Test func theChangeHasItsDerivatives() {
        let found: [String] = problems(
            of: { inputs in
                var result: Tensor<Double> = inputs[0].squared()
                result[.all, 1 ..< 3] += inputs[1] * 2
                result[0] *= inputs[0][1]
                result[1, 2] /= Tensor(3)
                return result
            }, at: [sample([3, 4]), sample([2])])
        #expect(found == [])
    }

    @Test func aReplacementMustBroadcastToThePart() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            func replace(_ part: inout Tensor<Float>) { part = Tensor(zeros: [3]) }
            var x = Tensor<Float>(zeros: [2, 2])
            replace(&x[0])
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("[3]") && message.contains("[2]"), "\(message)")
    }
}

extension Tensor where Scalar == Double {
    fileprivate func transposedAxes() -> Tensor { permuted((0 ..< rank).reversed()) }
}
