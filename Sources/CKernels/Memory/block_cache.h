#ifndef SYNANN_BLOCK_CACHE_H
#define SYNANN_BLOCK_CACHE_H

#include <stdbool.h>

/// The greatest size in bytes of a block that a thread keeps for itself.
#define SYNANN_LARGEST_KEPT_BLOCK 65536

/// The bytes in use, the bytes that threads keep for reuse, and the bytes of all allocations so far.
typedef struct {
    long used, kept, allocated;
} synann_block_counts;

/// Counts an allocation of `size` bytes. Returns a block that this thread kept, or null if the thread keeps no block of
/// this size. `size` must be a size class of `BufferCache`: there are eight classes between two powers of two, and the
/// least class is 64 bytes.
///
/// Each thread keeps blocks in lists of its own, so that the function needs no lock.
void *synann_take_block(long size);

/// Counts the return of a block of `size` bytes. Returns true if this thread keeps the block. Otherwise the caller
/// remains the owner of the block.
bool synann_keep_block(void *block, long size);

/// Gives the blocks that this thread keeps back to the system. Every other thread does the same before it takes or keeps
/// its next block.
void synann_release_kept_blocks(void);

/// Returns the sums over all threads, including the threads that have ended.
synann_block_counts synann_sum_block_counts(void);

#endif
