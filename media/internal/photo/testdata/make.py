"""Makes the pictures here that Go can't write: python3 make.py, with Pillow 13.

Each is 48 by 32: red, green, blue and white quarters, from the left above, row
by row. The animations go on with a black frame.
"""

from PIL import Image

SIZE = (48, 32)
RED, GREEN, BLUE, WHITE = (220, 30, 40), (30, 200, 60), (40, 60, 210), (255, 255, 255)


def quarters():
    picture = Image.new("RGB", SIZE)
    for i, colour in enumerate([RED, GREEN, BLUE, WHITE]):
        picture.paste(Image.new("RGB", (24, 16), colour), (i % 2 * 24, i // 2 * 16))
    return picture


def cmyk(picture):
    """CMYK without black, as Adobe writes it; Pillow inverts on the way out."""
    c, m, y = (channel.point(lambda v: 255 - v) for channel in picture.split())
    return Image.merge("CMYK", (c, m, y, Image.new("L", SIZE, 0)))


def ycck(picture):
    """The same with its colours in YCbCr, which only the Adobe marker tells."""
    inverted = Image.merge("RGB", [channel.point(lambda v: 255 - v) for channel in picture.split()])
    planes = [channel.point(lambda v: 255 - v) for channel in inverted.convert("YCbCr").split()]
    return Image.merge("CMYK", (*planes, Image.new("L", SIZE, 0)))


def main():
    picture, black = quarters(), Image.new("RGB", SIZE)
    picture.save("progressive.jpg", quality=90, progressive=True)
    picture.save("444.jpg", quality=90, subsampling=0)
    picture.save("422.jpg", quality=90, subsampling=1)
    picture.convert("L").save("grey.jpg", quality=90)
    picture.save("rgb.jpg", quality=90, keep_rgb=True)
    cmyk(picture).save("cmyk.jpg", quality=90)
    ycck(picture).save("ycck.jpg", quality=90)
    with open("ycck.jpg", "r+b") as file:
        data = file.read()
        file.seek(data.index(b"Adobe") + 11)
        file.write(b"\x02")
    picture.save("lossy.webp", quality=90)
    picture.save("lossless.webp", lossless=True)
    picture.save("animated.webp", save_all=True, append_images=[black], lossless=True)
    clear = picture.convert("RGBA")
    clear.paste((0, 0, 0, 0), (24, 16, 48, 32))
    clear.save("alpha.webp", quality=90, exact=True)
    clear.save("animated-alpha.webp", save_all=True, append_images=[black], quality=90)
    picture.quantize(8).save("animated.gif", save_all=True, append_images=[black], duration=100)
    clear.save("animated.png", save_all=True, append_images=[black.convert("RGBA")])


main()
