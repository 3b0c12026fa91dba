import Interchange
import Testing

@Suite struct DTypeTests {
    /// The digits in a type name of the safetensors format are the number of bits.
    @Test(arguments: DType.allCases)
    func sizesAreThoseOfTheNames(dtype: DType) throws {
        let digits: String = dtype.rawValue.filter(\.isNumber)
        #expect(dtype == .bool ? dtype.byteCount == 1 : dtype.byteCount * 8 == Int(digits))
        let letters: String = dtype.rawValue.filter(\.isLetter)
        #expect(dtype.isFloatingPoint == ["F", "BF"].contains(letters))
    }
}
