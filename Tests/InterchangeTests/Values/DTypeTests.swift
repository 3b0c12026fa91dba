import Interchange
import Testing

@Suite struct DTypeTests {
    /// The size of a type is the number of bits in its safetensors name: for example, F16 has 2 bytes. Only BOOL has no
    /// number.
    @Test(arguments: DType.allCases)
    func sizesAreThoseOfTheNames(dtype: DType) throws {
        let digits: String = dtype.rawValue.filter(\.isNumber)
        #expect(dtype == .bool ? dtype.byteCount == 1 : dtype.byteCount * 8 == Int(digits))
        let letters: String = dtype.rawValue.filter(\.isLetter)
        #expect(dtype.isFloatingPoint == ["F", "BF"].contains(letters))
    }
}
