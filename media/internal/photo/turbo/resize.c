// Resampling one plane of eight-bit samples.
#include <string.h>

#include "turbo.h"

// A band of rows is made at a time, so that the pass along rows works on as many
// samples of one column at once, wherever the weights begin.
typedef float lanes __attribute__((vector_size(4 * TURBO_BAND), aligned(4)));

// On x86-64 a second copy is compiled for machines with wider registers, and
// the right one chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("arch=haswell", "default")))
#else
#define WIDE
#endif

// The weighted sum of n rows, added up four at a time to spare memory traffic.
#define ADD_ROWS(sum, src, width, stride, weights, n) do { \
	const uint8_t *row_ = (src); \
	int i_ = 0; \
	memset((sum), 0, (size_t)(width) * sizeof *(sum)); \
	for (; i_ + 4 <= (n); i_ += 4, row_ += 4 * (size_t)(stride)) { \
		const uint8_t *a_ = row_, *b_ = a_ + (stride), *c_ = b_ + (stride), *d_ = c_ + (stride); \
		float wa_ = (weights)[i_], wb_ = (weights)[i_ + 1], wc_ = (weights)[i_ + 2], wd_ = (weights)[i_ + 3]; \
		for (int x_ = 0; x_ < (width); x_++) \
			(sum)[x_] += wa_ * a_[x_] + wb_ * b_[x_] + wc_ * c_[x_] + wd_ * d_[x_]; \
	} \
	for (; i_ < (n); i_++, row_ += (stride)) { \
		float w_ = (weights)[i_]; \
		for (int x_ = 0; x_ < (width); x_++) (sum)[x_] += w_ * row_[x_]; \
	} \
} while (0)

static uint8_t *sample_at(const turbo_target *to, int x, int y) { return to->samples + x * to->right + y * to->down; }

static void copy_rows(const turbo_plane *from, int first, const turbo_target *to, int y, int count) {
	for (int j = y; j < y + count; j++)
		memcpy(sample_at(to, 0, j), from->samples + (size_t)(to->rows.starts[j] - first) * from->stride, from->width);
}

WIDE void turbo_band(const turbo_plane *from, int first, const turbo_target *to, int y, float *scratch) {
	int width = from->width, taps = to->columns.taps, high = to->rows.taps;
	int count = to->height - y < TURBO_BAND ? to->height - y : TURBO_BAND;
	float *sum = scratch, *columns = scratch + width;
	if (taps == 1 && high == 1 && to->width == width && to->right == 1) {
		copy_rows(from, first, to, y, count);
		return;
	}
	for (int j = 0; j < count; j++) {
		const uint8_t *src = from->samples + (size_t)(to->rows.starts[y + j] - first) * from->stride;
		ADD_ROWS(sum, src, width, from->stride, to->rows.weights + (size_t)(y + j) * high, high);
		for (int x = 0; x < width; x++) columns[(size_t)x * TURBO_BAND + j] = sum[x];
	}
	for (int x = 0; x < to->width; x++) {
		const float *weights = to->columns.weights + (size_t)x * taps;
		const lanes *of = (const lanes *)(columns + (size_t)to->columns.starts[x] * TURBO_BAND);
		lanes even = {0}, odd = {0};
		int i = 0;
		for (; i + 2 <= taps; i += 2) {
			even += of[i] * weights[i];
			odd += of[i + 1] * weights[i + 1];
		}
		if (i < taps) even += of[i] * weights[i];
		even += odd;
		uint8_t *dst = sample_at(to, x, y);
		for (int j = 0; j < count; j++) {
			float v = even[j] + 0.5f;
			dst[j * to->down] = v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)v;
		}
	}
}

void turbo_resize(turbo_plane from, turbo_target to, float *scratch) {
	for (int y = 0; y < to.height; y += TURBO_BAND) turbo_band(&from, 0, &to, y, scratch);
}
