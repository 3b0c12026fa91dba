import Tensors
import TestSupport
import Testing

@Suite struct TensorProductsTests {
    @Test func derivativesAgreeWithCentralDifferences() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([2, 3, 4]), sample([4, 3], seed: 1))
        #expect(problems(of: { tensorDot($0[0], $0[1], axes: ([2, 1], [0, 1])) }, at: [a, b]) == [])
        #expect(problems(of: { tensorDot($0[0], $0[1], axisCount: 1) }, at: [a, b]) == [])
        let (u, v): (Tensor<Double>, Tensor<Double>) = (sample([2, 3]), sample([3], seed: 1))
        #expect(problems(of: { vectorDot($0[0], $0[1]) }, at: [u, v]) == [])
        #expect(problems(of: { cross($0[0], $0[1]) }, at: [u, v]) == [])
        #expect(problems(of: { outer($0[0], $0[1]) }, at: [v, sample([2])]) == [])
        #expect(problems(of: { $0[0].diagonal(offset: -1) }, at: [a]) == [])
        #expect(problems(of: { $0[0].diagonal(rows: 0, columns: 2) }, at: [a]) == [])
        #expect(problems(of: { $0[0].trace(offset: 1) }, at: [a]) == [])
        #expect(problems(of: { upperTriangle($0[0], diagonal: 1) }, at: [a]) == [])
        #expect(problems(of: { lowerTriangle($0[0], diagonal: -1) }, at: [a]) == [])
    }

    @Test func shapesThatDoNotMatchTrapWithBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = tensorDot(Tensor<Int>(zeros: [2, 3]), Tensor<Int>(zeros: [2, 4]), axisCount: 1)
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("[2, 3]") && said.contains("[2, 4]"))
    }

    /// Broadcasting aligns the last axes. For tensors of different ranks only an axis that counts from the end is the
    /// same axis of both tensors.
    @Test func anAxisFromTheStartNeedsEqualRanks() async {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([3, 3, 2]), sample([3, 2], seed: 1))
        #expect(vectorDot(a, b, axis: -2) == (a * b).sum(axis: 1))
        #expect(vectorDot(a, a, axis: 0) == a.squared().sum(axis: 0))
        #expect(cross(a, b, axis: -2).shape == [3, 3, 2] && cross(a, a, axis: 0) == Tensor(zeros: [3, 3, 2]))
        let dot = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = vectorDot(Tensor<Double>(ones: [3, 3, 2]), Tensor<Double>(ones: [3, 2]), axis: 0)
        }
        let sentence: String = text(dot?.standardErrorContent)
        #expect(sentence.contains("vectorDot: axis 0") && sentence.contains("[3, 3, 2]") && sentence.contains("[3, 2]"))
        await #expect(processExitsWith: .failure) {
            _ = vectorDot(Tensor<Int>(ones: [3, 2]), Tensor<Int>(ones: [3, 3, 2]), axis: 0)
        }
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = cross(Tensor<Double>(ones: [3, 3, 2]), Tensor<Double>(ones: [3, 2]), axis: 0)
        }
        let productWords: String = text(product?.standardErrorContent)
        #expect(productWords.contains("cross: axis 0"))
        await #expect(processExitsWith: .failure) {
            _ = cross(Tensor<Int>(ones: [3, 2]), Tensor<Int>(ones: [3, 3, 2]), axis: 0)
        }
    }
}
