// How memory is allocated.
#include <stdlib.h>

#include "turbo.h"

#ifdef __GLIBC__
#include <malloc.h>

// By itself malloc has several heaps, and each keeps what a picture took of it,
// because Go calls from any thread. One is enough for pictures made one at a
// time. It must be said before there is a second thread: before Go starts.
__attribute__((constructor)) static void use_one_heap(void) { mallopt(M_ARENA_MAX, 1); }
#endif
