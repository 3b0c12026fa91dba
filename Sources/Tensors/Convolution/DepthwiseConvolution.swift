internal import CKernels

/// A depthwise convolution: each channel has filters of its own. All tensors must be contiguous. See depthwise.h.
struct DepthwiseConvolution {
    private let geometry: synann_window
    private let batch, channels, filters: Int
    private let imageShape, weightShape: Shape

    /// Creates the convolution for images of shape `images` and a weight of shape `weight`. Returns `nil` unless there
    /// is more than one group, and each group is a single channel. Traps if no window fits in an image.
    init?(_ images: Shape, _ weight: Shape, _ window: Window2D, groups: Int) {
        guard groups > 1, weight[1] == 1 else { return nil }
        geometry = window.geometry(channels: images[1], height: images[2], width: images[3])
        (batch, channels, filters) = (images[0], images[1], weight[0] / images[1])
        (imageShape, weightShape) = (images, weight)
    }

    /// The number of elements of a channel of an image.
    private var planeCount: Int { geometry.height * geometry.width }
    /// The number of elements of the results of a channel.
    private var resultCount: Int { filters * geometry.output_height * geometry.output_width }
    /// The number of weights of a filter.
    private var tapCount: Int { geometry.kernel_height * geometry.kernel_width }

    /// Returns an uninitialized buffer for the kernel's scratch memory.
    private func workspace<Scalar: RealScalar>(_ window: inout synann_window) -> Tensor<Scalar> {
        let bytes: Int = synann_depthwise_workspace(Scalar.kernelType, &window, filters)
        return Tensor(uninitialized: [bytes / MemoryLayout<Scalar>.stride])
    }

    /// Returns the number of channels in a chunk of work if each channel has `images` images. A chunk contains enough
    /// arithmetic to make the cost of its start negligible.
    private func channelsPerChunk(images: Int) -> Int {
        max(1, (1 << 18) / max(1, images * (planeCount + resultCount * tapCount)))
    }

    func forward<Scalar: RealScalar>(
        _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let shape: Shape = [batch, channels * filters, geometry.output_height, geometry.output_width]
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch * channels, length: channelsPerChunk(images: 1)) { planes in
                var window: synann_window = geometry
                let workspace: Tensor<Scalar> = workspace(&window)
                var operands = synann_depthwise_operands(
                    window: window, filters: filters, images: images.address, weights: weight.address,
                    bias: bias?.address, workspace: workspace.mutableAddress, out: target)
                synann_depthwise(Scalar.kernelType, &operands, planes.lowerBound, planes.upperBound)
            }
        }
    }

    /// Returns the derivatives with respect to the images, the weight and the bias, or `nil` for a derivative that is
    /// not requested. `byBias` comes with `byWeight`. The derivatives with respect to the weight and the bias are
    /// summed within groups of images and then over the groups, so the order of additions depends only on the shapes.
    func gradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, byImages: Bool, byWeight: Bool
    ) -> (byImages: Tensor<Scalar>?, byWeight: Tensor<Scalar>?, byBias: Tensor<Scalar>?) {
        let imageGradient: Tensor<Scalar>? = byImages ? Tensor(uninitialized: imageShape) : nil
        let imagesPerGroup: Int = max(1, (batch + 7) / 8)
        let groupCount: Int = (batch + imagesPerGroup - 1) / imagesPerGroup
        let partial: Tensor<Scalar>? =
            byWeight ? Tensor(uninitialized: [groupCount, channels * filters, tapCount + 1]) : nil
        let perChunk: Int = channelsPerChunk(images: imagesPerGroup)
        Parallelism.forEachRange(of: groupCount * channels, length: perChunk) { range in
            var window: synann_window = geometry
            let workspace: Tensor<Scalar> = workspace(&window)
            for index in range {
                let (group, channel): (Int, Int) = (index / channels, index % channels)
                let first: Int = group * imagesPerGroup
                let plane: Int = first * channels + channel
                var operands = synann_depthwise_gradient_operands(
                    window: window, filters: filters, images: min(imagesPerGroup, batch - first),
                    planes: images.address + plane * planeCount, plane_distance: channels * planeCount,
                    cotangent: cotangent.address + plane * resultCount, cotangent_distance: channels * resultCount,
                    weights: weight.address + channel * filters * tapCount, workspace: workspace.mutableAddress,
                    by_planes: imageGradient.map { $0.mutableAddress + plane * planeCount },
                    by_weights: partial.map { $0.mutableAddress + index * filters * (tapCount + 1) })
                synann_depthwise_gradient(Scalar.kernelType, &operands)
            }
        }
        guard let sum: Tensor<Scalar> = partial?.sum(axis: 0) else { return (imageGradient, nil, nil) }
        let byWeight: Tensor<Scalar> = sum[.all, 0 ..< tapCount].contiguous().reshapedView(to: weightShape)
        return (imageGradient, byWeight, sum[.all, tapCount])
    }
}
