import Fourier
import Tensors
import Testing

@Suite struct FrequenciesTests {
    @Test func knownValues() {
        #expect(fftfreq(5, d: 0.1 as Double).scalars == [0, 2, 4, -4, -2])
        #expect(fftfreq(4).scalars == [0, 0.25, -0.5, -0.25] as [Float])
        #expect(rfftfreq(5, d: 0.1 as Double).scalars == [0, 2, 4])
        #expect(rfftfreq(4).scalars == [0, 0.25, 0.5] as [Float])
    }

    /// The spectrum of a wave with a whole number of periods is greatest at the frequency of the wave.
    @Test(arguments: [0, 1, 5, 31])
    func aWaveIsFoundAtItsFrequency(periods: Int) {
        let (n, d): (Int, Double) = (64, 0.02)
        let frequency: Double = Double(periods) / (Double(n) * d)
        let time: Tensor<Double> = Tensor(from: 0, to: Double(n)) * d
        let wave: Tensor<Double> = (time * (2 * .pi * frequency)).cos()
        let spectrum: Tensor<Double> = rfft(wave).realPart().abs()
        let peak: Int = spectrum.argmax(axis: 0).scalar
        #expect(abs(rfftfreq(n, d: d)[peak].scalar - frequency) < 1e-12)
    }
}
