#ifndef SYNANN_SANITIZER_H
#define SYNANN_SANITIZER_H

/// Tells the thread sanitizer that this thread has taken a lock, or is about to release it. The sanitizer does not see the
/// standard library's `Mutex`, which waits by a system call. Nothing in other builds.
void synann_lock_taken(void *lock);
void synann_lock_releasing(void *lock);

#endif
