/// The owner of a block of tensor memory.
///
/// Views (slices, transposes, broadcasts) of one block share its storage. Code that writes first checks that it is the
/// only owner (`isKnownUniquelyReferenced`), so the mutable pointer is safe to send between threads.
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
