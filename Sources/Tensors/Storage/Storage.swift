/// The owner of a block of tensor memory.
///
/// All views of a block (slices, transposes, broadcasts) share a single storage object. Before code writes to the
/// block, the code checks that the storage has a single owner (`isKnownUniquelyReferenced`). So the mutable pointer can
/// safely be sent between threads.
final class Storage: @unchecked Sendable {
    private let block: BufferCache.Block
    private let size: Int
    /// The storage that owns the block, or `nil` if this storage owns the block.
    private let lender: Storage?

    var address: UnsafeMutableRawPointer { block.address }

    init(byteCount: Int) {
        size = BufferCache.sizeClass(byteCount)
        block = BufferCache.allocate(size)
        lender = nil
    }

    /// Creates a storage that borrows the block of `lender`. While it exists, `lender` has a further owner, so no tensor
    /// of `lender` writes in place.
    init(borrowing lender: Storage) {
        (size, block, self.lender) = (0, lender.block, lender)
    }

    /// Whether the block is borrowed from `storage`.
    func isBorrowed(from storage: Storage) -> Bool { lender === storage }

    deinit { if lender == nil { BufferCache.recycle(block, size) } }
}
