internal import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A cache of free memory blocks for tensors.
///
/// Every training step allocates and frees tensors of the same sizes. Without the cache, the system would unmap a large
/// free block, and the next step would cause new page faults. The cache stores free blocks by size and reuses them. A
/// thread preferably gets a block that the same thread freed, because the cache of the thread's core may still contain
/// the block.
///
/// Each thread keeps its small blocks in lists of its own (`synann_take_block`), because a lock would take longer than
/// an operation on a few elements. The blocks that a thread does not keep are in a list that all threads share.
final class BufferCache: Sendable {
    static let shared = BufferCache()

    /// The alignment of blocks in bytes: the length of a cache line and of the widest vector register.
    static let alignment = 64
    /// The greatest number of bytes in the free blocks that the threads share. The cache returns further free blocks to
    /// the system.
    static let capacity = 512 << 20

    /// A block of memory. A block has a single owner at a time, so its address can safely be sent between threads.
    struct Block: @unchecked Sendable {
        let address: UnsafeMutableRawPointer
    }

    private struct FreeBlock: @unchecked Sendable {
        let block: Block
        let lastUser: pthread_t
    }

    private struct State {
        /// The free blocks by size. For each size, the most recently freed block is at the end.
        var free: [Int: [FreeBlock]] = [:]
        var cachedBytes = 0
        var systemAllocations = 0
    }

    private let state = LockedState(State())

    /// Returns `byteCount` rounded up to a size class. There are eight classes between two consecutive powers of two,
    /// so rounding adds at most an eighth to a request of at least 512 bytes.
    static func sizeClass(_ byteCount: Int) -> Int {
        if byteCount <= 512 { return max((byteCount + alignment - 1) & ~(alignment - 1), alignment) }
        let least = max(byteCount, alignment)
        let step = max(alignment, (1 << (Int.bitWidth - 1 - least.leadingZeroBitCount)) / 8)
        return (least + step - 1) / step * step
    }

    /// Returns a block of `size` bytes with arbitrary contents. `size` must be a size class. Traps if the system has no
    /// memory.
    ///
    /// The function is static, because access to `shared` checks that it exists, which takes a part of the time of a small
    /// operation.
    static func allocate(_ size: Int) -> Block {
        if let address = synann_take_block(size) { return Block(address: address) }
        return shared.allocateShared(size)
    }

    /// Returns a block that no thread keeps: a shared block, or a new block if there is no shared block of `size` bytes.
    @inline(never)
    private func allocateShared(_ size: Int) -> Block {
        let thread: pthread_t = pthread_self()
        let reused: Block? = state.withLock { state in
            guard let block = Self.takeLast(of: thread, from: &state.free[size, default: []]) else {
                state.systemAllocations += 1
                return nil
            }
            state.cachedBytes -= size
            return block
        }
        return reused ?? Self.allocateFromSystem(size)
    }

    /// Removes and returns the block that `thread` freed last. If there is no such block, removes and returns the block
    /// that another thread freed last, or returns `nil` if there are no blocks.
    private static func takeLast(of thread: pthread_t, from blocks: inout [FreeBlock]) -> Block? {
        guard let place = blocks.lastIndex(where: { pthread_equal($0.lastUser, thread) != 0 }) else {
            return blocks.popLast()?.block
        }
        return blocks.remove(at: place).block
    }

    /// Keeps a free block of `size` bytes for reuse. If the cache would exceed its capacity, returns the block to the
    /// system.
    static func recycle(_ block: Block, _ size: Int) {
        if !synann_keep_block(block.address, size) { shared.recycleShared(block, size) }
    }

    @inline(never)
    private func recycleShared(_ block: Block, _ size: Int) {
        let thread: pthread_t = pthread_self()
        let isKept: Bool = state.withLock { state in
            guard state.cachedBytes + size <= Self.capacity else { return false }
            state.free[size, default: []].append(FreeBlock(block: block, lastUser: thread))
            state.cachedBytes += size
            return true
        }
        if !isKept { free(block.address) }
    }

    /// Returns the free blocks of the cache to the system. The other threads return the blocks that they keep before
    /// their next allocation.
    func releaseAll() {
        synann_release_kept_blocks()
        let blocks: [Block] = state.withLock { state in
            defer {
                state.free = [:]
                state.cachedBytes = 0
            }
            return state.free.values.flatMap { $0.map(\.block) }
        }
        blocks.forEach { free($0.address) }
    }

    var statistics: MemoryStatistics {
        let counts: synann_block_counts = synann_sum_block_counts()
        return state.withLock {
            MemoryStatistics(
                usedBytes: counts.used, cachedBytes: $0.cachedBytes + counts.kept,
                systemAllocations: $0.systemAllocations)
        }
    }

    /// The number of bytes of all allocations so far. Freed memory is not subtracted.
    var allocatedBytes: Int { synann_sum_block_counts().allocated }

    /// The size of a huge page of memory, in bytes.
    private static let hugePage = 2 << 20

    private static func allocateFromSystem(_ size: Int) -> Block {
        var block: UnsafeMutableRawPointer?
        let isHuge: Bool = size >= 2 * hugePage
        // Large blocks start at a page boundary, so that threads that write to different blocks never share a page.
        let boundary: Int = isHuge ? hugePage : size >= 1 << 16 ? 4096 : alignment
        guard posix_memalign(&block, boundary, size) == 0, let block else {
            fatalError("out of memory: the system refused \(size) bytes for a tensor")
        }
        if isHuge { adviseHugePages(block, size) }
        return Block(address: block)
    }

    /// Asks the system for huge pages. The processor then translates fewer addresses, and it prefetches beyond 4096 bytes.
    /// A system without huge pages refuses, which does no harm.
    private static func adviseHugePages(_ block: UnsafeMutableRawPointer, _ size: Int) {
        #if canImport(Glibc)
        _ = madvise(block, size, MADV_HUGEPAGE)
        #endif
    }
}

/// The memory that the tensors of this process use.
public struct MemoryStatistics: Sendable, Hashable {
    /// The number of bytes in the blocks that tensors use now. Block sizes are rounded up: by at most 64 bytes for a
    /// small tensor, and by at most an eighth for a tensor of 512 bytes or more.
    public let usedBytes: Int
    /// The number of bytes in the free blocks that are kept for reuse.
    public let cachedBytes: Int
    /// The number of blocks that the library has requested from the system since the process started. After the first
    /// steps of a training, the number stays constant.
    public let systemAllocations: Int

    /// The statistics at this moment.
    public static var current: MemoryStatistics { BufferCache.shared.statistics }

    /// Returns all free blocks of the cache to the system. Each thread keeps some free blocks of at most 64 KiB for
    /// itself; the other threads return these blocks before their next allocation.
    public static func releaseCachedBlocks() { BufferCache.shared.releaseAll() }
}
