/// The owner of a block of tensor memory.
///
/// All views of a block (slices, transposes, broadcasts) share a single storage object. Before code writes to the
/// block, the code checks that the storage has a single owner (`isKnownUniquelyReferenced`). So the mutable pointer can
/// safely be sent between threads.
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
