#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory blocks between their uses.
///
/// A training step makes and drops the same tensors every time. Returned to the system, a large block would be
/// unmapped and its pages faulted in anew at the next step; kept here by size, it is handed out again as it is: to the
/// thread that gave it back where that asks for one, since its core's cache may hold it.
final class BufferCache: Sendable {
    static let shared = BufferCache()

    /// The cache line, and the width of the widest vector register.
    static let alignment = 64
    /// What the cache may hold back. Beyond it, freed blocks go to the system.
    static let capacity = 512 << 20

    /// A block that nobody but its holder knows.
    struct Block: @unchecked Sendable {
        let address: UnsafeMutableRawPointer
    }

    private struct FreeBlock: @unchecked Sendable {
        let block: Block
        let lastUser: pthread_t
    }

    private struct State {
        /// By size; the last ones given back are at the end.
        var free: [Int: [FreeBlock]] = [:]
        var cachedBytes = 0
        var usedBytes = 0
        var systemAllocations = 0
        /// The bytes of all blocks that were ever handed out.
        var allocatedBytes = 0
    }

    private let state = LockedState(State())

    /// `byteCount` rounded up to a size class: eight classes for each power of two, so at most an eighth is wasted.
    static func sizeClass(_ byteCount: Int) -> Int {
        let least = max(byteCount, alignment)
        let step = max(alignment, (1 << (Int.bitWidth - 1 - least.leadingZeroBitCount)) / 8)
        return (least + step - 1) / step * step
    }

    func allocate(_ size: Int) -> Block {
        let thread: pthread_t = pthread_self()
        let reused: Block? = state.withLock { state in
            state.usedBytes += size
            state.allocatedBytes &+= size
            guard let block = Self.takeLast(of: thread, from: &state.free[size, default: []]) else {
                state.systemAllocations += 1
                return nil
            }
            state.cachedBytes -= size
            return block
        }
        return reused ?? Self.allocateFromSystem(size)
    }

    /// The last block that the thread gave back, else the last of any.
    private static func takeLast(of thread: pthread_t, from blocks: inout [FreeBlock]) -> Block? {
        guard let place = blocks.lastIndex(where: { pthread_equal($0.lastUser, thread) != 0 }) else {
            return blocks.popLast()?.block
        }
        return blocks.remove(at: place).block
    }

    func recycle(_ block: Block, _ size: Int) {
        let thread: pthread_t = pthread_self()
        let isKept: Bool = state.withLock { state in
            state.usedBytes -= size
            guard state.cachedBytes + size <= Self.capacity else { return false }
            state.free[size, default: []].append(FreeBlock(block: block, lastUser: thread))
            state.cachedBytes += size
            return true
        }
        if !isKept { free(block.address) }
    }

    func releaseAll() {
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
        state.withLock {
            MemoryStatistics(
                usedBytes: $0.usedBytes, cachedBytes: $0.cachedBytes, systemAllocations: $0.systemAllocations)
        }
    }

    var allocatedBytes: Int { state.withLock { $0.allocatedBytes } }

    private static func allocateFromSystem(_ size: Int) -> Block {
        var block: UnsafeMutableRawPointer?
        // Blocks of pages start on a page, so that two threads never write to one page of different blocks.
        let boundary: Int = size >= 1 << 16 ? 4096 : alignment
        guard posix_memalign(&block, boundary, size) == 0, let block else {
            fatalError("out of memory: no block of \(size) bytes for a tensor could be had")
        }
        return Block(address: block)
    }
}

/// What the tensors of this process hold in memory.
public struct MemoryStatistics: Sendable, Hashable {
    /// Bytes in tensors that are alive.
    public let usedBytes: Int
    /// Bytes in blocks that are kept for reuse.
    public let cachedBytes: Int
    /// How many blocks have been asked of the system since the start. In steady training it stands still.
    public let systemAllocations: Int

    /// The state at this moment.
    public static var current: MemoryStatistics { BufferCache.shared.statistics }

    /// Gives the blocks that are kept for reuse back to the system.
    public static func releaseCachedBlocks() { BufferCache.shared.releaseAll() }
}
