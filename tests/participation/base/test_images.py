"""Pictures from outside: what leaves holds pixels and nothing else, and hostile bytes end in a French sentence."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from participation.base.media import images
from participation.base.media.images import MAX_BYTES, BadImage, clean_image, sniff

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


class TestMetadata:
    def test_a_jpeg_loses_position_comment_xmp_and_profile(self):
        data = saved(
            picture(), "JPEG", exif=exif(), comment=SECRET.encode(), icc_profile=_wide_profile(), dpi=(300, 300)
        )
        data = with_segment(data, 0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + SECRET.encode())
        data = with_segment(data, 0xED, b"Photoshop 3.0\x00" + SECRET.encode())
        assert data.count(SECRET.encode()) == 4
        out = clean(data).read()
        assert SECRET.encode() not in out
        markers = {marker for marker, _payload in jpeg_segments(out)}
        assert markers & {*range(0xE1, 0xF0), 0xFE} == set()
        assert [payload[:5] for marker, payload in jpeg_segments(out) if marker == 0xE0] == [b"JFIF\x00"]
        assert not Image.open(io.BytesIO(out)).getexif()

    def test_a_png_loses_text_time_exif_and_profile(self):
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET)
        text.add_itxt("XML:com.adobe.xmp", SECRET, zip=True)
        text.add(b"tIME", struct.pack(">HBBBBB", 2026, 3, 24, 10, 0, 0))
        data = saved(
            picture(mode="RGBA", colour=(*RED, 128), corner=(*BLUE, 255)),
            "PNG",
            pnginfo=text,
            exif=exif(),
            icc_profile=_wide_profile(),
        )
        assert {b"tEXt", b"iTXt", b"tIME", b"eXIf", b"iCCP"} <= set(png_chunks(data))
        content = clean(data)
        assert content.name.endswith(".png")
        assert set(png_chunks(content.read())) == {b"IHDR", b"IDAT", b"IEND"}

    def test_a_webp_loses_exif_xmp_and_profile(self):
        see_through = picture(mode="RGBA", colour=(*RED, 128), corner=(*BLUE, 255))
        data = saved(see_through, "WEBP", exif=exif(), xmp=SECRET.encode(), icc_profile=_wide_profile())
        assert b"EXIF" in data
        content = clean(data)
        out = content.read()
        assert content.name.endswith(".webp")
        assert not any(chunk in out for chunk in (b"EXIF", b"XMP ", b"ICCP", SECRET.encode()))

    def test_a_heic_becomes_a_bare_jpeg(self):
        from pillow_heif import register_heif_opener

        register_heif_opener()
        content = clean(saved(picture(), "HEIF", exif=exif().tobytes(), xmp=SECRET.encode()))
        out = content.read()
        assert content.name.endswith(".jpg")
        assert SECRET.encode() not in out
        assert {marker for marker, _payload in jpeg_segments(out)} & {*range(0xE1, 0xF0), 0xFE} == set()

    def test_the_thumbnail_inside_exif_goes_too(self):
        """Cropping a photo on a telephone leaves the whole scene in there."""
        thumbnail = saved(picture((16, 12), colour=BLUE), "JPEG", comment=SECRET.encode())
        data = with_segment(saved(picture(), "JPEG"), 0xE1, b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00" + thumbnail)
        assert SECRET.encode() not in clean(data).read()

    def test_what_follows_the_picture_goes(self):
        assert SECRET.encode() not in clean(saved(picture(), "JPEG") + SECRET.encode()).read()


class TestPixels:
    @pytest.mark.parametrize(
        ("orientation", "corner"),
        [(1, "nw"), (2, "ne"), (3, "se"), (4, "sw"), (5, "nw"), (6, "ne"), (7, "se"), (8, "sw")],
    )
    def test_the_picture_stands_upright(self, orientation, corner):
        image = opened(clean(saved(picture((80, 48)), "JPEG", exif=exif(orientation), quality=95)))
        assert image.size == ((48, 80) if orientation >= 5 else (80, 48))
        places = {"nw": (4, 4), "ne": (-5, 4), "sw": (4, -5), "se": (-5, -5)}
        for name, (x, y) in places.items():
            pixel = image.getpixel((x % image.width, y % image.height))
            assert close(pixel, BLUE if name == corner else RED), name

    def test_an_orientation_that_does_not_exist_changes_nothing(self):
        assert opened(clean(saved(picture((80, 48)), "JPEG", exif=exif(77)))).size == (80, 48)

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
    def test_broken_exif_costs_the_rotation_and_not_the_photo(self):
        data = with_segment(saved(picture((80, 48)), "JPEG"), 0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\x7fgarbage")
        assert opened(clean(data)).size == (80, 48)

    @pytest.mark.parametrize(("size", "side", "expected"), [((400, 100), 200, (200, 50)), ((90, 300), 150, (45, 150))])
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_the_long_side_is_bounded(self, kind, size, side, expected):
        assert opened(clean(saved(picture(size), kind), max_side=side)).size == expected

    def test_a_small_picture_is_not_blown_up(self):
        assert opened(clean(saved(picture((8, 6)), "JPEG"))).size == (8, 6)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_mode_of_png_is_read(self, mode):
        source = Image.linear_gradient("L").resize((32, 32))
        image = (
            source.convert("I").point(lambda value: value * 256).convert(mode)
            if mode == "I;16"
            else source.convert(mode)
        )
        out = opened(clean(saved(image, "PNG")))
        assert out.mode in ("RGB", "RGBA")
        top, bottom = out.getpixel((16, 1)), out.getpixel((16, 30))
        assert top[0] < 60
        assert bottom[0] > 190

    def test_a_cmyk_jpeg_is_read(self):
        out = opened(clean(saved(picture().convert("CMYK"), "JPEG", quality=95)))
        assert out.mode == "RGB"
        assert close(out.getpixel((60, 40)), RED)

    def test_a_palette_with_transparency_stays_see_through(self):
        image = Image.new("P", (20, 20), 0)
        image.putpalette([0, 0, 0, 200, 20, 20])
        image.paste(1, (0, 0, 10, 20))
        content = clean(saved(image, "PNG", transparency=0))
        assert content.name.endswith(".png")
        out = opened(content)
        assert out.getpixel((15, 10))[3] == 0
        assert out.getpixel((5, 10)) == (200, 20, 20, 255)

    def test_an_alpha_channel_that_hides_nothing_becomes_jpeg(self):
        content = clean(saved(picture().convert("RGBA"), "PNG"))
        assert content.name.endswith(".jpg")
        assert close(opened(content).getpixel((60, 40)), RED)

    def test_colours_of_a_wide_profile_are_brought_to_srgb(self):
        """The numbers mean another colour in a profile with another curve; dropping it would darken the photo."""
        plain = opened(clean(saved(picture(colour=(100, 100, 100)), "PNG")))
        linear = opened(clean(saved(picture(colour=(100, 100, 100)), "PNG", icc_profile=_linear_profile())))
        assert linear.getpixel((60, 40))[0] > plain.getpixel((60, 40))[0] + 30

    def test_a_broken_profile_is_ignored(self):
        out = opened(clean(saved(picture(), "JPEG", icc_profile=b"nonsense" * 20)))
        assert close(out.getpixel((60, 40)), RED)

    @pytest.mark.parametrize(("kind", "extension"), [("PNG", "jpg"), ("WEBP", "jpg")])
    def test_of_an_animation_the_first_frame_stays(self, kind, extension):
        frames = [picture(colour=RED), picture(colour=(20, 200, 20))]
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert Image.open(io.BytesIO(data)).n_frames == 2
        content = clean(data)
        assert content.name.endswith(extension)
        out = opened(content)
        assert getattr(out, "n_frames", 1) == 1
        assert close(out.getpixel((60, 40)), RED)

    def test_the_name_is_new_each_time_and_tells_nothing(self):
        data = saved(picture(), "JPEG")
        one, other = (clean_image(ContentFile(data, name=f"{SECRET}.jpg")).name for _ in range(2))
        assert one != other
        assert SECRET not in one

    def test_cleaning_twice_gives_the_same_picture(self):
        once = clean(saved(picture(), "JPEG")).read()
        assert opened(clean(once)).size == Image.open(io.BytesIO(once)).size


class TestRefusals:
    def test_an_empty_file(self):
        with pytest.raises(BadImage, match="vide"):
            clean(b"")

    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"%PDF-1.7",
            b"<!doctype html><script>",
            b"MZ" + b"\x00" * 100,
            pytest.param(saved(picture(), "GIF"), id="gif"),
            pytest.param(saved(picture(), "TIFF"), id="tiff"),
            pytest.param(saved(picture(), "BMP"), id="bmp"),
        ],
    )
    def test_what_is_no_photo(self, data):
        with pytest.raises(BadImage, match="pas une photo"):
            clean(data)

    def test_a_heavy_file_is_not_read_to_its_end(self):
        class Endless(io.RawIOBase):
            asked = 0

            def seek(self, *args):
                return 0

            def read(self, size=-1):
                type(self).asked = size
                return b"\xff\xd8\xff" * size if size < 0 else b"\xff" * size

        with pytest.raises(BadImage, match="15 Mo"):
            clean_image(Endless())
        assert Endless.asked == MAX_BYTES + 1

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
    def test_a_truncated_file(self, kind):
        noise = Image.effect_noise((200, 200), 90).convert("RGB")
        if kind == "HEIF":
            from pillow_heif import register_heif_opener

            register_heif_opener()
        data = saved(noise, kind)
        with pytest.raises(BadImage, match="abîmée"):
            clean(data[: len(data) // 2])

    def test_a_bomb_is_refused_before_it_is_decoded(self, monkeypatch):
        """60 000 × 60 000 pixels in a few kilobytes."""
        header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
        data = (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(b"\x00" * 10_000))
            + _chunk(b"IEND", b"")
        )
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
        with pytest.raises(BadImage, match="60 millions de pixels"):
            clean(data)

    @pytest.mark.parametrize("side", [8_000, 10_000])
    def test_more_pixels_than_we_take_are_refused_on_either_side_of_pillows_own_limit(self, side, monkeypatch):
        header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        data = (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(b"\x00"))
            + _chunk(b"IEND", b"")
        )
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
        with pytest.raises(BadImage, match="60 millions de pixels"):
            clean(data)

    def test_a_text_chunk_that_explodes(self):
        chunk = _chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 80_000_000))
        data = saved(picture(), "PNG")
        with pytest.raises(BadImage):
            clean(data[:33] + chunk + data[33:])

    def test_heic_is_no_photo_where_the_library_is_missing(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
        assert sniff(b"\x00\x00\x00\x18ftypheic") is None

    @pytest.mark.parametrize(
        "magic",
        [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBPVP8 ", b"\x00\x00\x00\x18ftypheic"],
    )
    @given(tail=st.binary(max_size=400))
    def test_hostile_bytes_raise_bad_image_and_nothing_else(self, magic, tail):
        with pytest.raises(BadImage):
            clean(magic + tail)

    @given(
        kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
        changes=st.lists(st.tuples(st.integers(min_value=0), st.integers(0, 255)), min_size=1, max_size=30),
    )
    def test_a_damaged_photo_is_cleaned_or_refused(self, kind, changes):
        data = bytearray(PHOTOS[kind])
        for position, value in changes:
            data[position % len(data)] = value
        try:
            content = clean(bytes(data))
        except BadImage as error:
            assert str(error)
        else:
            assert opened(content).size[0] <= images.MAX_SIDE


def _chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def _wide_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _linear_profile():
    """sRGB's primaries with a straight curve: its three `curv` tags replaced by one of no entries."""
    profile = bytearray(_wide_profile())
    count = struct.unpack(">I", profile[128:132])[0]
    for index in range(count):
        at = 132 + 12 * index
        if profile[at : at + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            offset = struct.unpack(">I", profile[at + 4 : at + 8])[0]
            profile[offset : offset + 12] = b"curv" + b"\x00" * 8
    return bytes(profile)


PHOTOS = {
    "JPEG": saved(picture(), "JPEG", exif=exif(6), icc_profile=_wide_profile()),
    "PNG": saved(picture(), "PNG", exif=exif(), icc_profile=_wide_profile()),
    "WEBP": saved(picture(), "WEBP", exif=exif(), icc_profile=_wide_profile()),
}
