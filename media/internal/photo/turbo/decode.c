// Reading JPEGs as planes, with libjpeg-turbo.
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <jpeglib.h>
#include <jerror.h>

#include "turbo.h"

// Most rows of one component in a row of blocks: sampled 4 times, 8 high.
enum { MOST_ROWS = 32 };

// reader is a decompressor with all that its callbacks need. It must not be
// moved: libjpeg points into it.
typedef struct {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf failed;
	int64_t end; // 0: never
	int status;
	char *message;
} reader;

int64_t turbo_now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void fail(j_common_ptr common) {
	reader *r = (reader *)common->client_data;
	char text[JMSG_LENGTH_MAX];
	common->err->format_message(common, text);
	snprintf(r->message, TURBO_MESSAGE, "%s", text);
	int code = common->err->msg_code;
	r->status = code == JERR_OUT_OF_MEMORY || code == JERR_NO_BACKING_STORE ? TURBO_MEMORY : TURBO_BROKEN;
	longjmp(r->failed, 1);
}

// A warning says that the picture is damaged and was patched up somehow.
static void warn(j_common_ptr common, int level) {
	if (level < 0) fail(common);
}

static void ignore(j_common_ptr common) { (void)common; }

// Called between rows of blocks of every scan: the only place where a picture
// of many scans can be stopped.
static void look_at_clock(j_common_ptr common) {
	reader *r = (reader *)common->client_data;
	if (r->end == 0 || turbo_now() < r->end) return;
	r->status = TURBO_LATE;
	longjmp(r->failed, 1);
}

// open reads the header. The caller has called setjmp.
static void open_reader(reader *r, const uint8_t *data, size_t length, int eighths) {
	jpeg_create_decompress(&r->jpeg);
	r->jpeg.progress = &r->progress;
	jpeg_mem_src(&r->jpeg, data, length);
	jpeg_read_header(&r->jpeg, TRUE);
	r->jpeg.scale_num = eighths;
	r->jpeg.scale_denom = 8;
	r->jpeg.raw_data_out = TRUE;
	r->jpeg.out_color_space = JCS_YCbCr;
	r->jpeg.dct_method = JDCT_ISLOW;
}

static void prepare(reader *r, char *message) {
	memset(r, 0, sizeof *r);
	r->message = message;
	message[0] = 0;
	r->jpeg.err = jpeg_std_error(&r->errors);
	r->jpeg.client_data = r;
	r->errors.error_exit = fail;
	r->errors.emit_message = warn;
	r->errors.output_message = ignore;
	r->progress.progress_monitor = look_at_clock;
}

static int readable(const struct jpeg_decompress_struct *j) {
	return j->num_components == TURBO_PLANES && j->jpeg_color_space == JCS_YCbCr && j->data_precision == 8;
}

static void measure(struct jpeg_decompress_struct *j, turbo_shape *shape) {
	jpeg_calc_output_dimensions(j);
	int high = j->max_v_samp_factor * DCTSIZE;
	int block_rows = ((int)j->image_height + high - 1) / high;
	for (int c = 0; c < TURBO_PLANES; c++) {
		jpeg_component_info *k = &j->comp_info[c];
		int wide = j->max_h_samp_factor * DCTSIZE;
		int blocks = ((int)j->image_width + wide - 1) / wide * k->h_samp_factor;
		shape->stride[c] = blocks * k->DCT_scaled_size;
		shape->rows[c] = block_rows * k->v_samp_factor * k->DCT_scaled_size;
		shape->width[c] = (int)k->downsampled_width;
		shape->height[c] = (int)k->downsampled_height;
	}
}

int turbo_measure(const uint8_t *data, size_t length, int eighths, turbo_shape *shape, char *message) {
	reader r;
	prepare(&r, message);
	if (setjmp(r.failed)) {
		jpeg_destroy_decompress(&r.jpeg);
		return r.status;
	}
	open_reader(&r, data, length, eighths);
	int status = readable(&r.jpeg) ? TURBO_OK : TURBO_UNSUPPORTED;
	if (status == TURBO_OK) measure(&r.jpeg, shape);
	jpeg_destroy_decompress(&r.jpeg);
	return status;
}

// read_planes reads row of blocks by row of blocks. It checks that the shape is
// the one that the planes were made for, so that nothing is written past them.
static int read_planes(reader *r, const turbo_shape *shape, uint8_t *planes[TURBO_PLANES]) {
	struct jpeg_decompress_struct *j = &r->jpeg;
	turbo_shape now;
	measure(j, &now);
	if (memcmp(&now, shape, sizeof now) != 0) return TURBO_BROKEN;
	jpeg_start_decompress(j);
	int at[TURBO_PLANES] = {0};
	while (j->output_scanline < j->output_height) {
		JSAMPROW rows[TURBO_PLANES][MOST_ROWS];
		JSAMPARRAY arrays[TURBO_PLANES];
		for (int c = 0; c < TURBO_PLANES; c++) {
			int count = j->comp_info[c].v_samp_factor * j->comp_info[c].DCT_scaled_size;
			if (count > MOST_ROWS || at[c] + count > shape->rows[c]) return TURBO_BROKEN;
			for (int i = 0; i < count; i++) rows[c][i] = planes[c] + (size_t)(at[c] + i) * shape->stride[c];
			at[c] += count;
			arrays[c] = rows[c];
		}
		jpeg_read_raw_data(j, arrays, j->max_v_samp_factor * j->min_DCT_scaled_size);
	}
	jpeg_finish_decompress(j);
	return TURBO_OK;
}

int turbo_decode(const uint8_t *data, size_t length, int eighths, const turbo_shape *shape,
	uint8_t *y, uint8_t *cb, uint8_t *cr, int64_t nanoseconds, long max_memory, char *message) {
	uint8_t *planes[TURBO_PLANES] = {y, cb, cr};
	reader r;
	prepare(&r, message);
	r.end = nanoseconds > 0 ? turbo_now() + nanoseconds : 0;
	if (setjmp(r.failed)) {
		jpeg_destroy_decompress(&r.jpeg);
		return r.status;
	}
	open_reader(&r, data, length, eighths);
	r.jpeg.mem->max_memory_to_use = max_memory;
	int status = readable(&r.jpeg) ? read_planes(&r, shape, planes) : TURBO_UNSUPPORTED;
	jpeg_destroy_decompress(&r.jpeg);
	return status;
}
