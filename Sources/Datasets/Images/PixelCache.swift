import Synchronization
import Tensors

/// The pixels of images that were read before. The first images of a source have a place, up to a limit of bytes.
final class PixelCache: Sendable {
    private let images: LockedState<[[UInt8]?]>
    private let imageCount: Int
    /// The number of images in the cache.
    private let filled = Atomic<Int>(0)

    /// Creates an empty cache for as many of the first images as `limit` bytes can contain.
    init(imageCount: Int, imageSize: Int, limit: Int) {
        let places: Int = min(imageCount, limit / max(1, imageSize))
        images = LockedState([[UInt8]?](repeating: nil, count: max(0, places)))
        self.imageCount = imageCount
    }

    private init(_ images: [[UInt8]?], imageCount: Int) {
        (self.images, self.imageCount) = (LockedState(images), imageCount)
        filled.store(images.count { $0 != nil }, ordering: .relaxed)
    }

    /// Whether the pixels of all images are in the cache.
    var isComplete: Bool { filled.load(ordering: .relaxed) == imageCount }

    /// The pixels of an image; nil if they are not in the cache. Setting the pixels of an image without a place has no
    /// effect.
    subscript(index: Int) -> [UInt8]? {
        get { images.withLock { index < $0.count ? $0[index] : nil } }
        set {
            images.withLock { images in
                guard index < images.count else { return }
                let change: Int = (newValue == nil ? 0 : 1) - (images[index] == nil ? 0 : 1)
                images[index] = newValue
                filled.add(change, ordering: .relaxed)
            }
        }
    }

    /// Returns a cache with the pixels of the images at `indices`.
    func selecting(_ indices: [Int]) -> PixelCache {
        images.withLock { images in
            PixelCache(indices.filter { $0 < images.count }.map { images[$0] }, imageCount: indices.count)
        }
    }
}
