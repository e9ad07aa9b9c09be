"""Whatever the bytes are, a refusal is a French sentence."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from participation.base.media import images
from participation.base.media.images import MAX_BYTES, BadImage, clean_image, sniff
from tests.participation.base.pictures import (
    PHOTOS,
    clean,
    opened,
    picture,
    png_chunk,
    saved,
)


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
            + png_chunk(b"IHDR", header)
            + png_chunk(b"IDAT", zlib.compress(b"\x00" * 10_000))
            + png_chunk(b"IEND", b"")
        )
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
        with pytest.raises(BadImage, match="60 millions de pixels"):
            clean(data)

    @pytest.mark.parametrize("side", [8_000, 10_000])
    def test_more_pixels_than_we_take_are_refused_on_either_side_of_pillows_own_limit(self, side, monkeypatch):
        header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        data = (
            b"\x89PNG\r\n\x1a\n"
            + png_chunk(b"IHDR", header)
            + png_chunk(b"IDAT", zlib.compress(b"\x00"))
            + png_chunk(b"IEND", b"")
        )
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
        with pytest.raises(BadImage, match="60 millions de pixels"):
            clean(data)

    def test_a_text_chunk_that_explodes(self):
        chunk = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 80_000_000))
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
