import Foundation
import Tensors

/// A transformation of an image: an affine map about the centre of the image, and a displacement field.
package struct ImageWarp: Sendable {
    /// The rows of the matrix that maps positions in the transformed image to positions in the original.
    let inverse: (x: SIMD2<Float>, y: SIMD2<Float>)
    /// The shift of the content in pixels. The y axis points downwards.
    let shift: SIMD2<Float>
    /// The control values of the displacement field. The array is empty if there is no elastic distortion.
    package var control: [SIMD2<Float>] = []

    /// Creates a transformation that mirrors, scales, shears, rotates and shifts the content, in this order.
    ///
    /// A point p moves to `q = R·K·s·(p − centre) + centre + shift`, where `s` is the scale factor, `K` the shear and
    /// `R` the rotation.
    ///
    /// - Parameters:
    ///   - rotation: The rotation about the centre in degrees, counter-clockwise.
    ///   - scale: The factor by which the content is magnified.
    ///   - shear: The shear angle in degrees. A point moves to the left by the tangent of this angle times the height
    ///     of the point above the centre.
    ///   - shift: The shift in pixels. The y axis points downwards.
    ///   - isMirrored: Whether left and right are exchanged.
    package init(
        rotation: Float = 0, scale: Float = 1, shear: Float = 0, shift: SIMD2<Float> = .zero, isMirrored: Bool = false
    ) {
        let (cosine, sine): (Float, Float) = (cos(rotation * .pi / 180), sin(rotation * .pi / 180))
        let tangent: Float = tan(shear * .pi / 180)
        // The y axis points downwards, so the inverse rotation R⁻¹ is [[cos, −sin], [sin, cos]]. The inverse shear K⁻¹
        // subtracts tangent · y from x.
        let (x, y): (SIMD2<Float>, SIMD2<Float>) = (SIMD2(cosine, -sine), SIMD2(sine, cosine))
        let inverseX: SIMD2<Float> = (x - tangent * y) / scale
        inverse = (isMirrored ? -inverseX : inverseX, y / scale)
        self.shift = shift
    }
}
