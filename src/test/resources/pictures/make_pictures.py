#!/usr/bin/env python3
"""Makes one small picture of each flavour, and under expected/ what Pillow reads from it, on white.

Run with Debian's python3-pil (`apt install python3-pil`): /usr/bin/python3 make_pictures.py
"""
import math
from pathlib import Path

from PIL import Image, ImageOps, PngImagePlugin, TiffImagePlugin

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 40, 24


def smooth(phase=0.0):
    image = Image.new("RGB", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            wave = 127 + 120 * math.sin(x / 6 + phase) * math.cos(y / 7)
            image.putpixel((x, y), (int(wave), 6 * x, 255 - 10 * y))
    return image


def alpha():
    image = Image.new("L", (WIDTH, HEIGHT))
    image.putdata([min(255, (x * 9 + y * 3) % 300) for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def on_white(image):
    if image.mode in ("I;16", "I"):
        high = Image.new("L", image.size)
        high.putdata([v >> 8 for v in image.getdata()])
        return high.convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def save(image, name, **options):
    path = HERE / name
    image.save(path, **options)
    expect(path)


def expect(path):
    with Image.open(path) as image:
        image.seek(0)
        # Pillow turns TIFFs upright when it loads them, and exif_transpose would do it again.
        upright = image if path.suffix == ".tif" else ImageOps.exif_transpose(image)
        on_white(upright).save(HERE / "expected" / (path.name + ".png"), optimize=True)


def ycck(image):
    """Pillow writes CMYK; stored as YCC of the inks, and so marked, the same file is YCCK."""
    c, m, y, k = image.convert("CMYK").split()
    k = k.point(lambda v: v + 30)
    ycc = Image.merge("RGB", (c, m, y)).convert("YCbCr").split()
    path = HERE / "ycck.jpg"
    Image.merge("CMYK", [b.point(lambda v: 255 - v) for b in ycc] + [k]).save(path, quality=95, subsampling=0)
    data = bytearray(path.read_bytes())
    data[data.index(b"Adobe") + 11] = 2
    path.write_bytes(data)
    expect(path)


def main():
    (HERE / "expected").mkdir(exist_ok=True)
    rgb = smooth()
    gray = rgb.convert("L")
    rgba = rgb.copy()
    rgba.putalpha(alpha())
    palette = rgb.quantize(16)

    save(rgb, "baseline.jpg", quality=90)
    save(rgb, "progressive.jpg", quality=90, progressive=True)
    save(gray, "gray.jpg", quality=90)
    save(rgb.convert("CMYK"), "cmyk.jpg", quality=95)
    ycck(rgb)
    exif = Image.Exif()
    exif[0x0112] = 6
    save(rgb, "quarter-turn.jpg", quality=90, exif=exif)

    save(rgb, "rgb.png")
    save(rgba, "alpha.png")
    save(rgba.convert("LA"), "gray-alpha.png")
    save(gray.convert("I").point(lambda v: v * 257 - 100), "gray16.png")
    save(palette, "palette.png")
    save(palette, "palette-transparent.png", transparency=bytes([0, 90, 200] + [255] * 13))
    save(gray.point(lambda v: v > 120 and 255).convert("1"), "bilevel.png")
    save(rgb, "rgb-key.png", transparency=rgb.getpixel((3, 3)))
    save(rgb, "quarter-turn.png", exif=exif)

    save(rgb, "lossy.webp", quality=90)
    save(rgb, "lossless.webp", lossless=True)
    save(rgba, "alpha.webp", lossless=True, exact=True)
    save(rgb, "animated.webp", lossless=True, save_all=True, append_images=[smooth(1), smooth(2)])
    save(rgb, "quarter-turn.webp", lossless=True, exif=exif)

    save(palette, "still.gif")
    save(palette, "interlaced.gif", interlace=1)
    save(palette, "transparent.gif", transparency=2)
    save(palette, "animated.gif", save_all=True, append_images=[smooth(1).quantize(16), smooth(2).quantize(16)])

    save(rgb, "rgb.tif")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(rgb, f"rgb-{compression.removeprefix('tiff_')}.tif", compression=compression)
    save(rgba, "alpha.tif")
    save(gray, "gray.tif")
    save(gray.convert("I").point(lambda v: v * 257 - 100).convert("I;16"), "gray16.tif")
    save(palette, "palette.tif")
    save(gray.point(lambda v: v > 120 and 255).convert("1"), "bilevel.tif")
    save(gray.point(lambda v: v > 120 and 255).convert("1"), "fax.tif", compression="group4")
    save(rgb, "pages.tif", save_all=True, append_images=[smooth(1)])
    turned = TiffImagePlugin.ImageFileDirectory_v2()
    turned[0x0112] = 6
    save(rgb, "quarter-turn.tif", tiffinfo=turned)
    rgb.convert("CMYK").save(HERE / "unsupported-cmyk.tif")
    rgba.convert("LA").save(HERE / "unsupported-gray-alpha.tif")
    gray.convert("F").save(HERE / "unsupported-float.tif")

    save(rgb, "rgb.bmp")
    save(palette, "palette.bmp")
    save(gray, "gray.bmp")
    save(gray.point(lambda v: v > 120 and 255).convert("1"), "bilevel.bmp")
    save(rgba, "alpha.bmp")


main()
