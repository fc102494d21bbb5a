// Resampling one plane of eight-bit samples.
#include <string.h>

#include "turbo.h"

// Eight rows are made at a time, so that the pass along rows works on eight
// samples of one column at once, wherever the weights begin.
enum { LANES = 8 };
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

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

WIDE void turbo_resize(const uint8_t *src, int width, int stride, uint8_t *dst, int dwidth, int dheight, int dstride,
	const float *hw, const int32_t *hs, int hn, const float *vw, const int32_t *vs, int vn, float *scratch) {
	float *sum = scratch, *columns = scratch + width;
	for (int y = 0; y < dheight; y += LANES) {
		int count = dheight - y < LANES ? dheight - y : LANES;
		for (int j = 0; j < count; j++) {
			ADD_ROWS(sum, src + (size_t)vs[y + j] * stride, width, stride, vw + (size_t)(y + j) * vn, vn);
			for (int x = 0; x < width; x++) columns[(size_t)x * LANES + j] = sum[x];
		}
		for (int x = 0; x < dwidth; x++) {
			const float *weights = hw + (size_t)x * hn;
			const lanes *from = (const lanes *)(columns + (size_t)hs[x] * LANES);
			lanes even = {0}, odd = {0};
			int i = 0;
			for (; i + 2 <= hn; i += 2) {
				even += from[i] * weights[i];
				odd += from[i + 1] * weights[i + 1];
			}
			if (i < hn) even += from[i] * weights[i];
			even += odd;
			for (int j = 0; j < count; j++) {
				float v = even[j] + 0.5f;
				dst[(size_t)(y + j) * dstride + x] = v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)v;
			}
		}
	}
}
