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
	for (int c = 0; c < TURBO_PLANES; c++) {
		jpeg_component_info *k = &j->comp_info[c];
		int wide = j->max_h_samp_factor * DCTSIZE;
		int blocks = ((int)j->image_width + wide - 1) / wide * k->h_samp_factor;
		shape->stride[c] = blocks * k->DCT_scaled_size;
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

// window is the part of a plane that is decoded and still needed to resample it.
typedef struct {
	turbo_plane rows;    // its height is how many there are
	int first, capacity; // the plane's row that it begins with; room for rows
	int group;           // rows that libjpeg decodes at a time
	int made;            // rows of the target that are done
	float *scratch;
} window;

// widest is how many rows one band of the target is made of, at most.
static int widest(const turbo_target *to) {
	int most = 0;
	for (int y = 0; y < to->height; y += TURBO_BAND) {
		int last = y + TURBO_BAND < to->height ? y + TURBO_BAND - 1 : to->height - 1;
		int rows = to->rows.starts[last] + to->rows.taps - to->rows.starts[y];
		if (rows > most) most = rows;
	}
	return most;
}

// open_window takes memory that libjpeg frees together with its own. There is
// room for twice what is needed, so that rows are seldom moved.
static void open_window(j_decompress_ptr j, window *w, const turbo_shape *shape, int c, const turbo_target *to) {
	memset(w, 0, sizeof *w);
	w->group = j->comp_info[c].v_samp_factor * j->comp_info[c].DCT_scaled_size;
	w->capacity = 2 * widest(to) + w->group;
	w->rows.width = shape->width[c];
	w->rows.stride = shape->stride[c];
	w->rows.samples = j->mem->alloc_large((j_common_ptr)j, JPOOL_IMAGE, (size_t)w->capacity * w->rows.stride);
	w->scratch = j->mem->alloc_large((j_common_ptr)j, JPOOL_IMAGE, (size_t)w->rows.width * TURBO_SCRATCH * sizeof(float));
}

// make_room drops what no row of the target is made of any more.
static void make_room(window *w, const turbo_target *to) {
	if (w->rows.height + w->group <= w->capacity) return;
	int over = w->rows.height;
	if (w->made < to->height && to->rows.starts[w->made] - w->first < over) over = to->rows.starts[w->made] - w->first;
	w->first += over;
	w->rows.height -= over;
	memmove(w->rows.samples, w->rows.samples + (size_t)over * w->rows.stride, (size_t)w->rows.height * w->rows.stride);
}

// resample makes those bands for which all rows are there.
static void resample(window *w, const turbo_target *to) {
	while (w->made < to->height) {
		int last = w->made + TURBO_BAND < to->height ? w->made + TURBO_BAND - 1 : to->height - 1;
		if (to->rows.starts[last] + to->rows.taps > w->first + w->rows.height) return;
		turbo_band(&w->rows, w->first, to, w->made, w->scratch);
		w->made = last + 1;
	}
}

// read_group decodes one row of blocks of every plane.
static int read_group(j_decompress_ptr j, window windows[TURBO_PLANES], const turbo_picture *to) {
	JSAMPROW rows[TURBO_PLANES][MOST_ROWS];
	JSAMPARRAY arrays[TURBO_PLANES];
	for (int c = 0; c < TURBO_PLANES; c++) {
		window *w = &windows[c];
		make_room(w, &to->planes[c]);
		if (w->group > MOST_ROWS || w->rows.height + w->group > w->capacity) return TURBO_BROKEN;
		for (int i = 0; i < w->group; i++) rows[c][i] = w->rows.samples + (size_t)(w->rows.height + i) * w->rows.stride;
		arrays[c] = rows[c];
	}
	jpeg_read_raw_data(j, arrays, j->max_v_samp_factor * j->min_DCT_scaled_size);
	for (int c = 0; c < TURBO_PLANES; c++) {
		windows[c].rows.height += windows[c].group;
		resample(&windows[c], &to->planes[c]);
	}
	return TURBO_OK;
}

// read_picture checks that the shape is the one that the axes were made for, so
// that nothing is read or written past a plane.
static int read_picture(reader *r, const turbo_shape *shape, const turbo_picture *to) {
	struct jpeg_decompress_struct *j = &r->jpeg;
	turbo_shape now;
	measure(j, &now);
	if (memcmp(&now, shape, sizeof now) != 0) return TURBO_BROKEN;
	jpeg_start_decompress(j);
	window windows[TURBO_PLANES];
	for (int c = 0; c < TURBO_PLANES; c++) open_window(j, &windows[c], shape, c, &to->planes[c]);
	while (j->output_scanline < j->output_height) {
		int status = read_group(j, windows, to);
		if (status != TURBO_OK) return status;
	}
	for (int c = 0; c < TURBO_PLANES; c++)
		if (windows[c].made < to->planes[c].height) return TURBO_BROKEN;
	jpeg_finish_decompress(j);
	return TURBO_OK;
}

int turbo_decode(const uint8_t *data, size_t length, int eighths, const turbo_shape *shape, turbo_picture to,
	int64_t nanoseconds, long max_memory, char *message) {
	reader r;
	prepare(&r, message);
	r.end = nanoseconds > 0 ? turbo_now() + nanoseconds : 0;
	if (setjmp(r.failed)) {
		jpeg_destroy_decompress(&r.jpeg);
		return r.status;
	}
	open_reader(&r, data, length, eighths);
	r.jpeg.mem->max_memory_to_use = max_memory;
	int status = readable(&r.jpeg) ? read_picture(&r, shape, &to) : TURBO_UNSUPPORTED;
	jpeg_destroy_decompress(&r.jpeg);
	return status;
}
