import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

@Suite struct SafeTensorsFileWritingTests {
    @Test func tensorsComeBack() throws {
        let tensors: [String: AnyTensor] = [
            "weight": AnyTensor(sample([3, 5]) as Tensor<Float>), "labels": AnyTensor(Tensor<Int>([1, -2])),
            "empty": AnyTensor(Tensor<Double>(zeros: [0, 4])), "scalar": AnyTensor(Tensor<Float>(7)),
            "mask": AnyTensor(Tensor<Bool>([true, false, true])), "ü \"\\\u{1}": AnyTensor(Tensor<UInt8>([1])),
        ]
        let path: String = NSTemporaryDirectory() + "\(UUID().uuidString).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try SafeTensorsFile(tensors, metadata: ["format": "pt", "note": "a\nb"]).write(to: path)
        let read = try SafeTensorsFile(contentsOf: path)
        #expect(Set(read.names) == Set(tensors.keys))
        for (name, tensor) in tensors { #expect(try read.anyTensor(name) == tensor, "\(name)") }
        #expect(read.metadata == ["format": "pt", "note": "a\nb"])
        #expect(try read.tensor("labels", as: Int.self) == Tensor<Int>([1, -2]))
        #expect(throws: SafeTensorsError.self) { try read.tensor("weight", as: Int.self) }
        #expect(throws: SafeTensorsError.self) { try read.anyTensor("nothing") }
    }

    @Test func equalTensorsGiveEqualBytes() {
        let (a, b) = (AnyTensor(Tensor<Float>([1, 2])), AnyTensor(Tensor<Double>([3])))
        let bytes: Data = SafeTensorsFile(["a": a, "b": b]).encoded
        #expect(bytes == SafeTensorsFile(["b": b, "a": a]).encoded)
        // The length of the header is a multiple of 8, so its lowest byte, the first byte of the file, is too. In
        // addition, the tensors with the widest type are first in the data.
        #expect(bytes[0] % 8 == 0)
        #expect(bytes.suffix(16) == b.bytes + a.bytes)
    }

    /// A file that is created from tensors equals the file that is read back from its bytes.
    @Test func madeAndReadFilesAgree() throws {
        let tensors: [String: AnyTensor] = [
            "b": AnyTensor(Tensor<Float>([[1, 2]])), "a": AnyTensor(Tensor<Float>([3])),
            "wide": AnyTensor(Tensor<Double>([4])),
        ]
        let made = SafeTensorsFile(tensors, metadata: ["k": "v"])
        let read = try SafeTensorsFile(made.encoded, path: "f")
        #expect(made.names == ["wide", "a", "b"] && read.names == made.names && read.metadata == made.metadata)
        for (name, tensor) in tensors {
            #expect(try made.anyTensor(name) == tensor && read.anyTensor(name) == tensor, "\(name)")
        }
        #expect(read.encoded == made.encoded)
        for (name, tensor) in tensors {
            #expect(made.description(of: name)?.dtype == tensor.dtype, "\(name)")
            #expect(made.description(of: name)?.shape == read.description(of: name)?.shape, "\(name)")
        }
        #expect(made.description(of: "c") == nil)
        let missing = #expect(throws: SafeTensorsError.self) { try made.anyTensor("c") }
        #expect(missing?.fault == .missing(name: "c"))
    }

    /// A file that was created from a tensor contains the numbers that the tensor had then.
    @Test func laterChangesDoNotReachTheFile() throws {
        let original: Tensor<Float> = sample([4, 5])
        var tensor: Tensor<Float> = original
        let file = SafeTensorsFile(["a": AnyTensor(tensor), "b": AnyTensor(tensor.transposed())])
        tensor *= 2
        let read = try SafeTensorsFile(file.encoded, path: "f")
        #expect(try read.tensor("a") == original && read.tensor("b") == original.transposed())
        #expect(try file.tensor("a") == original && file.tensor("b") == original.transposed())
    }

    @Test func theReservedNameTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SafeTensorsFile(["__metadata__": AnyTensor(Tensor<Float>([1]))])
        }
    }
}
