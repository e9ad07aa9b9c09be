"""Faces and number plates made unreadable for good: what leaves here holds none of the pixels that were covered."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageFilter

from participation.base.media.images import clean_image

SIDE = 1000  # a box is given in thousandths of the picture
_TILES = 5  # an area is this many flat tiles along its longer side, whatever its size
_TILE = 12  # pixels at least
_MARGIN = 4  # thousandths around the box, since nobody aims to the pixel


def blur_file(file, boxes) -> ContentFile:
    """A new picture, re-encoded, in which each box (left, top, right, bottom) is a few flat tiles of colour.

    So few that neither a face nor a plate can be guessed back from them; a plain Gaussian blur could be undone. Boxes
    that lie outside are cut to the picture. Raises BadImage as `clean_image`.
    """
    clean = clean_image(file)
    with Image.open(clean) as opened:
        picture = opened.convert("RGBA" if opened.mode in ("RGBA", "LA", "P") else "RGB")
        kind = opened.format
    for box in boxes:
        _cover(picture, _pixels(box, picture.size))
    return _encoded_again(picture, kind)


def _pixels(box, size):
    width, height = size
    left, top, right, bottom = box
    return (
        max(0, (left - _MARGIN) * width // SIDE),
        max(0, (top - _MARGIN) * height // SIDE),
        min(width, -(-(right + _MARGIN) * width // SIDE)),
        min(height, -(-(bottom + _MARGIN) * height // SIDE)),
    )


def _cover(picture, box):
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if width < 1 or height < 1:
        return
    longer = max(width, height)
    most = max(1, min(_TILES, longer // _TILE))
    tiles = max(1, round(width * most / longer)), max(1, round(height * most / longer))
    area = picture.crop(box).filter(ImageFilter.BoxBlur(longer / (2 * most)))
    picture.paste(area.resize(tiles, Image.Resampling.BOX).resize((width, height), Image.Resampling.NEAREST), box)


def _encoded_again(picture, kind):
    """Written without loss, then as every picture: in the same format, under a name of its own."""
    out = io.BytesIO()
    picture.save(out, "WEBP" if kind == "WEBP" else "PNG", **({"lossless": True} if kind == "WEBP" else {}))
    out.seek(0)
    return clean_image(out)
