import ComplexModule
import Foundation
import Interchange
import Tensors
import Testing

@Suite struct FileScalarsTests {
    private func stored(_ dtype: DType, _ bytes: [UInt8]) -> AnyTensor {
        AnyTensor(dtype: dtype, shape: [bytes.count / dtype.byteCount], bytes: Data(bytes))
    }

    @Test func whatDoesNotFitIsNotConverted() {
        #expect(stored(.float32, [0, 0, 0xC0, 0x3F]).tensor(as: Int.self) == nil)
        #expect(stored(.uint8, [1]).tensor(as: Bool.self) == nil)
        #expect(stored(.uint64, [0, 0, 0, 0, 0, 0, 0, 0x80]).tensor(as: Int.self) == nil)
        #expect(stored(.int16, [0, 1]).tensor(as: UInt8.self) == nil)
        #expect(stored(.int8, [7]).tensor(as: UInt8.self) == Tensor<UInt8>([7]))
        #expect(stored(.bool, [9]).tensor(as: Int32.self) == Tensor<Int32>([1]))
    }

    @Test func numbersAreConvertedByKind() {
        let complex = FileNumber.complex(1, 2)
        #expect(Double(complex) == nil && Float(complex) == nil && Int(complex) == nil && Bool(complex) == nil)
        #expect(Complex<Double>(complex) == Complex(1, 2))
        #expect(Complex<Float>(FileNumber.signed(-3)) == Complex(-3, 0))
        #expect(Float(FileNumber.real(0.1)) == 0.1 && Double(FileNumber.bool(true)) == 1)
        #expect(Int(FileNumber.real(1)) == nil && Int(FileNumber.bool(true)) == 1)
        #expect(Int32(FileNumber.signed(1 << 31)) == nil && Int32(FileNumber.unsigned(7)) == 7)
        #expect(UInt8(FileNumber.signed(-1)) == nil && UInt8(FileNumber.unsigned(255)) == 255)
        #expect(Bool(FileNumber.bool(true)) == true && Bool(FileNumber.unsigned(1)) == nil)
    }

    @Test func typesHaveTheirNamesInFiles() {
        #expect(Float.dtype == .float32 && Double.dtype == .float64 && Bool.dtype == .bool && UInt8.dtype == .uint8)
        #expect(Int.dtype == .int64 && Int32.dtype == .int32)
        #expect(Complex<Float>.dtype == .complex64 && Complex<Double>.dtype == .complex128)
    }
}
