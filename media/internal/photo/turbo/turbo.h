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

// turbo_shape is the size of a picture's planes as they are decoded. A row of a
// plane is decoded into stride samples, of which width count.
typedef struct {
	int stride[TURBO_PLANES], width[TURBO_PLANES], height[TURBO_PLANES];
} turbo_shape;

// turbo_plane is one channel of a picture.
typedef struct {
	uint8_t *samples;
	int stride, width, height;
} turbo_plane;

// turbo_axis tells how rows or columns are resampled: number i is made of as many
// old ones as there are taps, from starts[i] on, by the weights from
// weights[i·taps] on. starts never go down.
typedef struct {
	const float *weights;
	const int32_t *starts;
	int taps;
} turbo_axis;

// turbo_target is a plane to be filled by resampling another one, and to be
// turned meanwhile: its sample (x, y) goes to samples[x·right + y·down].
typedef struct {
	uint8_t *samples;
	ptrdiff_t right, down;
	int width, height;
	turbo_axis columns, rows;
} turbo_target;

typedef struct {
	turbo_target planes[TURBO_PLANES];
} turbo_picture;

// TURBO_BAND is how many rows are resampled at a time, and TURBO_SCRATCH how
// many floats that takes for each sample of an old row.
enum { TURBO_BAND = 8, TURBO_SCRATCH = TURBO_BAND + 1 };

// turbo_measure tells the shape at a scale of eighths.
int turbo_measure(const uint8_t *data, size_t length, int eighths, turbo_shape *shape, char *message);

// turbo_decode decodes a picture at that scale, and resamples it while it does,
// so that it is never there as a whole. The axes are for the shape that
// turbo_measure told.
int turbo_decode(const uint8_t *data, size_t length, int eighths, const turbo_shape *shape, turbo_picture to,
	int64_t nanoseconds, long max_memory, char *message);

// turbo_encode writes a JPEG, 4:2:0, from planes, or from pixels of four bytes
// when y is NULL. rows is scratch for one row of blocks. *out is malloc'ed.
int turbo_encode(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, uint8_t *rows,
	uint8_t **out, size_t *length, char *message);

// turbo_webp writes a WebP from the same.
int turbo_webp(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, int64_t nanoseconds,
	uint8_t **out, size_t *length);

// turbo_resize resamples a plane.
void turbo_resize(turbo_plane from, turbo_target to, float *scratch);

// turbo_band fills the TURBO_BAND rows of a target from y on, or what is left of
// them. The rows of from begin with the plane's row first.
void turbo_band(const turbo_plane *from, int first, const turbo_target *to, int y, float *scratch);

// turbo_now is a clock in nanoseconds that only goes forward.
int64_t turbo_now(void);

#endif
