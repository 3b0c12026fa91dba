import Foundation
import Tensors

/// A transformation of an image: an affine map about the image's centre, and a displacement field.
package struct ImageWarp: Sendable {
    /// The rows of the matrix that maps positions in the transformed image to positions in the original.
    let inverse: (x: SIMD2<Float>, y: SIMD2<Float>)
    /// The shift of the content in pixels, y downwards.
    let shift: SIMD2<Float>
    /// The displacement field's control values; empty without an elastic distortion.
    package var control: [SIMD2<Float>] = []

    /// Scales, then shears, then rotates the content about the centre, then shifts it:
    /// `q = R·K·s·(p − centre) + centre + shift`.
    ///
    /// - Parameters:
    ///   - rotation: In degrees, counter-clockwise.
    ///   - scale: The factor by which the content is magnified.
    ///   - shear: In degrees. A point moves to the left by the tangent of this angle times its height above the centre.
    ///   - shift: In pixels, y downwards.
    package init(rotation: Float = 0, scale: Float = 1, shear: Float = 0, shift: SIMD2<Float> = .zero) {
        let (cosine, sine): (Float, Float) = (cos(rotation * .pi / 180), sin(rotation * .pi / 180))
        let tangent: Float = tan(shear * .pi / 180)
        // R⁻¹ = [[cos, −sin], [sin, cos]] with y downwards; K⁻¹ subtracts tangent · y from x.
        let (x, y): (SIMD2<Float>, SIMD2<Float>) = (SIMD2(cosine, -sine), SIMD2(sine, cosine))
        inverse = ((x - tangent * y) / scale, y / scale)
        self.shift = shift
    }
}
