// Writing JPEGs and WebPs from planes or pixels.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <webp/encode.h>

#include "turbo.h"

enum { FIRST_BUFFER = 64 << 10, LUMA_ROWS = 16, CHROMA_ROWS = 8 };

// writer is a compressor that writes to a growing buffer of its own: the one
// that comes with libjpeg leaks or frees twice when an error ends it.
typedef struct {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_destination_mgr target;
	jmp_buf failed;
	uint8_t *buffer;
	size_t size, length;
	char *message;
} writer;

static void fail(j_common_ptr common) {
	writer *w = (writer *)common->client_data;
	char text[JMSG_LENGTH_MAX];
	common->err->format_message(common, text);
	snprintf(w->message, TURBO_MESSAGE, "%s", text);
	longjmp(w->failed, 1);
}

static void warn(j_common_ptr common, int level) {
	if (level < 0) fail(common);
}

static void ignore(j_common_ptr common) { (void)common; }

static void use_rest(writer *w, size_t used) {
	w->target.next_output_byte = w->buffer + used;
	w->target.free_in_buffer = w->size - used;
}

static void begin(j_compress_ptr jpeg) { use_rest(jpeg->client_data, 0); }

static boolean grow(j_compress_ptr jpeg) {
	writer *w = jpeg->client_data;
	size_t used = w->size; // by libjpeg's rule the whole buffer is full
	uint8_t *larger = realloc(w->buffer, 2 * w->size);
	if (larger == NULL) {
		snprintf(w->message, TURBO_MESSAGE, "out of memory");
		longjmp(w->failed, 1);
	}
	w->buffer = larger;
	w->size *= 2;
	use_rest(w, used);
	return TRUE;
}

static void end(j_compress_ptr jpeg) {
	writer *w = jpeg->client_data;
	w->length = w->size - w->target.free_in_buffer;
}

static void set_up(writer *w, int width, int height, int quality, int planes) {
	jpeg_create_compress(&w->jpeg);
	w->target.init_destination = begin;
	w->target.empty_output_buffer = grow;
	w->target.term_destination = end;
	w->jpeg.dest = &w->target;
	w->jpeg.image_width = width;
	w->jpeg.image_height = height;
	w->jpeg.input_components = planes ? 3 : 4;
	w->jpeg.in_color_space = planes ? JCS_YCbCr : JCS_EXT_RGBX;
	jpeg_set_defaults(&w->jpeg); // among them 4:2:0
	jpeg_set_quality(&w->jpeg, quality, TRUE);
	w->jpeg.optimize_coding = TRUE;
	w->jpeg.dct_method = JDCT_ISLOW;
	w->jpeg.raw_data_in = planes;
}

static void write_pixels(writer *w, const uint8_t *rgbx, int stride) {
	while (w->jpeg.next_scanline < w->jpeg.image_height) {
		JSAMPROW row = (JSAMPROW)(rgbx + (size_t)w->jpeg.next_scanline * stride);
		jpeg_write_scanlines(&w->jpeg, &row, 1);
	}
}

// copy_rows fills rows of whole blocks, repeating the last sample and row.
static void copy_rows(JSAMPROW *rows, int count, uint8_t *to, int padded,
	const uint8_t *plane, int stride, int first, int width, int height) {
	for (int i = 0; i < count; i++) {
		int y = first + i < height ? first + i : height - 1;
		rows[i] = to + (size_t)i * padded;
		memcpy(rows[i], plane + (size_t)y * stride, width);
		memset(rows[i] + width, rows[i][width - 1], padded - width);
	}
}

static void write_planes(writer *w, const uint8_t *const planes[TURBO_PLANES], int ystride, int cstride, uint8_t *scratch) {
	int width = w->jpeg.image_width, height = w->jpeg.image_height;
	int cwidth = (width + 1) / 2, cheight = (height + 1) / 2;
	int padded = (width + 15) / 16 * 16, cpadded = padded / 2;
	uint8_t *cb = scratch + (size_t)padded * LUMA_ROWS, *cr = cb + (size_t)cpadded * CHROMA_ROWS;
	while (w->jpeg.next_scanline < w->jpeg.image_height) {
		JSAMPROW luma[LUMA_ROWS], blue[CHROMA_ROWS], red[CHROMA_ROWS];
		JSAMPARRAY arrays[TURBO_PLANES] = {luma, blue, red};
		int first = w->jpeg.next_scanline;
		copy_rows(luma, LUMA_ROWS, scratch, padded, planes[0], ystride, first, width, height);
		copy_rows(blue, CHROMA_ROWS, cb, cpadded, planes[1], cstride, first / 2, cwidth, cheight);
		copy_rows(red, CHROMA_ROWS, cr, cpadded, planes[2], cstride, first / 2, cwidth, cheight);
		jpeg_write_raw_data(&w->jpeg, arrays, LUMA_ROWS);
	}
}

int turbo_encode(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, uint8_t *rows,
	uint8_t **out, size_t *length, char *message) {
	const uint8_t *const planes[TURBO_PLANES] = {y, cb, cr};
	writer w;
	memset(&w, 0, sizeof w);
	message[0] = 0;
	w.message = message;
	w.jpeg.err = jpeg_std_error(&w.errors);
	w.jpeg.client_data = &w;
	w.errors.error_exit = fail;
	w.errors.emit_message = warn;
	w.errors.output_message = ignore;
	w.size = FIRST_BUFFER;
	w.buffer = malloc(w.size);
	if (w.buffer == NULL) return TURBO_MEMORY;
	if (setjmp(w.failed)) {
		jpeg_destroy_compress(&w.jpeg);
		free(w.buffer);
		return TURBO_BROKEN;
	}
	set_up(&w, width, height, quality, y != NULL);
	jpeg_start_compress(&w.jpeg, TRUE);
	if (y != NULL) {
		write_planes(&w, planes, ystride, cstride, rows);
	} else {
		write_pixels(&w, rgbx, stride);
	}
	jpeg_finish_compress(&w.jpeg);
	jpeg_destroy_compress(&w.jpeg);
	*out = w.buffer;
	*length = w.length;
	return TURBO_OK;
}

static int in_time(int percent, const WebPPicture *picture) {
	(void)percent;
	int64_t end = *(const int64_t *)picture->user_data;
	return end == 0 || turbo_now() < end;
}

// narrow copies a plane from JPEG's full range to the video range of WebP.
static void narrow(const uint8_t *from, int stride, uint8_t *to, int to_stride, int width, int height, int span, int base, int centre) {
	uint8_t table[256];
	for (int v = 0; v < 256; v++) table[v] = (uint8_t)(((v - centre) * span * 2 + 255 * (v < centre ? -1 : 1)) / 510 + base);
	for (int row = 0; row < height; row++)
		for (int x = 0; x < width; x++) to[(size_t)row * to_stride + x] = table[from[(size_t)row * stride + x]];
}

static int fill(WebPPicture *p, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride) {
	if (y == NULL) return WebPPictureImportRGBX(p, rgbx, stride);
	if (!WebPPictureAlloc(p)) return 0;
	int cwidth = (p->width + 1) / 2, cheight = (p->height + 1) / 2;
	narrow(y, ystride, p->y, p->y_stride, p->width, p->height, 219, 16, 0);
	narrow(cb, cstride, p->u, p->uv_stride, cwidth, cheight, 224, 128, 128);
	narrow(cr, cstride, p->v, p->uv_stride, cwidth, cheight, 224, 128, 128);
	return 1;
}

int turbo_webp(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int ystride, int cstride,
	const uint8_t *rgbx, int stride, int width, int height, int quality, int64_t nanoseconds,
	uint8_t **out, size_t *length) {
	WebPConfig config;
	WebPPicture picture;
	WebPMemoryWriter memory;
	int64_t end = nanoseconds > 0 ? turbo_now() + nanoseconds : 0;
	if (!WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, (float)quality) || !WebPPictureInit(&picture)) return TURBO_UNSUPPORTED;
	WebPMemoryWriterInit(&memory);
	picture.width = width;
	picture.height = height;
	picture.writer = WebPMemoryWrite;
	picture.custom_ptr = &memory;
	picture.progress_hook = in_time;
	picture.user_data = &end;
	int ok = fill(&picture, y, cb, cr, ystride, cstride, rgbx, stride) && WebPEncode(&config, &picture);
	WebPEncodingError error = picture.error_code;
	WebPPictureFree(&picture);
	if (ok) {
		*out = memory.mem;
		*length = memory.size;
		return TURBO_OK;
	}
	WebPMemoryWriterClear(&memory);
	switch (error) {
	case VP8_ENC_ERROR_USER_ABORT: return TURBO_LATE;
	case VP8_ENC_ERROR_OUT_OF_MEMORY:
	case VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY: return TURBO_MEMORY;
	default: return TURBO_UNSUPPORTED;
	}
}
