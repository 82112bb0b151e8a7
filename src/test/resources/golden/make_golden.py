#!/usr/bin/env python3
"""Makes the golden files beside this script with Pillow, the reference for resampling.

Run with Debian's python3-pil (`apt install python3-pil`): /usr/bin/python3 make_golden.py
Every output is named after what was done: <picture>_<width>x<height>_<filter>.png.
The preprocessing follows Hugging Face's image_transforms (resize of the shortest edge, center_crop).
"""
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "box": 4}
SIZES = {
    "rich": [(97, 61), (40, 30), (31, 97), (1, 1), (97, 13), (150, 83), (193, 122), (7, 200)],
    "scene": [(64, 43), (33, 87), (128, 128), (271, 180)],
    "tiny": [(1, 1), (5, 9), (16, 3)],
}


def rich():
    """Gradients, rings of rising frequency, noise and hard edges, where filters over- and undershoot."""
    source = random.Random(7)
    image = Image.new("RGB", (97, 61))
    for y in range(61):
        for x in range(97):
            ring = 127 + 127 * math.sin(((x - 48) ** 2 + (y - 30) ** 2) / 40)
            if x > 70 and y > 30:
                pixel = tuple(source.choice((0, 255)) for _ in range(3))
            elif x < 20:
                pixel = (source.randrange(256), x * 12, 255 * ((x // 3 + y // 5) % 2))
            else:
                pixel = (int(ring), 4 * y, int(255 - ring) if y % 2 else 2 * x)
            image.putpixel((x, y), pixel)
    return image


def scene():
    """Waves of falling strength behind things with edges, as in photographs."""
    source = random.Random(11)
    waves = [
        (source.choice((-1, 1)) * 2**octave, source.uniform(-1, 1) * 2**octave, source.uniform(0, 6.3), channel)
        for octave in range(6)
        for channel in (0, 1, 2)
        for _ in range(3)
    ]
    image = Image.new("RGB", (180, 120))
    for y in range(120):
        for x in range(180):
            pixel = [128.0, 128.0, 128.0]
            for across, down, phase, channel in waves:
                wave = math.sin((across * x + down * y) / 40 + phase)
                pixel[channel] += 60 * wave / math.hypot(across, down)
                pixel[(channel + 1) % 3] += 20 * wave / math.hypot(across, down)
            image.putpixel((x, y), tuple(max(0, min(255, int(value))) for value in pixel))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, size = source.randrange(180), source.randrange(120), source.randrange(12, 45)
        colour = tuple(source.randrange(256) for _ in range(3))
        shape = source.choice((draw.ellipse, draw.rectangle))
        shape((x - size // 2, y - size // 3, x + size // 2, y + size // 3), fill=colour)
    return image


def shortest_edge(image, edge):
    width, height = image.size
    short, long = min(width, height), max(width, height)
    other = int(edge * long / short)
    return (edge, other) if width <= height else (other, edge)


def center_crop(image, height, width):
    """transformers.image_transforms.center_crop, on rows and columns."""
    top, left = (image.height - height) // 2, (image.width - width) // 2
    if top >= 0 and left >= 0 and top + height <= image.height and left + width <= image.width:
        return image.crop((left, top, left + width, top + height))
    new_height, new_width = max(height, image.height), max(width, image.width)
    top_pad = math.ceil((new_height - image.height) / 2)
    left_pad = math.ceil((new_width - image.width) / 2)
    padded = Image.new("RGB", (new_width, new_height))
    padded.paste(image, (left_pad, top_pad))
    top, left = top + top_pad, left + left_pad
    box = (max(0, left), max(0, top), min(new_width, left + width), min(new_height, top + height))
    return padded.crop(box)


def main():
    scene().save(HERE / "scene.png", optimize=True)
    rich().save(HERE / "rich.png", optimize=True)
    rich().crop((60, 25, 63, 27)).save(HERE / "tiny.png", optimize=True)
    for name, sizes in SIZES.items():
        image = Image.open(HERE / f"{name}.png")
        for width, height in sizes:
            for filter_name, code in FILTERS.items():
                out = HERE / f"{name}_{width}x{height}_{filter_name}.png"
                image.resize((width, height), code).save(out, optimize=True)
    for name, edge, height, width in [
        ("scene", 73, 64, 64), ("rich", 32, 32, 32), ("rich", 50, 64, 41), ("scene", 40, 71, 33), ("scene", 61, 60, 90),
        ("rich", 64, 81, 120),
    ]:
        image = Image.open(HERE / f"{name}.png")
        image = image.resize(shortest_edge(image, edge), Image.BICUBIC)
        center_crop(image, height, width).save(HERE / f"{name}_edge{edge}_crop{height}x{width}.png", optimize=True)


main()
