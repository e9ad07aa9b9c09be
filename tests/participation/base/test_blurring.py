"""What was covered cannot be read any more, whatever one does to the new picture."""

import io
from itertools import pairwise

import pytest
from PIL import Image

from participation.base.media.blurring import blur_file
from participation.base.media.images import BadImage
from tests.participation.base.pictures import SECRET, exif, opened, saved


def stripes(size=(400, 300), mode="RGB"):
    """Black and white columns of 4 pixels: all contrast, all of it fine."""
    image = Image.new(mode, size, (255, 255, 255, 255)[: len(mode)])
    for left in range(0, size[0], 8):
        image.paste((0, 0, 0, 255)[: len(mode)], (left, 0, left + 4, size[1]))
    return image


def blurred(image, boxes, kind="PNG", **options):
    return opened(blur_file(io.BytesIO(saved(image, kind, **options)), boxes))


def contrast(image, box):
    low, high = image.convert("L").crop(box).getextrema()
    return high - low


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_is_left_in_the_box_and_all_of_it_around(kind):
    image = blurred(stripes(), [(250, 250, 750, 750)], kind)
    assert image.size == (400, 300)
    assert contrast(image, (104, 80, 296, 220)) < 50
    for outside in [(0, 0, 90, 300), (310, 0, 400, 300), (110, 0, 290, 60)]:
        assert contrast(image, outside) > 200


def test_no_pixel_of_the_box_survives():
    """A secret word drawn in the box: two different secrets give nearly the same picture."""
    results = []
    for offset in (0, 4):
        image = stripes()
        box = (160, 120, 240, 160)
        secret = stripes((80, 40)).transform((80, 40), Image.Transform.AFFINE, (1, 0, offset, 0, 1, 0))
        image.paste(secret, box)
        results.append(blurred(image, [(395, 395, 605, 540)]).convert("L").crop((162, 122, 238, 158)))
    pairs = zip(results[0].tobytes(), results[1].tobytes(), strict=True)
    assert max(abs(a - b) for a, b in pairs) < 40


def test_few_flat_tiles():
    """At most six columns of colour in a box of 200 pixels: too few for a face."""
    image = Image.linear_gradient("L").resize((400, 300)).rotate(90, expand=True).resize((400, 300)).convert("RGB")
    row = blurred(image, [(250, 250, 750, 750)]).convert("L").crop((100, 150, 300, 151)).tobytes()
    steps = sum(abs(a - b) > 6 for a, b in pairwise(row))
    assert steps <= 12


def test_the_edge_of_the_picture_and_beyond():
    image = blurred(stripes(), [(0, 0, 100, 100), (950, 950, 1000, 1000)])
    assert contrast(image, (0, 0, 38, 28)) < 50 and contrast(image, (382, 287, 400, 300)) < 50
    assert contrast(image, (100, 100, 300, 200)) > 200


def test_a_box_thinner_than_a_pixel_covers_one():
    assert blurred(stripes((40, 30)), [(500, 0, 501, 1000)]).size == (40, 30)


def test_see_through_stays_see_through():
    image = stripes(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    found = blurred(image, [(500, 500, 900, 900)])
    assert found.mode == "RGBA" and found.getpixel((5, 5))[3] == 0
    assert contrast(found, (205, 155, 355, 265)) < 50


def test_nothing_of_the_camera_comes_along():
    data = saved(stripes(), "JPEG", exif=exif())
    content = blur_file(io.BytesIO(data), [(0, 0, 500, 500)]).read()
    assert SECRET.encode() in data and SECRET.encode() not in content and b"Exif" not in content


def test_a_new_name_each_time():
    data = saved(stripes(), "JPEG")
    assert len({blur_file(io.BytesIO(data), [(0, 0, 9, 9)]).name for _n in range(2)}) == 2


def test_what_is_no_picture():
    with pytest.raises(BadImage):
        blur_file(io.BytesIO(b"x" * 100), [(0, 0, 9, 9)])
