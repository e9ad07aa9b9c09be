"""Pictures for tests, and what is inside the files they become."""

import io
import struct
import zlib

from PIL import Image, ImageCms

from participation.base.media.images import clean_image

ORIENTATION, MAKE, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 0x0002
SECRET = "Habitante-du-4e-etage"
RED, BLUE = (200, 20, 20), (20, 20, 200)


def picture(size=(64, 48), mode="RGB", colour=RED, corner=BLUE):
    """One colour with the top left quarter in another, so that turns show."""
    image = Image.new(mode, size, colour)
    image.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    return image


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation=1):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[MAKE] = SECRET
    data.get_ifd(GPS)[LATITUDE] = (43.0, 24.0, 36.0)
    return data


def clean(data, **options):
    return clean_image(io.BytesIO(data), **options)


def opened(content):
    return Image.open(io.BytesIO(content.read()))


def close(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


def jpeg_segments(data):
    """The markers of the header, up to the start of the picture data."""
    position, found = 2, []
    while data[position + 1] != 0xDA:
        found.append((data[position + 1], data[position + 4 : position + 2 + _length(data, position)]))
        position += 2 + _length(data, position)
    return found


def _length(data, position):
    return struct.unpack(">H", data[position + 2 : position + 4])[0]


def png_chunks(data):
    position, found = 8, []
    while position < len(data):
        length = struct.unpack(">I", data[position : position + 4])[0]
        found.append(data[position + 4 : position + 8])
        position += length + 12
    return found


def with_segment(jpeg, marker, payload):
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def png_chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def linear_profile():
    """sRGB's primaries with a straight curve: its three `curv` tags replaced by one of no entries."""
    profile = bytearray(srgb_profile())
    count = struct.unpack(">I", profile[128:132])[0]
    for index in range(count):
        at = 132 + 12 * index
        if profile[at : at + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            offset = struct.unpack(">I", profile[at + 4 : at + 8])[0]
            profile[offset : offset + 12] = b"curv" + b"\x00" * 8
    return bytes(profile)


PHOTOS = {
    "JPEG": saved(picture(), "JPEG", exif=exif(6), icc_profile=srgb_profile()),
    "PNG": saved(picture(), "PNG", exif=exif(), icc_profile=srgb_profile()),
    "WEBP": saved(picture(), "WEBP", exif=exif(), icc_profile=srgb_profile()),
}
