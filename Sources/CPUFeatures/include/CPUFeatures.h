#ifndef FIRTH_CPU_FEATURES_H
#define FIRTH_CPU_FEATURES_H

/// The widest x86-64 level that this machine and its operating system run: 2, 3 or 4.
/// Every other architecture answers 0. Swift has no word for cpuid, hence C.
static inline int firth_x86_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
  return 2;
#else
  return 0;
#endif
}

/// Asks for the cache line at an address, to be read and written soon; never faults.
///
/// In assembler since the builtin asks to read only where the target has no `prfchw`: then a line that
/// another core holds changes hands twice. Processors without the instruction pass over it.
static inline void firth_prefetch(const void *address) {
#if defined(__x86_64__)
  __asm__ volatile("prefetchw %0" : : "m"(*(const char *)address));
#else
  __builtin_prefetch(address, 1, 3);
#endif
}

/// Asks for the cache line at an address, to be read once and soon; never faults.
static inline void firth_prefetch_read(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

#endif
