"""What leaves here holds the picture, upright and in its colours, and nothing else."""

import io
import struct

import pytest
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from participation.base.media.images import clean_image
from tests.participation.base.pictures import (
    BLUE,
    RED,
    SECRET,
    clean,
    close,
    exif,
    jpeg_segments,
    linear_profile,
    opened,
    picture,
    png_chunks,
    saved,
    srgb_profile,
    with_segment,
)


class TestMetadata:
    def test_a_jpeg_loses_position_comment_xmp_and_profile(self):
        data = saved(
            picture(), "JPEG", exif=exif(), comment=SECRET.encode(), icc_profile=srgb_profile(), dpi=(300, 300)
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
            icc_profile=srgb_profile(),
        )
        assert {b"tEXt", b"iTXt", b"tIME", b"eXIf", b"iCCP"} <= set(png_chunks(data))
        content = clean(data)
        assert content.name.endswith(".png")
        assert set(png_chunks(content.read())) == {b"IHDR", b"IDAT", b"IEND"}

    def test_a_webp_loses_exif_xmp_and_profile(self):
        see_through = picture(mode="RGBA", colour=(*RED, 128), corner=(*BLUE, 255))
        data = saved(see_through, "WEBP", exif=exif(), xmp=SECRET.encode(), icc_profile=srgb_profile())
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

    def test_colours_of_asrgb_profile_are_brought_to_srgb(self):
        """The numbers mean another colour in a profile with another curve; dropping it would darken the photo."""
        plain = opened(clean(saved(picture(colour=(100, 100, 100)), "PNG")))
        linear = opened(clean(saved(picture(colour=(100, 100, 100)), "PNG", icc_profile=linear_profile())))
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
