#include <zlib.h>

/* inflateInit2 is a macro over sizeof(z_stream), which Swift cannot call. */
static inline int firth_inflate_init(z_streamp stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}
