import ComplexModule
import Fourier
import Tensors
import Testing

/// A programmer's mistake ends the process with a message that names the function and the shape.
@Suite struct TransformAxesTests {
    private func said(_ result: ExitTest.Result?, _ sentence: String) -> Bool {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(sentence)
    }

    @Test func noPoints() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = fft(Tensor<Float>(zeros: [3, 0]))
        }
        #expect(said(result, "fft: 0 points along axis -1 of shape [3, 0]; at least 1 is needed"))
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = rfft(Tensor<Float>(zeros: [3, 4]), n: -1, axis: 0)
        }
        #expect(said(negative, "rfft: -1 points along axis 0 of shape [3, 4]; at least 1 is needed"))
    }

    @Test func oneNumberIsNoHalfSpectrum() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = irfft(Tensor<Complex<Double>>(zeros: [2, 1]))
        }
        #expect(said(result, "irfft: 0 points along axis -1 of shape [2, 1]"))
    }

    @Test func axesOutOfRange() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = hfft(Tensor<Complex<Double>>(zeros: [2, 3]), axis: 2)
        }
        #expect(said(result, "axis 2 is out of range for shape [2, 3]"))
        let scalar = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = fft(Tensor<Double>(1))
        }
        #expect(said(scalar, "axis -1 is out of range for shape []"))
    }

    @Test func repeatedAxes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = fftn(Tensor<Double>(zeros: [2, 3]), axes: [1, -1])
        }
        #expect(said(result, "fftn: axes [1, -1] name an axis of shape [2, 3] twice"))
        let shift = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = fftshift(Tensor<Double>(zeros: [2, 3]), axes: [0, 0])
        }
        #expect(said(shift, "fftshift: axes [0, 0] name an axis of shape [2, 3] twice"))
    }

    @Test func lengthsThatDoNotFitTheAxes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = fftn(Tensor<Double>(zeros: [2, 3]), s: [2], axes: [0, 1])
        }
        #expect(said(result, "fftn: 1 lengths for 2 axes of shape [2, 3]"))
        let tooMany = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = rfftn(Tensor<Double>(zeros: [2]), s: [2, 3])
        }
        #expect(said(tooMany, "rfftn: 2 lengths are more than the axes of shape [2]"))
    }

    @Test func realTransformsNeedAnAxis() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = rfftn(Tensor<Double>(zeros: [2, 3]), axes: [])
        }
        #expect(said(result, "rfftn: no axes of shape [2, 3]; at least one is needed"))
    }

    @Test func frequenciesOfNoPoints() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let _: Tensor<Double> = fftfreq(0)
        }
        #expect(said(result, "fftfreq: 0 points; at least 1 is needed"))
    }

    @Test func noAxesLeaveTheNumbersAsTheyAre() {
        let x = Tensor<Double>([[1, 2], [3, 4]])
        #expect(fftn(x, axes: []) == Tensor<Complex<Double>>(x))
        #expect(ifftn(Tensor<Double>(2)) == Tensor<Complex<Double>>(Tensor<Double>(2)))
    }
}
