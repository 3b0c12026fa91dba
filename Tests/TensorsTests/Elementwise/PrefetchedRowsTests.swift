import Tensors
import TestSupport
import Testing

/// Copies and short operations on matrices with long rows, which the kernels prefetch, and on reversed tensors.
@Suite struct PrefetchedRowsTests {
    private static let widths = [255, 256, 257, 300, 511, 2047, 2100]

    private func part<Scalar: RealScalar>(_ width: Int, in type: Scalar.Type, seed: Int) -> Tensor<Scalar> {
        let whole: Tensor<Scalar> = sample([100, width + 9], seed: seed)
        return whole[5 ..< 95, 4 ..< 4 + width]
    }

    /// Compares `operation` with the same operation on each element.
    private func check<Scalar: RealScalar>(
        _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String
    ) {
        let operations: [((Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>, (Scalar, Scalar) -> Scalar)] = [
            ({ $0 + $1 }, { $0 + $1 }), ({ $0 - $1 }, { $0 - $1 }), ({ $0 * $1 }, { $0 * $1 }),
            ({ maximum($0, $1) }, { max($0, $1) }),
        ]
        let (first, second) = (a.scalars, b.broadcast(to: a.shape).scalars)
        for (index, operation) in operations.enumerated() {
            #expect(operation.0(a, b).scalars == zip(first, second).map { operation.1($0, $1) }, "\(name) \(index)")
            #expect(operation.0(b, a).scalars == zip(second, first).map { operation.1($0, $1) }, "\(name) \(index)")
        }
    }

    private func checkParts<Scalar: RealScalar>(_ type: Scalar.Type) {
        for width in Self.widths {
            let (a, b) = (part(width, in: type, seed: 1), part(width, in: type, seed: 2))
            check(a, b, "two parts, \(width)")
            check(a, Tensor(3), "a number, \(width)")
            check(a, b[0], "a row, \(width)")
            check(a, b[.all, 0 ..< 1], "a column, \(width)")
            check(a, b + 0, "a contiguous matrix, \(width)")
            check(a[.stride(by: 2)], b[.stride(by: 2)], "every second row, \(width)")
        }
    }

    private func checkReversed<Scalar: RealScalar>(_ type: Scalar.Type) {
        for width in [1, 2, 7, 8, 31, 32, 33, 64, 71, 300] {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (sample([3, width], seed: 3), sample([3, width], seed: 4))
            for axes in [[0], [1], [0, 1]] {
                let flipped: Tensor<Scalar> = a.flipped(axes: axes)
                check(flipped, b, "reversed \(axes), \(width)")
                check(flipped, b.flipped(axes: axes), "both reversed \(axes), \(width)")
                check(flipped, Tensor(2), "reversed and a number \(axes), \(width)")
                check(flipped, b[0], "reversed and a row \(axes), \(width)")
            }
        }
    }

    @Test func partsAreCombined() {
        checkParts(Float.self)
        checkParts(Double.self)
    }

    @Test func reversedTensorsAreCombined() {
        checkReversed(Float.self)
        checkReversed(Double.self)
    }

    @Test func aPartIsChangedInPlace() {
        for width in Self.widths {
            var x: Tensor<Float> = sample([100, width + 9], seed: 5)
            let (before, other) = (x, part(width, in: Float.self, seed: 6))
            x[5 ..< 95, 4 ..< 4 + width] *= other
            let expected: [Float] = zip(before[5 ..< 95, 4 ..< 4 + width].scalars, other.scalars).map { $0 * $1 }
            #expect(x[5 ..< 95, 4 ..< 4 + width].scalars == expected, "\(width)")
            #expect(zip(x.scalars, before.scalars).count { $0 != $1 } <= expected.count, "\(width)")
        }
    }

    @Test func partsAreCopiedAndAssigned() {
        for width in Self.widths + [1023, 1024, 1025, 8191, 8193] {
            let whole = Tensor<UInt8>((0 ..< 70 * (width + 9)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) })
                .reshaped(to: [70, width + 9])
            let part: Tensor<UInt8> = whole[3 ..< 67, 4 ..< 4 + width]
            let rows: [[UInt8]] = (3 ..< 67).map { row in
                Array(whole.scalars[row * (width + 9) + 4 ..< row * (width + 9) + 4 + width])
            }
            #expect(part.scalars == rows.flatMap { $0 }, "\(width)")
            var target = Tensor<UInt8>(zeros: whole.shape)
            target[3 ..< 67, 4 ..< 4 + width] = part
            #expect(target[3 ..< 67, 4 ..< 4 + width].scalars == part.scalars, "\(width)")
            target[3 ..< 67, 4 ..< 4 + width] = Tensor(0)
            #expect(target.scalars.allSatisfy { $0 == 0 }, "\(width)")
        }
    }
}
