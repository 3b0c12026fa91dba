internal import CKernels
import Tensors

extension Picture {
    /// The samples of all pixels, `[color.rawValue, height, width]` in row-major order: a plane for each channel.
    public var planarPixels: [UInt8] {
        if color == .gray { return pixels }
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
            copyPlanarPixels(to: target)
            count = pixels.count
        }
    }

    /// Writes the samples of `planarPixels` to existing memory, for example to the place of a picture in a batch.
    ///
    /// Traps if `target.count` is not `width · height · color.rawValue`.
    public func copyPlanarPixels(to target: UnsafeMutableBufferPointer<UInt8>) {
        require(
            target.count == pixels.count,
            "copyPlanarPixels: the target has \(target.count) bytes, the picture \(pixels.count)")
        guard color == .rgb, let planes = target.baseAddress else {
            _ = target.update(fromContentsOf: pixels)
            return
        }
        let plane: Int = width * height
        pixels.withUnsafeBufferPointer { synann_separate_channels(plane, $0.baseAddress, planes, plane) }
    }
}
