#include <zlib.h>

/* inflateInit2 and deflateInit2 are macros over sizeof(z_stream), which Swift cannot call. */
static inline int firth_inflate_init(z_streamp stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

/* 15 bits of window; 16 more ask for a gzip header and trailer. */
static inline int firth_deflate_init(z_streamp stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
