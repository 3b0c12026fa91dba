import ComplexModule
import Foundation
import Fourier
import Tensors
import TestSupport

/// Returns irregular complex numbers. Calls with the same arguments return the same numbers.
func signal<Real: FourierReal>(_ shape: Shape, seed: Int = 0) -> Tensor<Complex<Real>> {
    Tensor(sample(shape, seed: seed), sample(shape, seed: seed + 100))
}

/// Returns the transform Σ_j x[j]·exp(∓2πi·jk/n), computed from this definition, with a plus sign if `backward` is
/// true. n is the number of elements of x. The product jk is reduced modulo n in integers, so that the angle is exact.
func directTransform(_ x: [Complex<Double>], backward: Bool = false) -> [Complex<Double>] {
    let n: Int = x.count
    return (0 ..< n).map { k in
        (0 ..< n).reduce(Complex(0)) { sum, j in
            let angle: Double = 2 * .pi * Double(j * k % n) / Double(n) * (backward ? 1 : -1)
            return sum + x[j] * Complex(cos(angle), sin(angle))
        }
    }
}

/// Returns the error ‖a − b‖ / (ε·‖b‖) of the transform `a`, where `b` is the expected transform and ε is the machine
/// epsilon. For a correct transform of n points, the error is at most about √(log₂ n). The result is ∞ if the shapes
/// differ or the error is NaN.
func errorInUnits<Real: FourierReal>(_ a: Tensor<Complex<Real>>, _ b: Tensor<Complex<Real>>) -> Double {
    guard a.shape == b.shape else { return .infinity }
    let (real, imaginary): (Tensor<Real>, Tensor<Real>) = (
        a.realPart() - b.realPart(), a.imaginaryPart() - b.imaginaryPart()
    )
    let error: Double = sumOfSquares(real) + sumOfSquares(imaginary)
    if error == 0 { return 0 }
    let size: Double = sumOfSquares(b.realPart()) + sumOfSquares(b.imaginaryPart())
    let units: Double = (error / size).squareRoot() / Double(Real.ulpOfOne)
    return units.isNaN ? .infinity : units
}

/// Returns the error ‖a − b‖ / (ε·‖b‖) of a transform with the real results `a`, as the function for complex results
/// does.
func errorInUnits<Real: FourierReal>(_ a: Tensor<Real>, _ b: Tensor<Real>) -> Double {
    errorInUnits(Tensor<Complex<Real>>(a), Tensor<Complex<Real>>(b))
}

private func sumOfSquares<Real: FourierReal>(_ x: Tensor<Real>) -> Double {
    Tensor<Double>(x).squared().sum().scalar
}

extension MemoryArrangement {
    /// Returns a tensor with the elements of `x` in this memory layout.
    func arranging<Real: FourierReal>(_ x: Tensor<Complex<Real>>) -> Tensor<Complex<Real>> {
        // Creates the layout of the complex numbers directly. The tensor of the real and imaginary parts has one more
        // axis, so the layouts of that tensor are different.
        guard x.rank > 0 else { return x }
        switch self {
        case .contiguous: return Tensor(x.scalars, shape: x.shape)
        case .transposed:
            let order: [Int] = (0 ..< x.rank).reversed()
            let reordered: Tensor<Complex<Real>> = x.permuted(order)
            return Tensor(reordered.scalars, shape: reordered.shape).permuted(order)
        case .sliced:
            var spread = Tensor<Complex<Real>>(
                repeating: 9, shape: Shape(x.shape.dimensions.dropLast() + [2 * x.shape[-1]]))
            spread[.ellipsis, .stride(by: 2)] = x
            return spread[.ellipsis, .stride(by: 2)]
        case .offset:
            var block = Tensor<Complex<Real>>(repeating: 5, shape: Shape(x.shape.map { $0 + 3 }))
            let middle: [TensorIndex] = x.shape.map { (1 ..< 1 + $0).tensorIndex }
            block[middle] = x
            return block[middle]
        case .reversed:
            let backwards: [TensorIndex] = x.shape.map { _ in .stride(by: -1) }
            let reversed: Tensor<Complex<Real>> = x[backwards]
            return Tensor(reversed.scalars, shape: reversed.shape)[backwards]
        }
    }
}
