import Tensors
import TestSupport
import Testing

/// An operation on a transposed operand copies tiles of the operand. The lengths are near those of a tile and of a chunk
/// of rows.
@Suite struct LoopNestTilesTests {
    private func check<Scalar: NumericScalar>(
        _ scalar: Scalar.Type, _ operation: (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>,
        _ expected: (Scalar, Scalar) -> Scalar
    ) {
        func matrix(_ rows: Int, _ columns: Int, _ factor: Int) -> Tensor<Scalar> {
            let values: [Scalar] = (0 ..< rows * columns).map { Scalar(_converting: Double($0 * factor % 11)) }
            return Tensor(values, shape: [rows, columns])
        }
        for (rows, columns) in [(1, 5), (2, 2), (15, 17), (16, 16), (17, 255), (33, 257), (300, 520)] {
            let x: Tensor<Scalar> = matrix(rows, columns, 7)
            let y: Tensor<Scalar> = matrix(columns, rows, 5)
            let (a, b): ([Scalar], [Scalar]) = (x.scalars, y.scalars)
            let sums: [Scalar] = (0 ..< rows * columns).map { expected(a[$0], b[$0 % columns * rows + $0 / columns]) }
            let label = "\(Scalar.self) \(rows) × \(columns)"
            #expect(operation(x, y.transposed()).scalars == sums, "\(label)")
            let swapped: [Scalar] = (0 ..< rows * columns).map {
                expected(b[$0 % columns * rows + $0 / columns], a[$0])
            }
            #expect(operation(y.transposed(), x).scalars == swapped, "\(label), first")
            // The transposed operand has gaps, is reversed, or is one of two planes.
            let wide: Tensor<Scalar> = matrix(columns, 2 * rows, 5)
            let part: Tensor<Scalar> = wide[.all, 1 ..< 1 + rows].transposed()
            #expect(operation(x, part) == operation(x, Tensor(part.scalars, shape: part.shape)), "\(label), part")
            let reversed: Tensor<Scalar> = y.transposed()[.stride(by: -1)]
            #expect(
                operation(x, reversed) == operation(x, Tensor(reversed.scalars, shape: reversed.shape)),
                "\(label), reversed")
            let row: Tensor<Scalar> = x[0 ..< 1]
            #expect(
                operation(row, y.transposed())
                    == operation(row, Tensor(y.transposed().scalars, shape: [rows, columns])),
                "\(label), repeated")
            let planes = Tensor(stacking: [x, x[.stride(by: -1)]])
            let turned = Tensor(stacking: [y, y[.stride(by: -1)]]).transposed()
            #expect(
                operation(planes, turned) == operation(planes, Tensor(turned.scalars, shape: turned.shape)),
                "\(label), planes")
        }
    }

    @Test func transposedOperandsAreReadInTiles() {
        check(Float.self, { $0 - $1 }, { $0 - $1 })
        check(Double.self, { $0 * $1 }, { $0 * $1 })
        check(Int8.self, { $0 + $1 }, { $0 &+ $1 })
        check(Int.self, { $0 - $1 }, { $0 - $1 })
    }
}
