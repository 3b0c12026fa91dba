#include "block_cache.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    CLASS_COUNT = 128,
    /// The greatest number of bytes that a thread keeps. Further blocks go to the cache that all threads share.
    GREATEST_KEPT = 4 << 20,
};

/// A free block. The link is in the memory of the block.
typedef struct free_block {
    struct free_block *next;
} free_block;

/// The blocks of a thread. Only the thread writes to the structure; other threads read the counts.
typedef struct thread_blocks {
    free_block *first[CLASS_COUNT];
    _Atomic long used, kept, allocated;
    unsigned epoch;
    struct thread_blocks *next, *previous;
} thread_blocks;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/// The structures of all living threads. The mutex protects the list and `finished`.
static thread_blocks *threads;
/// The counts of the threads that have ended.
static synann_block_counts finished;
/// Grows when all threads must release their blocks.
static _Atomic unsigned current_epoch;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local thread_blocks *own;

static inline long read_count(_Atomic long *count) { return atomic_load_explicit(count, memory_order_relaxed); }

/// Adds to a count of this thread. The addition needs no locked instruction, because no other thread writes the count.
static inline void add(_Atomic long *count, long amount) {
    atomic_store_explicit(count, read_count(count) + amount, memory_order_relaxed);
}

/// Returns the number of the list for blocks of `size` bytes, which is a size class.
static inline int class_of(long size) {
    int power = 63 - __builtin_clzl((unsigned long)size - 1);
    return power * 8 + (((size - 1) >> (power - 3)) & 7);
}

static void release_blocks(thread_blocks *blocks) {
    for (int class = 0; class < CLASS_COUNT; class++) {
        for (free_block *block = blocks->first[class], *next; block; block = next) {
            next = block->next;
            free(block);
        }
        blocks->first[class] = NULL;
    }
    atomic_store_explicit(&blocks->kept, 0, memory_order_relaxed);
}

/// Ends the structure of a thread that ends. If a later destructor of the thread frees a tensor, the thread gets a new
/// structure, and the system calls this function again.
static void end_thread(void *argument) {
    thread_blocks *blocks = argument;
    own = NULL;
    release_blocks(blocks);
    pthread_mutex_lock(&mutex);
    finished.used += read_count(&blocks->used);
    finished.allocated += read_count(&blocks->allocated);
    if (blocks->previous) blocks->previous->next = blocks->next; else threads = blocks->next;
    if (blocks->next) blocks->next->previous = blocks->previous;
    pthread_mutex_unlock(&mutex);
    free(blocks);
}

static void make_key(void) { pthread_key_create(&key, end_thread); }

static __attribute__((noinline)) thread_blocks *start_thread(void) {
    pthread_once(&once, make_key);
    thread_blocks *blocks = calloc(1, sizeof *blocks);
    if (!blocks) abort();
    blocks->epoch = atomic_load_explicit(&current_epoch, memory_order_relaxed);
    pthread_mutex_lock(&mutex);
    blocks->next = threads;
    if (threads) threads->previous = blocks;
    threads = blocks;
    pthread_mutex_unlock(&mutex);
    pthread_setspecific(key, blocks);
    own = blocks;
    return blocks;
}

static __attribute__((noinline)) void follow_epoch(thread_blocks *blocks, unsigned epoch) {
    release_blocks(blocks);
    blocks->epoch = epoch;
}

static inline thread_blocks *blocks_of_thread(void) {
    thread_blocks *blocks = own;
    if (__builtin_expect(!blocks, 0)) blocks = start_thread();
    unsigned epoch = atomic_load_explicit(&current_epoch, memory_order_relaxed);
    if (__builtin_expect(blocks->epoch != epoch, 0)) follow_epoch(blocks, epoch);
    return blocks;
}

void *synann_take_block(long size) {
    thread_blocks *blocks = blocks_of_thread();
    add(&blocks->used, size);
    add(&blocks->allocated, size);
    if (size > SYNANN_LARGEST_KEPT_BLOCK) return NULL;
    free_block **first = &blocks->first[class_of(size)];
    free_block *block = *first;
    if (!block) return NULL;
    *first = block->next;
    add(&blocks->kept, -size);
    return block;
}

bool synann_keep_block(void *address, long size) {
    thread_blocks *blocks = blocks_of_thread();
    add(&blocks->used, -size);
    if (size > SYNANN_LARGEST_KEPT_BLOCK || read_count(&blocks->kept) + size > GREATEST_KEPT) return false;
    free_block **first = &blocks->first[class_of(size)];
    free_block *block = address;
    block->next = *first;
    *first = block;
    add(&blocks->kept, size);
    return true;
}

void synann_release_kept_blocks(void) {
    atomic_fetch_add(&current_epoch, 1);
    blocks_of_thread();
}

synann_block_counts synann_sum_block_counts(void) {
    pthread_mutex_lock(&mutex);
    synann_block_counts sum = finished;
    for (thread_blocks *blocks = threads; blocks; blocks = blocks->next) {
        sum.used += read_count(&blocks->used);
        sum.kept += read_count(&blocks->kept);
        sum.allocated += read_count(&blocks->allocated);
    }
    pthread_mutex_unlock(&mutex);
    return sum;
}
