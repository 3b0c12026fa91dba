#include "sanitizer.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_THREAD_SANITIZER 1
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#endif
#endif

void synann_lock_taken(void *lock) {
#ifdef HAS_THREAD_SANITIZER
    __tsan_acquire(lock);
#endif
    (void)lock;
}

void synann_lock_releasing(void *lock) {
#ifdef HAS_THREAD_SANITIZER
    __tsan_release(lock);
#endif
    (void)lock;
}
