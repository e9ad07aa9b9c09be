from io import BytesIO

import pytest
from PIL import Image

from portal.demo.drawings import LIT, street
from portal.demo.files import Files

PICTURES = Files()["pictures.toml"]["picture"]


def colours(picture):
    image = Image.open(BytesIO(street(picture)))
    assert image.size == (1600, 900)
    return {value: count for count, value in image.convert("RGB").getcolors()}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture["key"])
def test_each_picture_is_small_described_and_has_a_lit_window(picture):
    assert len(street(picture)) < 30_000
    assert 40 < len(picture["alt"]) <= 250
    sun = tuple(bytes.fromhex(LIT[1:]))
    near = [value for value in colours(picture) if max(abs(a - b) for a, b in zip(value, sun, strict=True)) < 8]
    assert near


def test_a_picture_is_drawn_alike_twice():
    assert street(PICTURES[0]) == street(PICTURES[0])


def test_more_lit_windows_make_more_sun():
    dark, bright = ({**PICTURES[0], "lit": lit} for lit in (0.1, 0.9))
    sun = tuple(bytes.fromhex(LIT[1:]))

    def lit(picture):
        return sum(
            count
            for value, count in colours(picture).items()
            if max(abs(a - b) for a, b in zip(value, sun, strict=True)) < 8
        )

    assert lit(bright) > 4 * lit(dark)
