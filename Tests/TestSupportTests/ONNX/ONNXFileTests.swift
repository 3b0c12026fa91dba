import Differentiation
import Foundation
import NeuralNetworks
import ONNX
import Tensors
import TestSupport
import Testing

/// The reader of ONNX files, with which other tests compare models, evaluates the whole file: if the file changes, the
/// reader's output changes. An invalid file makes the reader trap.
@Suite struct ONNXFileTests {
    private static func layer(seed: UInt64 = 1) -> Linear<Float> {
        var generator = PhiloxGenerator(seed: seed)
        return Linear(4, 3, using: &generator)
    }

    private static func bytes(_ layer: some TensorModule<Float>) throws -> Data {
        try ONNXModel(of: layer, sample: [4]).encoded
    }

    /// Returns the file in which another text of the same length replaces every occurrence of a text.
    private static func replacing(_ text: String, with other: String, in file: Data) -> Data {
        var bytes: [UInt8] = Array(file)
        while let range = bytes.firstRange(of: Array(text.utf8)) {
            bytes.replaceSubrange(range, with: Array(other.utf8))
        }
        return Data(bytes)
    }

    @Test func theFileComputesWhatTheLayerComputes() throws {
        let (layer, x): (Linear<Float>, Tensor<Float>) = (Self.layer(), sample([5, 4]))
        let file = try ONNXFile(Self.bytes(layer))
        #expect(difference(file(x), layer(x), tolerance: 1e-6) == nil)
        #expect(file.inputs == ["input 1 [N, 4]"] && file.outputs == ["output 1 [N, 3]"])
        #expect(file.operatorSet == 17 && file.formatVersion > 0)
    }

    @Test func anotherWeightIsSeen() throws {
        let (layer, x): (Linear<Float>, Tensor<Float>) = (Self.layer(), sample([5, 4]))
        let other = try ONNXFile(Self.bytes(Self.layer(seed: 2)))
        #expect(difference(other(x), layer(x), tolerance: 1e-2) != nil)
        var moved: Linear<Float> = layer
        moved.weight[2, 3] = moved.weight[2, 3] + 1e-3
        #expect(difference(try ONNXFile(Self.bytes(moved))(x), layer(x), tolerance: 1e-6) != nil)
    }

    @Test func anotherOperatorIsSeen() throws {
        let x: Tensor<Float> = sample([5, 4])
        let tanh: Data = Self.replacing("Tanh", with: "Relu", in: try Self.bytes(Tanh<Float>()))
        #expect(difference(ONNXFile(tanh)(x), Tanh<Float>()(x), tolerance: 1e-3) != nil)
        #expect(difference(ONNXFile(tanh)(x), x.relu(), tolerance: 1e-6) == nil)
    }

    @Test func anOperatorThatIsNotKnownTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let file: Data = Self.replacing("Tanh", with: "Tang", in: try Self.bytes(Tanh<Float>()))
            _ = ONNXFile(file)(sample([5, 4]) as Tensor<Float>)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("the operator Tang is not known"))
    }

    @Test func aValueThatNothingComputesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let file: Data = Self.replacing("bias", with: "bios", in: try Self.bytes(Self.layer()))
            var bytes: [UInt8] = Array(file)
            // Restores the name of the constant, which is the last occurrence, so that only the input of the node has
            // the new name.
            if let last = bytes.indices.last(where: { bytes[$0...].starts(with: Array("bios".utf8)) }) {
                bytes.replaceSubrange(last ..< last + 4, with: Array("bias".utf8))
            }
            _ = ONNXFile(Data(bytes))(sample([5, 4]) as Tensor<Float>)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("no value '"))
    }
}
