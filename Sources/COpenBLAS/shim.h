#include <cblas.h>
#include <stddef.h>

/* LAPACK as OpenBLAS holds it, in Fortran's calling convention: matrices column by column, and the
   lengths of the strings behind the other arguments. Debian's package has no header for it. */
void dsyevd_(
    const char *job, const char *triangle, const int *n, double *matrix, const int *leading,
    double *values, double *work, const int *workSize, int *integers, const int *integersSize,
    int *status, size_t jobLength, size_t triangleLength);
void dgesdd_(
    const char *job, const int *rows, const int *columns, double *matrix, const int *leading,
    double *values, double *left, const int *leadingLeft, double *right, const int *leadingRight,
    double *work, const int *workSize, int *integers, int *status, size_t jobLength);

/* Where the threads of OpenBLAS's own pool are, its serial build having none: hence weak. */
int blas_thread_shutdown_(void) __attribute__((weak));

/* Ends the pool, which starts when the library is loaded and spins for a while; the next call that
   wants threads starts it anew. */
static inline void firth_end_blas_pool(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
