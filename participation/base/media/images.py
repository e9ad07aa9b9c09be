"""Every picture that comes in from outside is decoded under limits and written anew: what leaves here holds pixels and
nothing else (no position, no date, no camera, no thumbnail of what was cropped away)."""

import io
import logging

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from participation.base.media.storages import random_name

logger = logging.getLogger(__name__)

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 2560
JPEG_QUALITY = 84

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class BadImage(ValueError):
    """A picture that is refused, with the reason as a French sentence."""


def clean_image(file, *, max_side: int = MAX_SIDE) -> ContentFile:
    """Return the picture upright, at most `max_side` pixels long, in sRGB, without any metadata, under a random name.

    `file`: an open file of at most 15 MB holding JPEG, PNG, WebP or HEIC, told by content and not by name. Comes back
    as JPEG, or as PNG (WebP for WebP) when parts of it are see-through; of an animation, the first frame.
    Raises BadImage, and nothing else, whatever the bytes are.
    """
    data = _bounded(file)
    kind = sniff(data)
    if kind is None:
        raise BadImage(_("Ce fichier n’est pas une photo. Choisissez une image JPEG, PNG, WebP ou HEIC."))
    try:
        picture = _decoded(data, kind, max_side)
        return _encoded(picture, kind)
    except BadImage:
        raise
    except Exception as error:
        # Decoders raise anything on hostile bytes (OSError, SyntaxError, struct.error, MemoryError…).
        logger.info("picture refused: %s", type(error).__name__)
        raise BadImage(_("Cette photo est abîmée ou incomplète. Essayez de l’envoyer à nouveau.")) from error


def sniff(data: bytes) -> str | None:
    """Pillow's name of the format, by the first bytes: JPEG, PNG, WEBP, HEIF or None."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS and _heif_is_read():
        return "HEIF"
    return None


def _heif_is_read() -> bool:
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener()
    return True


def _bounded(file) -> bytes:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise BadImage(_("Ce fichier est vide."))
    if len(data) > MAX_BYTES:
        raise BadImage(_("Cette photo pèse plus de %(limit)s Mo.") % {"limit": MAX_BYTES // 1024**2})
    return data


def _decoded(data: bytes, kind: str, max_side: int) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_large()
        # JPEG is decoded at a fraction of its size when that is enough: a 60 Mpx photo then takes 11 MB, not 180.
        picture.draft(None, (max_side, max_side))
        picture.load()
        profile = picture.info.get("icc_profile")
        upright = _plain_mode(_upright(picture))
        upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
        return _in_srgb(upright, profile)


def _too_large() -> BadImage:
    return BadImage(_("Cette photo a plus de %(limit)s millions de pixels.") % {"limit": MAX_PIXELS // 1_000_000})


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as EXIF says. A camera that writes broken EXIF costs its owner the rotation, not the photo."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
    except Exception:
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _plain_mode(picture: Image.Image) -> Image.Image:
    """A copy in RGB, RGBA, L or CMYK, the modes that colour profiles speak of."""
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        return picture.copy()
    if picture.mode.startswith(("I", "F")):
        # 16 bits per pixel: `convert("L")` would clip everything but the darkest.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    see_through = picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, _SRGB, outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            logger.info("colour profile not understood, colours taken as sRGB")
    return picture.convert(target)


def _encoded(picture: Image.Image, kind: str) -> ContentFile:
    see_through = picture.mode == "RGBA" and picture.getextrema()[3][0] < 255
    # Pixels alone go on: an image object carries comments and profiles along in `info`.
    bare = Image.new("RGBA" if see_through else "RGB", picture.size)
    bare.paste(picture if see_through else picture.convert("RGB"))
    out = io.BytesIO()
    if not see_through:
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        extension = "jpg"
    elif kind == "WEBP":
        bare.save(out, "WEBP", quality=JPEG_QUALITY)
        extension = "webp"
    else:
        bare.save(out, "PNG", optimize=True)
        extension = "png"
    return ContentFile(out.getvalue(), name=random_name(None, f"photo.{extension}"))
