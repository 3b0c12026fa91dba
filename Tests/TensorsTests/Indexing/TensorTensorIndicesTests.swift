import ComplexModule
import Tensors
import TestSupport
import Testing

@Suite struct TensorTensorIndicesTests {
    @Test func derivativesAgreeWithCentralDifferences() {
        let x: Tensor<Double> = sample([3, 4])
        let mask: Tensor<Bool> = x .> 0
        let (rows, columns) = (Tensor<Int>([2, 0, 2]), Tensor<Int>([[1], [-1]]))
        #expect(problems(of: { $0[0][mask] }, at: [x]) == [])
        #expect(problems(of: { $0[0][rows] }, at: [x]) == [])
        #expect(problems(of: { $0[0][rows, columns] }, at: [x]) == [])
        #expect(problems(of: { $0[0][.all, columns] }, at: [x]) == [])
        #expect(problems(of: { Self.assigning($0[1], to: $0[0], at: mask) }, at: [x, sample([], seed: 1)]) == [])
        #expect(problems(of: { Self.assigning($0[1], to: $0[0], at: rows) }, at: [x, sample([3, 4], seed: 1)]) == [])
    }

    private static func assigning(
        _ value: Tensor<Double>, to x: Tensor<Double>, at index: any TensorIndexConvertible
    ) -> Tensor<Double> {
        var result: Tensor<Double> = x * 1
        result[index] = value
        return result
    }

    @Test func assignmentCopiesSharedMemory() {
        let a = Tensor<Float>([1, 5, 2])
        var b: Tensor<Float> = a
        b[b .> 1] = Tensor(0)
        #expect(a.scalars == [1, 5, 2] && b.scalars == [1, 0, 0])
    }

    @Test func aMaskOfAnotherShapeTrapsWithBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 4])[Tensor<Bool>(repeating: true, shape: [2, 3])]
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("[2, 3]") && said.contains("[2, 4]"))
    }

    @Test func tensorsOfIntegersThatDoNotBroadcastTrapWithBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 4])[Tensor<Int>([0, 1]), Tensor<Int>([0, 1, 2])]
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("[2]") && said.contains("[3]"))
    }

    @Test func indicesOutOfRangeTrap() async {
        await #expect(processExitsWith: .failure) { _ = Tensor<Float>(zeros: [2])[Tensor<Int>([2])] }
        await #expect(processExitsWith: .failure) {
            _ = Tensor<Float>(zeros: [2, 2])[Tensor<Int>([0]), Tensor<Int>([-3])]
        }
    }
}
