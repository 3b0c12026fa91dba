import Datasets
import Foundation
import Tensors
import Testing

@Suite struct DisplacementGridTests {
    private func field(
        height: Int, width: Int, smoothness: Float, _ control: (DisplacementGrid) -> [SIMD2<Float>]
    ) -> [SIMD2<Float>] {
        let grid = DisplacementGrid(height: height, width: width, smoothness: smoothness)
        var places = [SIMD2<Float>](repeating: .zero, count: height * width)
        places.withUnsafeMutableBufferPointer { grid.add(control(grid), to: $0) }
        return places
    }

    @Test func splineWeightsAddUpAndMove() {
        #expect(CubicBSpline.weights(0) == [1, 4, 1, 0] / 6)
        for t in stride(from: Float(0), to: 1, by: 0.0625) {
            let weights: SIMD4<Float> = CubicBSpline.weights(t)
            #expect(abs(weights.sum() - 1) < 1e-6 && weights.min() >= 0)
            // For control values on a straight line, the spline is the same straight line.
            #expect(abs((weights * [-1, 0, 1, 2]).sum() - t) < 1e-6)
        }
    }

    /// `planeDeviation` is the mean, over all positions t in [0, 1], of the sum of the squared weights.
    @Test func planeDeviationIsTheSplines() {
        let squares: [Double] = (0 ..< 1000).map { step in
            let weights: SIMD4<Float> = CubicBSpline.weights((Float(step) + 0.5) / 1000)
            return Double((weights * weights).sum())
        }
        #expect(abs(squares.reduce(0, +) / 1000 - Double(CubicBSpline.planeDeviation)) < 1e-5)
    }

    @Test func constantControlValuesMoveEverythingAlike() {
        let moved: [SIMD2<Float>] = field(height: 7, width: 11, smoothness: 2) { grid in
            [SIMD2<Float>](repeating: [1.5, -2], count: grid.controlCount)
        }
        for place in moved { #expect(abs(place.x - 1.5) < 1e-5 && abs(place.y + 2) < 1e-5) }
    }

    /// The grid does not exchange rows and columns: if every control value is the position of its control point, the
    /// displacement of a pixel is the position of the pixel.
    @Test func rowsAndColumnsAreNotExchanged() {
        let (height, width): (Int, Int) = (9, 20)
        let spacing: Float = 2 * Float(3).squareRoot()
        let columnCount: Int = Int(Float(width - 1) / spacing) + 4
        let moved: [SIMD2<Float>] = field(height: height, width: width, smoothness: 2) { grid in
            (0 ..< grid.controlCount).map {
                [Float($0 % columnCount - 1) * spacing, Float($0 / columnCount - 1) * spacing]
            }
        }
        for index in moved.indices {
            #expect(
                abs(moved[index].x - Float(index % width)) < 1e-4 && abs(moved[index].y - Float(index / width)) < 1e-4)
        }
    }

    /// The standard deviation of the displacement is `strength`. The correlation of displacements at distance d differs
    /// by at most 0.02 from exp(−d²/(4σ²)), the correlation of noise that a Gaussian with standard deviation σ has
    /// smoothed.
    @Test func displacementHasItsStrengthAndSmoothness() {
        let (side, smoothness, strength): (Int, Int, Float) = (160, 4, 1.5)
        var generator = PhiloxGenerator(seed: 2)
        var (squares, products, count): (SIMD2<Float>, [Float], Float) = (.zero, [0, 0, 0], 0)
        for _ in 0 ..< 3 {
            let moved: [SIMD2<Float>] = field(height: side, width: side, smoothness: Float(smoothness)) { grid in
                grid.randomControl(strength: strength, using: &generator)
            }
            for row in stride(from: 0, to: side, by: 2) {
                for column in stride(from: 0, to: side - 3 * smoothness, by: 2) {
                    let place: SIMD2<Float> = moved[row * side + column]
                    squares += place * place
                    for step in 1 ... 3 {
                        let other: SIMD2<Float> = moved[row * side + column + step * smoothness]
                        products[step - 1] += (place * other).sum() / 2
                    }
                    count += 1
                }
            }
        }
        #expect(
            abs((squares.x / count).squareRoot() - strength) < 0.1 * strength, "\((squares.x / count).squareRoot())")
        #expect(
            abs((squares.y / count).squareRoot() - strength) < 0.1 * strength, "\((squares.y / count).squareRoot())")
        for step in 1 ... 3 {
            let correlation: Float = products[step - 1] / (squares.sum() / 2)
            #expect(abs(correlation - exp(-Float(step * step) / 4)) < 0.06, "at \(step)σ: \(correlation)")
        }
    }
}
