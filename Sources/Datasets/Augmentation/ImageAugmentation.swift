import Tensors

/// Applies random shifts, rotations, scalings, shears, reflections and elastic distortions to training images.
///
///     let augmentation = ImageAugmentation.digits(fill: PixelNormalization.mnist.background)
///     let inputs = augmentation(batch, using: &generator)
///
/// For each image, the shifts, the rotation, the change of scale and the slant are drawn uniformly between the negative
/// and the positive limit. All channels of an image have the same transformation. Values between pixels are
/// interpolated bilinearly. Pixels beyond the edge of an image have the value `fill`.
public struct ImageAugmentation: Sendable, Hashable {
    /// An elastic distortion: a smooth random displacement of every pixel.
    ///
    /// Simard's displacement field is uniform noise that is smoothed with a Gaussian. Here a cubic B-spline replaces
    /// the Gaussian, and the control values of the spline are the noise. The spline is the convolution of four boxes.
    /// With the grid spacing σ√3, the variance of the spline equals the variance of a Gaussian with standard deviation
    /// σ. The spline takes a few multiplications for each pixel instead of a convolution.
    ///
    /// Source: P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual
    /// document analysis", ICDAR 2003.
    public struct Elastic: Sendable, Hashable {
        /// The standard deviation of each component of the displacement, in pixels.
        ///
        /// Simard multiplies the smoothed noise by a factor α, which corresponds to the strength α / (2σ√(3π)), where σ
        /// is `smoothness`. For example, α = 34 and σ = 4 give 1.4 pixels.
        public let strength: Float
        /// The standard deviation σ of the Gaussian, in pixels. Pixels whose distance is less than about σ have nearly
        /// the same displacement.
        public let smoothness: Float

        /// Creates an elastic distortion. Traps if `strength` is negative or not finite, or if `smoothness` is below
        /// half a pixel or not finite.
        public init(strength: Float, smoothness: Float) {
            require(strength >= 0 && strength.isFinite, "Elastic: the strength \(strength) is negative or not finite")
            require(
                smoothness >= 0.5 && smoothness.isFinite, "Elastic: the smoothness \(smoothness) is below half a pixel")
            (self.strength, self.smoothness) = (strength, smoothness)
        }
    }

    /// The maximum shift along each axis, in pixels.
    public let shift: Float
    /// The maximum rotation about the centre of the image, in degrees.
    public let rotation: Float
    /// The maximum change of the scale factor, which is between 1 − `scale` and 1 + `scale`.
    public let scale: Float
    /// The maximum slant, in degrees from the vertical.
    public let shear: Float
    /// Whether half of the images, chosen at random, are mirrored left to right.
    public let mirrors: Bool
    /// The elastic distortion, or `nil` for none.
    public let elastic: Elastic?
    /// The value of pixels beyond the edge of the image. For normalised images, this value should be the normalised
    /// value of black.
    public let fill: Float

    /// Creates an augmentation with the given values of its properties. Traps if a limit is negative or not finite,
    /// `scale` is 1 or more, or `shear` is 90° or more.
    public init(
        shift: Float = 0, rotation: Float = 0, scale: Float = 0, shear: Float = 0, mirrors: Bool = false,
        elastic: Elastic? = nil, fill: Float = 0
    ) {
        require(shift >= 0 && shift.isFinite, "ImageAugmentation: the shift \(shift) is negative or not finite")
        require(
            rotation >= 0 && rotation.isFinite, "ImageAugmentation: the rotation \(rotation) is negative or not finite")
        require(scale >= 0 && scale < 1, "ImageAugmentation: the scale \(scale) is not in 0 ..< 1")
        require(shear >= 0 && shear < 90, "ImageAugmentation: the shear \(shear) is not in 0 ..< 90 degrees")
        (self.shift, self.rotation, self.scale, self.shear) = (shift, rotation, scale, shear)
        (self.mirrors, self.elastic, self.fill) = (mirrors, elastic, fill)
    }

    /// Returns an augmentation for handwritten digits of 28 × 28 pixels.
    ///
    /// The limits of the augmentation are shifts of 2 pixels, rotations of 10°, scale factors in 1 ± 0.1 and slants of
    /// 6°. The elastic distortion has the strength 0.8 pixels and the smoothness σ = 4 pixels.
    ///
    /// - Parameter fill: The value of pixels beyond the edge. For normalised images, pass
    ///   `PixelNormalization.background`.
    public static func digits(fill: Float) -> ImageAugmentation {
        ImageAugmentation(
            shift: 2, rotation: 10, scale: 0.1, shear: 6, elastic: Elastic(strength: 0.8, smoothness: 4), fill: fill)
    }

    /// Returns an augmentation for pictures of things, which are mirrored, and shifted by up to an eighth of each side as
    /// in a random crop of a padded image.
    ///
    /// - Parameters:
    ///   - height: The height of the images in pixels.
    ///   - width: The width of the images in pixels.
    ///   - fill: The value of pixels beyond the edge. For normalised images, 0 is the mean colour.
    public static func things(height: Int, width: Int, fill: Float) -> ImageAugmentation {
        ImageAugmentation(shift: Float(min(height, width)) / 8, mirrors: true, fill: fill)
    }

    /// Returns randomly augmented images.
    ///
    /// The same state of the generator gives the same bits for any number of threads. The result is not tracked: it has
    /// no derivative with respect to the images.
    ///
    /// - Parameters:
    ///   - images: The images, `[batch, channels, height, width]`. A tensor of another rank traps.
    ///   - generator: The source of all random parameters.
    /// - Returns: The changed images, with the shape of `images`.
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

    /// Returns the images, each transformed by the warp that `makeWarp` returns for the image. The arguments of
    /// `makeWarp` are the position of the image in the batch and the displacement grid, which is `nil` without an
    /// elastic distortion.
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

    /// The number of pixels in a chunk of work. This number is 1/8 of the number of elements in a chunk of an
    /// elementwise operation, because a pixel takes about ten times as long as an element of such an operation.
    private static let pixelsPerChunk: Int = Parallelism.elementsPerChunk / 8

    private func randomWarp(_ field: DisplacementGrid?, using generator: inout PhiloxGenerator) -> ImageWarp {
        var warp = ImageWarp(
            rotation: generator.uniform(within: rotation), scale: 1 + generator.uniform(within: scale),
            shear: generator.uniform(within: shear),
            shift: SIMD2(generator.uniform(within: shift), generator.uniform(within: shift)),
            isMirrored: mirrors && generator.next() & 1 == 1)
        if let elastic, let field { warp.control = field.randomControl(strength: elastic.strength, using: &generator) }
        return warp
    }
}
