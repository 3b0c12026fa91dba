import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

/// Tensors of `Float16` and `BFloat16` are read from files and written to files with the same bits. NumPy and the
/// safetensors library wrote the files in Tests/References/half_precision.json.
@Suite struct HalfPrecisionFilesTests {
    private struct Files: Decodable {
        let name: String
        let bits: [UInt16]?
        let npy, safetensors: Data?
    }

    private func reference() throws -> (bits: [UInt16], npy: Data, safetensors: Data) {
        let cases: [Files] = referenceCases(in: "half_precision")
        let files: Files = try #require(cases.first { $0.name == "files" })
        return (try #require(files.bits), try #require(files.npy), try #require(files.safetensors))
    }

    @Test func filesOfNumPyAreReadAndWrittenAsTheyAre() throws {
        let (bits, npy, _) = try reference()
        let file = try NPYFile(npy, path: "half.npy")
        let half: Tensor<Float16> = try #require(file.array.tensor())
        #expect(half.shape == [3, 4] && half.scalars.map(\.bitPattern) == bits)
        #expect(file.encoded == npy && NPYFile(half).encoded == npy)
        let archive = try NPZFile(NPZFile(["x": AnyTensor(half)]).encoded, path: "x.npz")
        #expect(try archive.anyTensor("x") == AnyTensor(half))
    }

    @Test func filesOfSafetensorsAreReadAndWrittenAsTheyAre() throws {
        let (bits, _, bytes) = try reference()
        let file = try SafeTensorsFile(bytes, path: "half.safetensors")
        let half: Tensor<Float16> = try file.tensor("half")
        let brain: Tensor<BFloat16> = try file.tensor("brain")
        let single: Tensor<Float> = try file.tensor("single")
        #expect(half.shape == [3, 4] && half.scalars.map(\.bitPattern) == bits)
        #expect(brain.shape == [2, 6] && brain.scalars.map(\.bitPattern) == bits)
        let written = SafeTensorsFile([
            "half": AnyTensor(half), "brain": AnyTensor(brain), "single": AnyTensor(single),
        ])
        #expect(written.encoded == bytes)
    }

    /// Numbers of 16 bits in a file can be read as `Float` or `Double`, without a rounding error. Numbers of `Float`
    /// and `Double` in a file can be read as numbers of 16 bits, and are rounded.
    @Test func numbersAreConvertedOnRequest() throws {
        let (_, _, bytes) = try reference()
        let file = try SafeTensorsFile(bytes, path: "half.safetensors")
        for name in ["half", "brain"] {
            let stored: AnyTensor = try file.anyTensor(name)
            let expected: [Double] =
                name == "half"
                ? try file.tensor(name, as: Float16.self).scalars.map { Double($0) }
                : try file.tensor(name, as: BFloat16.self).scalars.map { Double($0) }
            let doubles: Tensor<Double> = try #require(stored.tensor())
            let singles: Tensor<Float> = try #require(stored.tensor())
            #expect(doubles.shape == stored.shape && singles.shape == stored.shape)
            #expect(doubles.scalars.map(\.description) == expected.map(\.description))
            #expect(singles.scalars.map(\.description) == expected.map { Float($0).description })
            #expect(stored.tensor(as: Int.self) == nil)
        }
        let numbers: [Double] = [0.1, -1e6, 1e-9, .infinity]
        let (half, brain): ([Float16], [BFloat16]) = (numbers.map { Float16($0) }, numbers.map { BFloat16($0) })
        for stored in [AnyTensor(Tensor(numbers)), AnyTensor(Tensor<Double>(Tensor<Float>(Tensor(numbers))))] {
            #expect(stored.tensor(as: Float16.self)?.scalars == half)
            #expect(stored.tensor(as: BFloat16.self)?.scalars == brain)
        }
        #expect(AnyTensor(Tensor<Float>(Tensor(numbers))).tensor(as: Float16.self)?.scalars == half)
        #expect(AnyTensor(Tensor<Int>([3, 70000])).tensor(as: Float16.self)?.scalars == [3, .infinity])
        #expect(AnyTensor(Tensor(half)).tensor(as: BFloat16.self)?.scalars == half.map { BFloat16(Float($0)) })
    }

    /// Numbers of 16 bits are read correctly from an odd address. The bytes of a file are mapped into memory, so a
    /// tensor can begin at an odd address.
    @Test func bytesAtOddAddressesAreRead() {
        let numbers: [Float16] = [1, -2.5, 0.1]
        let padded: Data = Data([0]) + AnyTensor(Tensor(numbers)).bytes
        let stored = AnyTensor(dtype: .float16, shape: [3], bytes: padded.dropFirst())
        #expect(stored.tensor(as: Float.self)?.scalars == numbers.map { Float($0) })
        #expect(stored.tensor(as: Float16.self)?.scalars == numbers)
    }

    @Test func conversionsThatAreImpossibleAreNamed() throws {
        let file = SafeTensorsFile(["x": AnyTensor(Tensor<Float16>([1.5]))])
        let error = try #require(throws: SafeTensorsError.self) { try file.tensor("x", as: Int.self) }
        #expect(error.fault == .inconvertible(name: "x", type: .float16, target: "Int"))
        #expect(
            error.description
                == "the tensors: the numbers of tensor 'x' have the type F16 and cannot be converted to Int. Read them as a type that can hold them."
        )
    }

    @Test func safetensorsHasNoTypeForComplexNumbersOfDouble() async {
        await #expect(processExitsWith: .failure) {
            _ = SafeTensorsFile(["x": AnyTensor(dtype: .complex128, shape: [0], bytes: Data())])
        }
    }
}
