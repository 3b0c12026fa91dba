/// The owner of a block of tensor memory.
///
/// All views of a block (slices, transposes, broadcasts) share its storage. Before code writes to the block, it checks
/// that the storage has a single owner (`isKnownUniquelyReferenced`). The mutable pointer is therefore safe to send
/// between threads.
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
