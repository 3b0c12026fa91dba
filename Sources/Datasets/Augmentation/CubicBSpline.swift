/// The uniform cubic B-spline, which interpolates displacement fields.
package enum CubicBSpline {
    /// Returns the weights of the four control values around a point. The weights are nonnegative, and the sum of the
    /// weights is 1.
    ///
    /// - Parameter t: The position of the point between the second control value (0) and the third control value (1).
    package static func weights(_ t: Float) -> SIMD4<Float> {
        let (u, t2): (Float, Float) = (1 - t, t * t)
        let t3: Float = t2 * t
        return SIMD4(u * u * u, 3 * t3 - 6 * t2 + 4, 3 * (t + t2 - t3) + 1, t3) / 6
    }

    /// The standard deviation, over the plane, of a spline with independent control values of standard deviation 1.
    ///
    /// The variance at a point is the sum of the squared weights of the control values. Along one axis, the mean of
    /// this sum over all positions between two control values is 151/315. In the plane, a weight is a product of a
    /// weight along each axis, so the mean variance is (151/315)². The standard deviation is the square root of the
    /// mean variance.
    package static let planeDeviation: Float = 151 / 315
}
