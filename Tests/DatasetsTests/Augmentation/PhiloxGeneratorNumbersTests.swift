import Datasets
import Tensors
import Testing

@Suite struct PhiloxGeneratorNumbersTests {
    private let count = 20_000

    private func draw(_ number: (inout PhiloxGenerator) -> Float) -> (values: [Float], mean: Float, deviation: Float) {
        var generator = PhiloxGenerator(seed: 6)
        let values: [Float] = (0 ..< count).map { _ in number(&generator) }
        let mean: Float = values.reduce(0, +) / Float(count)
        let variance: Float = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(count)
        return (values, mean, variance.squareRoot())
    }

    /// `uniform` draws numbers with the mean and the deviation of the uniform distribution. The tolerance of the mean
    /// is five standard errors: 5/√(12·20 000) is 0.010.
    @Test func uniformNumbersAreUniform() {
        let (values, mean, deviation) = draw { $0.uniform() }
        #expect(values.min()! >= 0 && values.max()! < 1 && values.max()! > 0.999)
        #expect(abs(mean - 0.5) < 0.01 && abs(deviation - 0.2887) < 0.01)
        let between: [Float] = draw { $0.uniform(-3, 5) }.values
        #expect(between.min()! >= -3 && between.min()! < -2.99 && between.max()! <= 5 && between.max()! > 4.99)
        let within: [Float] = draw { $0.uniform(within: 0.25) }.values
        #expect(within.min()! >= -0.25 && within.min()! < -0.249 && within.max()! > 0.249 && within.max()! <= 0.25)
    }

    @Test func bellNumbersHaveTheirDeviation() {
        let (values, mean, deviation) = draw { $0.bell(2) }
        #expect(abs(mean) < 0.07 && abs(deviation - 2) < 0.05, "\(mean) ± \(deviation)")
        #expect(values.allSatisfy { abs($0) < 7 } && values.contains { abs($0) > 5 })
        let within: Int = values.count { abs($0) < 2 }
        #expect(abs(Float(within) / Float(count) - 0.67) < 0.02, "\(within)")
    }
}
