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

#if defined(__AVX__)
/// Eight floats; in Swift `SIMD8<Float>`.
typedef float firth_float8 __attribute__((ext_vector_type(8)));

/// Adds neighbouring lanes of each half: the low halves of `a` and `b`, then their high halves.
///
/// Swift has no word for a shuffle of two registers; with what is put together from halves of halves
/// there, a block's dot products take a tenth longer.
static inline __attribute__((always_inline)) firth_float8 firth_add_neighbours(
    firth_float8 a, firth_float8 b) {
  return __builtin_shufflevector(a, b, 0, 2, 8, 10, 4, 6, 12, 14) +
         __builtin_shufflevector(a, b, 1, 3, 9, 11, 5, 7, 13, 15);
}

/// Adds the halves of each: those of `a`, then those of `b`.
static inline __attribute__((always_inline)) firth_float8 firth_add_halves(
    firth_float8 a, firth_float8 b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11) +
         __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}
#endif

#endif
