import Statistics
import Tensors
import Testing

@Suite struct CalibrationTests {
    /// The bins are weighted with their numbers of samples. Of four samples with confidence 0.8, three are correct; one
    /// sample with confidence 0.6 is incorrect. The error is (4·|0.75 − 0.8| + 0.6) / 5.
    @Test func weightsBinsByTheirSamples() {
        let scores: [Double] = [0.8, 0.8, 0.8, 0.8, 0.6].flatMap { [$0.logarithm, (1 - $0).logarithm] }
        let error: Double = calibrationError(Tensor(scores, shape: [5, 2]), Tensor([0, 0, 0, 1, 1]))
        #expect(abs(error - 0.16) < 1e-12)
    }

    @Test func certainAndRightIsCalibrated() {
        let scores = Tensor<Float>([[100, 0, 0], [0, 0, 100]])
        #expect(calibrationError(scores, Tensor([0, 2])) < 1e-6)
        #expect(abs(calibrationError(scores, Tensor([1, 2])) - 0.5) < 1e-6)
    }

    @Test func nothingAndNaNHaveNone() {
        #expect(calibrationError(Tensor<Double>(zeros: [0, 3]), Tensor([Int]())).isNaN)
        #expect(calibrationError(Tensor<Double>([[.nan, 1]]), Tensor([0])).isNaN)
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = calibrationError(Tensor<Double>(zeros: [2, 3]), Tensor([1]))
        }
    }
}

extension Double {
    fileprivate var logarithm: Double { .log(self) }
}
