/// A block of memory that tensors share: the one place where tensor memory is owned.
///
/// Views (slices, transposes, broadcasts) of one block share it; whoever writes makes sure first that it is the
/// only owner (`isKnownUniquelyReferenced`), which is what makes the shared mutable pointer safe to send.
final class Storage: @unchecked Sendable {
    private let block: BufferCache.Block
    private let size: Int

    var address: UnsafeMutableRawPointer { block.address }

    init(byteCount: Int) {
        size = BufferCache.sizeClass(byteCount)
        block = BufferCache.shared.allocate(size)
    }

    deinit { BufferCache.shared.recycle(block, size) }
}
