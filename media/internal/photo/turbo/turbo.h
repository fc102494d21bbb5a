// What the C part of package turbo offers. Every function returns a TURBO_
// status, frees what it allocated when that isn't TURBO_OK, and keeps no pointer
// after it has returned.
#ifndef CRUDDUR_TURBO_H
#define CRUDDUR_TURBO_H

#include <stddef.h>
#include <stdint.h>

enum {
	TURBO_OK,
	TURBO_BROKEN,      // the data is damaged; libjpeg's warnings count
	TURBO_LATE,        // the time was over
	TURBO_MEMORY,      // it would take more memory than allowed
	TURBO_UNSUPPORTED, // not three components in YCbCr
};

enum { TURBO_PLANES = 3, TURBO_MESSAGE = 200 };

// turbo_shape is the size of a decoded picture's planes. A plane has room for
// rows of stride samples; width and height are what counts.
typedef struct {
	int stride[TURBO_PLANES], rows[TURBO_PLANES];
	int width[TURBO_PLANES], height[TURBO_PLANES];
} turbo_shape;

// turbo_measure tells the shape at a scale of eighths.
int turbo_measure(const uint8_t *data, size_t length, int eighths, turbo_shape *shape, char *message);

// turbo_decode fills three planes of the shape that turbo_measure told.
int turbo_decode(const uint8_t *data, size_t length, int eighths, const turbo_shape *shape,
	uint8_t *y, uint8_t *cb, uint8_t *cr, int64_t nanoseconds, long max_memory, char *message);

// turbo_encode writes a JPEG, 4:2:0, from planes, or from pixels of four bytes
// when y is NULL. rows is scratch for one row of blocks. *out is malloc'ed.
int turbo_encode(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, uint8_t *rows,
	uint8_t **out, size_t *length, char *message);

// turbo_webp writes a WebP from the same.
int turbo_webp(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, int64_t nanoseconds,
	uint8_t **out, size_t *length);

// turbo_resize resamples a plane. For every column x of dst, the hn weights from
// hw[x·hn] on belong to the samples from hs[x] on; v is the same for rows.
// scratch has room for 9·width + 64 floats.
void turbo_resize(const uint8_t *src, int width, int stride, uint8_t *dst, int dwidth, int dheight, int dstride,
	const float *hw, const int32_t *hs, int hn, const float *vw, const int32_t *vs, int vn, float *scratch);

// turbo_now is a clock in nanoseconds that only goes forward.
int64_t turbo_now(void);

#endif
