/// The uniform cubic B-spline: the smooth interpolation that displacement fields are made with.
package enum CubicBSpline {
    /// The weights of the four control values around a point, `t` in `[0, 1)` being its place between the second and the
    /// third. They are positive and add up to 1.
    package static func weights(_ t: Float) -> SIMD4<Float> {
        let (u, t2): (Float, Float) = (1 - t, t * t)
        let t3: Float = t2 * t
        return SIMD4(u * u * u, 3 * t3 - 6 * t2 + 4, 3 * (t + t2 - t3) + 1, t3) / 6
    }

    /// The standard deviation, averaged over places in the plane, of a spline whose control values are independent with
    /// deviation 1: along each axis the mean of the squared weights' sum is 151/315.
    package static let planeDeviation: Float = 151 / 315
}
