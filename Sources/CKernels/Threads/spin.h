#ifndef SYNANN_SPIN_H
#define SYNANN_SPIN_H

/// Tells the processor that this thread waits in a loop. The hint saves power and gives time to the other hardware
/// thread of the core.
static inline void synann_spin_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
