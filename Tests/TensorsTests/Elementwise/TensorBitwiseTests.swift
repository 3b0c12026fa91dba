import Tensors
import Testing

@Suite struct TensorBitwiseTests {
    /// Shifts by more than the width of the type are undefined in NumPy. The library gives Swift's results, which are
    /// defined.
    @Test func shiftsAreSwifts() {
        let (values, shifts): ([Int8], [Int8]) = (
            [.min, -3, -1, 0, 1, 5, .max], [-128, -9, -8, -7, -1, 0, 1, 7, 8, 127]
        )
        for shift in shifts {
            #expect((Tensor(values) << shift).scalars == values.map { $0 << shift }, "shift \(shift)")
            #expect((Tensor(values) >> shift).scalars == values.map { $0 >> shift }, "shift \(shift)")
        }
        let unsigned: [UInt64] = [0, 1, .max, 1 << 63]
        for shift: UInt64 in [0, 1, 63, 64, .max] {
            #expect((Tensor(unsigned) << shift).scalars == unsigned.map { $0 << shift }, "shift \(shift)")
            #expect((Tensor(unsigned) >> shift).scalars == unsigned.map { $0 >> shift }, "shift \(shift)")
        }
    }
}
