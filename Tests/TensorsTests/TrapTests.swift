import Differentiation
import Tensors
import Testing

/// A programming error ends the process with a message that names the operation and the shapes.
@Suite struct TrapTests {
    private func said(_ result: ExitTest.Result?, _ sentence: String) -> Bool {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(sentence)
    }

    @Test func matmulNamesBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = matmul(Tensor<Float>(zeros: [128, 784]), Tensor<Float>(zeros: [512, 10]))
        }
        #expect(said(result, "matmul: inner dimensions differ: [128, 784] × [512, 10]"))
    }

    @Test func arithmeticNamesBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3]) + Tensor<Float>(zeros: [2])
        }
        #expect(said(result, "+: shapes do not broadcast: [2, 3] and [2]"))
    }

    @Test func inPlaceArithmeticDoesNotGrow() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var a = Tensor<Float>(zeros: [3])
            a += Tensor(zeros: [2, 3])
        }
        #expect(said(result, "[3]") && said(result, "[2, 3]"))
    }

    @Test func reshapeNamesBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3]).reshaped(to: [4, -1])
        }
        #expect(said(result, "[2, 3]") && said(result, "[4, -1]"))
    }

    @Test func positionsOutOfRangeTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3])[0, 3]
        }
        #expect(said(result, "3") && said(result, "[2, 3]"))
    }

    @Test func assignmentNamesBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var a = Tensor<Float>(zeros: [2, 3])
            a[0] = Tensor(zeros: [2])
        }
        #expect(said(result, "a value of shape [2] does not broadcast to the part of shape [3]"))
    }

    @Test func gatherChecksItsIndices() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3]).gathered(at: Tensor<Int>([0, 2]))
        }
        #expect(said(result, "2") && said(result, "[2, 3]"))
    }

    @Test func convolutionNamesBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = conv2D(Tensor<Float>(zeros: [1, 3, 8, 8]), Tensor<Float>(zeros: [4, 2, 3, 3]))
        }
        #expect(said(result, "[1, 3, 8, 8]") && said(result, "[4, 2, 3, 3]"))
    }

    @Test func windowsMustFit() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maxPool2D(Tensor<Float>(zeros: [1, 1, 2, 2]), Window2D(kernel: (3, 3)))
        }
        #expect(said(result, "a window of 3 × 3 pixels") && said(result, "an image of 2 × 2"))
    }

    @Test func maximumOfNothingTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 0]).max(axis: 1)
        }
        #expect(said(result, "[2, 0]"))
    }

    @Test func axesMustExist() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3]).sum(axis: 2)
        }
        #expect(said(result, "axis 2 is out of range for shape [2, 3]"))
    }

    @Test(arguments: [[Int.max, 2], [0, Int.max, 2], [Int.max], [1 << 60, 4], [1 << 58]])
    func enormousShapesTrap(_ lengths: [Int]) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [lengths = lengths as [Int]] in
            _ = Tensor<Double>(zeros: Shape(lengths))
        }
        #expect(said(result, "overflows") || said(result, "out of memory"))
    }

    @Test func derivativesOfAWrongShapeTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor<Float>(zeros: [3])) { x in
                withDerivative(of: TensorOperation("sum", x), x.sum().asConstant(), .by(x) { cotangent in cotangent })
            }
        }
        #expect(said(result, "the derivative has shape [], its input [3]"))
    }

    @Test func secondDerivativesOfFusedKernelsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor<Float>(ones: [1, 1, 2, 2])) { x in
                gradient(at: x) { maxPool2D($0, Window2D(kernel: (2, 2))).sum() }.sum()
            }
        }
        #expect(said(result, "maxPool2D: the derivative is a fused kernel and has no derivative of its own"))
    }
}
