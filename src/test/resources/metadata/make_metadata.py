#!/usr/bin/env python3
"""Makes small pictures that carry EXIF, IPTC and XMP, as cameras and catalogues write them.

Run with Debian's python3-pil (`apt install python3-pil`): /usr/bin/python3 make_metadata.py
"""
import struct
from pathlib import Path

from PIL import Image, PngImagePlugin

HERE = Path(__file__).resolve().parent
PICTURE = Image.new("RGB", (16, 12), (90, 120, 160))
LISBON = (("N", (38.0, 41.0, 25.2)), ("W", (9.0, 10.0, 37.2)))  # 38.6903, -9.1770

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>bridge</rdf:li><rdf:li> Tejo </rdf:li>
 <rdf:li>Lisboa à noite</rdf:li></rdf:Bag></dc:subject><dc:description><rdf:Alt><rdf:li xml:lang="x-default">The bridge
 in the rain</rdf:li></rdf:Alt></dc:description><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Ponte</rdf:li>
 </rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".replace("\n", "").encode()


def exif(taken=None, offset=None, place=None, description=None, keywords=None, title=None):
    data = Image.Exif()
    if description is not None:
        data[0x010E] = description
    if keywords is not None:
        data[0x9C9E] = (keywords + "\0").encode("utf-16le")
    if title is not None:
        data[0x9C9B] = (title + "\0").encode("utf-16le")
    photo = {}
    if taken is not None:
        photo[0x9003] = taken
    if offset is not None:
        photo[0x9011] = offset
    if photo:
        data[0x8769] = photo
    if place is not None:
        (north, latitude), (east, longitude) = place
        data[0x8825] = {1: north, 2: latitude, 3: east, 4: longitude}
    return data


def iptc(records):
    """Photoshop's segment APP13 with the image resource 0x0404."""
    block = b"".join(struct.pack(">BBBH", 0x1C, 2, tag, len(text)) + text for tag, text in records)
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + b"\0" * (len(block) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def xmp_segment():
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)


def jpeg(name, data, *segments):
    path = HERE / name
    PICTURE.save(path, quality=60, exif=data) if data is not None else PICTURE.save(path, quality=60)
    content = path.read_bytes()
    path.write_bytes(content[:2] + b"".join(segments) + content[2:])


def main():
    full = exif("2023:07:01 18:30:05", "+01:00", LISBON, "EXIF says so", "night;bridge; river ;", "Windows title")
    words = iptc([(120, b"IPTC caption"), (5, b"IPTC title"), (25, b"bridge"), (25, "Brücke".encode()), (25, b" ")])
    jpeg("full.jpg", full, xmp_segment(), words)
    jpeg("iptc.jpg", full, words)
    jpeg("exif.jpg", full)
    jpeg("no-offset.jpg", exif("2023:07:01 18:30:05"))
    jpeg("blank-date.jpg", exif("0000:00:00 00:00:00"))
    jpeg("before-1970.jpg", exif("1969:12:31 23:59:58", "+00:00"))
    jpeg("null-island.jpg", exif(place=(("N", (0.0, 0.0, 0.0)), ("E", (0.0, 0.0, 0.0)))))
    jpeg("off-the-earth.jpg", exif(place=(("N", (97.0, 0.0, 0.0)), ("E", (12.0, 0.0, 0.0)))))
    jpeg("camera-text.jpg", exif(description="OLYMPUS DIGITAL CAMERA         "))
    jpeg("latin1.jpg", exif(description=b"Caf\xe9"))
    huge = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 0x7FFFFFF0, 0) + b"x"
    named = XMP.replace(b'rdf:about=""', b'rdf:about="" xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="' + b"0" * 32 + b'"')
    jpeg("huge-xmp.jpg", exif("2023:07:01 18:30:05"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + named), segment(0xE1, huge))
    jpeg("none.jpg", None)
    PICTURE.save(HERE / "full.webp", exif=full, xmp=XMP)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    PICTURE.save(HERE / "full.png", exif=full, pnginfo=info)
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 50_000_000, zip=True)
    PICTURE.save(HERE / "inflating.png", exif=full, pnginfo=info)
    loaded = Image.Exif()  # Pillow's TIFF writer wants EXIF that was read
    loaded.load(full.tobytes())
    PICTURE.save(HERE / "full.tif", exif=loaded)


main()
