import Differentiation
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

@Suite struct AnyTensorTests {
    private func stored(_ dtype: DType, _ bytes: [UInt8]) -> AnyTensor {
        AnyTensor(dtype: dtype, shape: [bytes.count / dtype.byteCount], bytes: Data(bytes))
    }

    @Test func numbersComeBack() {
        let real: Tensor<Double> = sample([2, 3])
        #expect(AnyTensor(real).tensor() == real)
        #expect(AnyTensor(real.transposed()).tensor() == real.transposed())
        #expect(
            AnyTensor(real[1, .stride(from: nil, to: nil, by: -1)]).tensor() == Tensor(real.scalars[3...].reversed()))
        #expect(AnyTensor(Tensor<Int>([-5, 1 << 40])).tensor() == Tensor<Int>([-5, 1 << 40]))
        #expect(AnyTensor(Tensor<UInt8>([0, 255])).tensor() == Tensor<UInt8>([0, 255]))
        #expect(AnyTensor(Tensor<Bool>([true, false])).tensor() == Tensor<Bool>([true, false]))
        #expect(AnyTensor(Tensor<Float>(zeros: [0, 3])).tensor() == Tensor<Float>(zeros: [0, 3]))
        #expect(AnyTensor(Tensor<Float>([1.5])).bytes == Data([0, 0, 0xC0, 0x3F]))
    }

    @Test func everyTypeIsRead() {
        let cases: [(AnyTensor, Double)] = [
            (stored(.bool, [1]), 1), (stored(.uint8, [200]), 200), (stored(.int8, [0xFE]), -2),
            (stored(.uint16, [1, 0x80]), 32769), (stored(.int16, [1, 0x80]), -32767),
            (stored(.uint32, [0, 0, 0, 0x80]), 0x1p31), (stored(.int32, [0, 0, 0, 0x80]), -0x1p31),
            (stored(.uint64, [0, 0, 0, 0, 0, 0, 0, 0x80]), 0x1p63),
            (stored(.int64, [0, 0, 0, 0, 0, 0, 0, 0x80]), -0x1p63),
            (stored(.bfloat16, [0xC0, 0xBF]), -1.5), (stored(.float32, [0, 0, 0xC0, 0x3F]), 1.5),
            (stored(.float64, [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]), 1.5),
        ]
        for (stored, value) in cases {
            #expect(stored.tensor(as: Double.self)?.scalars == [value], "\(stored.dtype)")
        }
    }

    /// Half-precision numbers are read exactly: normal, subnormal and special numbers.
    @Test func halvesAreRead() {
        let cases: [(UInt16, Double)] = [
            (0x3C00, 1), (0xC500, -5), (0x7BFF, 65504), (0x0001, 0x1p-24), (0x0400, 0x1p-14), (0x83FF, -1023 * 0x1p-24),
            (0x7C00, .infinity), (0xFC00, -.infinity), (0x3555, 0.333251953125), (0x0000, 0),
        ]
        for (bits, value) in cases {
            let bytes: [UInt8] = [UInt8(bits & 255), UInt8(bits >> 8)]
            #expect(stored(.float16, bytes).tensor(as: Double.self)?.scalars == [value], "\(bits)")
        }
        #expect(stored(.float16, [1, 0x7C]).tensor(as: Float.self)?.scalars[0].isNaN == true)
        #expect(stored(.float16, [0, 0x80]).tensor(as: Double.self)?.scalars[0].sign == .minus)
    }

    /// A tensor and the `AnyTensor` made from it share memory. A change of one does not change the other.
    @Test func memoryIsSharedUntilAChange() throws {
        for arrangement in MemoryArrangement.allCases {
            let original: Tensor<Float> = sample([3, 4]).arranged(arrangement)
            var tensor: Tensor<Float> = original
            let stored = AnyTensor(tensor)
            tensor += 1
            #expect(stored.tensor() == original, "\(arrangement)")
            var again: Tensor<Float> = try #require(stored.tensor())
            again[0, 0] = Tensor(100)
            #expect(stored.tensor() == original, "\(arrangement)")
            var bytes: Data = AnyTensor(original).bytes
            bytes[0] ^= 0xFF
            #expect(AnyTensor(original).tensor() == original && bytes != stored.bytes, "\(arrangement)")
        }
        let tensor: Tensor<Double> = sample([5])
        let same: Tensor<Double> = try #require(AnyTensor(tensor).tensor())
        #expect(same.address == tensor.address)
    }

    /// Numbers from a tensor and the same numbers from bytes are equal, and have equal hashes.
    @Test func equalityDependsOnTheNumbers() {
        for shape in [[], [0, 3], [1], [40, 3]] as [Shape] {
            let tensor: Tensor<Float> = sample(shape)
            let (shared, copied) = (AnyTensor(tensor), stored(.float32, Array(AnyTensor(tensor).bytes)))
            let read = AnyTensor(dtype: .float32, shape: shape, bytes: copied.bytes)
            #expect(shared == read && shared.hashValue == read.hashValue, "\(shape)")
            #expect(shape.count == 1 || shared != copied, "\(shape)")
            #expect(shape.elementCount == 0 || shared != AnyTensor(tensor + 1), "\(shape)")
        }
        #expect(AnyTensor(Tensor<Int32>([0])) != AnyTensor(Tensor<Float>([0])))
    }

    /// The numbers of a tensor on the tape are constants.
    @Test func trackedTensorsBecomeConstants() {
        let gradient: Tensor<Double> = gradient(at: sample([3])) { x in
            let constant: Tensor<Double>? = AnyTensor(x).tensor()
            return (constant.map { $0 * x } ?? x).sum()
        }
        #expect(gradient == sample([3]))
    }

    /// The threads copy parts of more than 4 MiB of numbers that are not aligned in the file.
    @Test func manyNumbersComeBack() throws {
        let tensor: Tensor<Float> = Tensor(from: 0, to: 2_500_003)
        for padding in [0, 1, 3] {
            let bytes: Data = Data(count: padding) + AnyTensor(tensor).bytes
            let stored = AnyTensor(dtype: .float32, shape: tensor.shape, bytes: bytes[padding...])
            #expect(stored.tensor() == tensor)
        }
    }

    @Test func wrongLengthTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = AnyTensor(dtype: .float32, shape: [2], bytes: Data([1, 2, 3, 4]))
        }
    }
}
