import ComplexModule
import Foundation
import Fourier
import Tensors

/// Σ_j x[j]·e^(∓2πi·jk/n) by its definition, in O(n²), with the angle reduced in integers.
func directTransform(_ x: [Complex<Double>], backward: Bool = false) -> [Complex<Double>] {
    let n: Int = x.count
    return (0 ..< n).map { k in
        (0 ..< n).reduce(Complex(0)) { sum, j in
            let angle: Double = 2 * .pi * Double(j * k % n) / Double(n) * (backward ? 1 : -1)
            return sum + x[j] * Complex(cos(angle), sin(angle))
        }
    }
}
