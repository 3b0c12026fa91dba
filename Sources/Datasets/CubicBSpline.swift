/// The uniform cubic B-spline, which interpolates displacement fields.
package enum CubicBSpline {
    /// The weights of the four control values around a point. They are not negative and add up to 1.
    ///
    /// - Parameter t: The point's position in `[0, 1)`, from the second control value to the third.
    package static func weights(_ t: Float) -> SIMD4<Float> {
        let (u, t2): (Float, Float) = (1 - t, t * t)
        let t3: Float = t2 * t
        return SIMD4(u * u * u, 3 * t3 - 6 * t2 + 4, 3 * (t + t2 - t3) + 1, t3) / 6
    }

    /// The root mean square over the plane of the standard deviation of a spline whose control values are independent
    /// with standard deviation 1.
    ///
    /// The variance at a point is the sum of the squared weights; along one axis its mean over `t` is 151/315, and over
    /// the plane the square of that.
    package static let planeDeviation: Float = 151 / 315
}
