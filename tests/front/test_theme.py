import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.base.site.contrast import contrast
from participation.base.site.models import PortalSettings
from portal.theme import DARK_PAPER, INK, LIGHT_PAPER, WHITE, css, dark, light, mixed, stylesheet_url

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
BRANDS = COLOURS.filter(lambda colour: contrast(colour, WHITE) >= 4.5)
SUNS = COLOURS.filter(lambda colour: contrast(colour, INK) >= 4.5)


@given(BRANDS, SUNS)
def test_whatever_the_commune_chose_can_be_read(brand, sun):
    day, night = light(brand, sun), dark(brand)
    assert contrast(day["link"], LIGHT_PAPER) >= 4.5
    assert contrast(night["link"], DARK_PAPER) >= 4.5
    assert contrast(day["foot"], WHITE) >= 4.5
    assert contrast(night["foot"], WHITE) >= 4.5
    assert contrast(night["brand"], WHITE) >= 4.5
    assert contrast(day["sun-strong"], INK) >= 4.5
    for scheme in (day, night):
        assert contrast(scheme["on-brand-soft"], scheme["brand"]) >= 4.5


@given(BRANDS, SUNS)
def test_the_sheet_sets_colours_in_the_tokens_layer_and_nothing_else(brand, sun):
    sheet = css(brand, sun)
    assert sheet.startswith("@layer tokens {")
    assert set(re.findall(r"[:;] --[\w-]+: ([^;]+);", sheet)) <= set(re.findall(r"#[0-9a-f]{6}", sheet))
    assert sheet.count("{") == sheet.count("}") == 4


def test_mixing():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#0b4f6c", "#ffffff", 0) == "#0b4f6c"


def test_default_colours_need_no_sheet():
    assert stylesheet_url(PortalSettings()) == ""
    assert stylesheet_url(PortalSettings(sun_colour="#ffd54a")) == "/theme.css?v=0b4f6c-ffd54a"


@pytest.mark.django_db
def test_a_sheet_with_its_colours_in_the_address_is_kept_a_year(client):
    PortalSettings.objects.create(brand_colour="#7a1f5c")
    kept = client.get("/theme.css?v=7a1f5c-f2b134")
    assert kept["Content-Type"] == "text/css; charset=utf-8"
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand: #7a1f5c;" in kept.content.decode()
    assert client.get("/theme.css?v=000000-ffffff")["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_sheet_is_only_read(client):
    assert client.post("/theme.css").status_code == 405
