import Tensors

/// Random shifts, rotations, scalings, shears and elastic distortions of training images, which keep the class.
///
///     let augmentation = ImageAugmentation.digits(fill: PixelNormalization.mnist.background)
///     let inputs = augmentation(batch, using: &generator)
///
/// Each parameter is drawn uniformly within ± its limit, for each image separately; the channels of an image share it.
/// Values between pixels are interpolated bilinearly. Beyond the edge of an image every pixel is `fill`.
public struct ImageAugmentation: Sendable, Hashable {
    /// An elastic distortion: a smooth random displacement of every pixel.
    ///
    /// Simard's displacement field is uniform noise smoothed by a Gaussian. Here the noise is the control values of a
    /// cubic B-spline on a grid. The spline is the convolution of four boxes; with the grid spacing σ√3 its variance is
    /// that of a Gaussian with the standard deviation σ. It costs a few multiplications per pixel instead of a
    /// convolution.
    ///
    /// Source: P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual
    /// document analysis", ICDAR 2003.
    public struct Elastic: Sendable, Hashable {
        /// The standard deviation of each component of the displacement, in pixels. Simard's factor α corresponds to
        /// α / (2σ√(3π)): α = 34 at σ = 4 is 1.4 pixels.
        public let strength: Float
        /// The Gaussian's standard deviation σ in pixels. Pixels closer than about σ move together.
        public let smoothness: Float

        /// Traps if `strength` is negative or not finite, or `smoothness` is below half a pixel or not finite.
        public init(strength: Float, smoothness: Float) {
            require(strength >= 0 && strength.isFinite, "Elastic: the strength \(strength) is negative or not finite")
            require(
                smoothness >= 0.5 && smoothness.isFinite, "Elastic: the smoothness \(smoothness) is below half a pixel")
            (self.strength, self.smoothness) = (strength, smoothness)
        }
    }

    /// The maximum shift along each axis, in pixels.
    public let shift: Float
    /// The maximum rotation about the image's centre, in degrees.
    public let rotation: Float
    /// The maximum change of size: scale factors are in 1 ± `scale`.
    public let scale: Float
    /// The maximum slant, in degrees from the vertical.
    public let shear: Float
    /// The elastic distortion, if any.
    public let elastic: Elastic?
    /// The value of pixels beyond the image's edge: for normalised images, what black becomes by normalisation.
    public let fill: Float

    /// Traps if a limit is negative or not finite, `scale` is 1 or more, or `shear` is 90° or more.
    public init(
        shift: Float = 0, rotation: Float = 0, scale: Float = 0, shear: Float = 0, elastic: Elastic? = nil,
        fill: Float = 0
    ) {
        require(shift >= 0 && shift.isFinite, "ImageAugmentation: the shift \(shift) is negative or not finite")
        require(
            rotation >= 0 && rotation.isFinite, "ImageAugmentation: the rotation \(rotation) is negative or not finite")
        require(scale >= 0 && scale < 1, "ImageAugmentation: the scale \(scale) is not in 0 ..< 1")
        require(shear >= 0 && shear < 90, "ImageAugmentation: the shear \(shear) is not in 0 ..< 90 degrees")
        (self.shift, self.rotation, self.scale, self.shear) = (shift, rotation, scale, shear)
        (self.elastic, self.fill) = (elastic, fill)
    }

    /// Limits for handwritten digits of 28 × 28 pixels: shifts of 2 pixels, rotations of 10°, scale factors in 1 ± 0.1,
    /// slants of 6°, and an elastic distortion of 0.8 pixels at σ = 4.
    ///
    /// - Parameter fill: `PixelNormalization.background` of the images' normalisation.
    public static func digits(fill: Float) -> ImageAugmentation {
        ImageAugmentation(
            shift: 2, rotation: 10, scale: 0.1, shear: 6, elastic: Elastic(strength: 0.8, smoothness: 4), fill: fill)
    }

    /// Randomly augmented images.
    ///
    /// The same state of the generator gives the same bits at every number of threads. The tape treats the result as a
    /// constant: it has no derivative with respect to the images.
    ///
    /// - Parameters:
    ///   - images: `[N, C, H, W]`. Traps on another rank.
    ///   - generator: The source of all random parameters.
    /// - Returns: `[N, C, H, W]`.
    public func callAsFunction(_ images: Tensor<Float>, using generator: inout PhiloxGenerator) -> Tensor<Float> {
        require(
            images.rank == 4, "ImageAugmentation: images have the axes [N, C, H, W], not the shape \(images.shape)")
        let seed: UInt64 = generator.next()
        return warped(images) { image, field in
            // Each image has its own part of the random stream, so that threads can process images in any order.
            var generator = PhiloxGenerator(seed: seed, block: UInt64(image) << 32)
            return randomWarp(field, using: &generator)
        }
    }

    /// The images, each transformed by the warp that `makeWarp` returns for it.
    package func warped(
        _ images: Tensor<Float>, _ makeWarp: (_ image: Int, _ field: DisplacementGrid?) -> ImageWarp
    ) -> Tensor<Float> {
        let (channels, height, width): (Int, Int, Int) = (images.shape[1], images.shape[2], images.shape[3])
        let size: Int = channels * height * width
        let field: DisplacementGrid? = elastic.map {
            DisplacementGrid(height: height, width: width, smoothness: $0.smoothness)
        }
        return Tensor(uninitialized: images.shape) { (target: UnsafeMutableBufferPointer<Float>) in
            guard size > 0 else { return }
            images.withUnsafeBuffer { (source: UnsafeBufferPointer<Float>) in
                Parallelism.forEachRange(of: images.shape[0], length: max(1, Self.pixelsPerChunk / size)) { range in
                    var sampler = WarpSampler(height: height, width: width, fill: fill, field: field)
                    for image in range {
                        sampler.prepare(makeWarp(image, field))
                        for plane in image * channels ..< (image + 1) * channels {
                            let part: Range<Int> = plane * height * width ..< (plane + 1) * height * width
                            sampler.sample(
                                UnsafeBufferPointer(rebasing: source[part]),
                                to: UnsafeMutableBufferPointer(rebasing: target[part]))
                        }
                    }
                }
            }
        }
    }

    /// A pixel costs about ten times as much as an element of elementwise work.
    private static let pixelsPerChunk: Int = Parallelism.elementsPerChunk / 8

    private func randomWarp(_ field: DisplacementGrid?, using generator: inout PhiloxGenerator) -> ImageWarp {
        var warp = ImageWarp(
            rotation: generator.uniform(within: rotation), scale: 1 + generator.uniform(within: scale),
            shear: generator.uniform(within: shear),
            shift: SIMD2(generator.uniform(within: shift), generator.uniform(within: shift)))
        if let elastic, let field { warp.control = field.randomControl(strength: elastic.strength, using: &generator) }
        return warp
    }
}
