import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from participation.reports.models import Category
from tests.factories.territory import CommuneFactory, QuartierFactory, square
from tests.participation.base.pictures import picture, saved

# In the middle of Canto-Perdrix as the tests draw it, and far from it.
INSIDE, FAR = (43.425, 5.055), (48.85, 2.35)


def photo(name="chez-moi.jpg", data=None):
    return SimpleUploadedFile(name, saved(picture(), "JPEG") if data is None else data, content_type="image/jpeg")


def words(response) -> str:
    """The page as one reads it: no markup, plain spaces."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def kind_of_file(client, address) -> str:
    """The type of a file that is answered, read to its end: what is left open is a warning, and warnings are errors."""
    response = client.get(address)
    b"".join(response.streaming_content)
    response.close()
    return response["Content-Type"]


@pytest.fixture
def commune(db):
    return CommuneFactory(code="MAR", name="Martigues")


@pytest.fixture
def quartier(commune):
    return QuartierFactory(
        commune=commune, name="Canto-Perdrix", slug="canto-perdrix", perimeter=square(43.42, 5.05), perimeter_source="x"
    )


@pytest.fixture
def send(client, quartier):
    """Post the form with one quartier and one category, changed as the test says."""
    light = Category.objects.get(key="eclairage")

    def send(**changed):
        data = {"quartier": quartier.slug, "category": light.key, **changed}
        return client.post(reverse("reports:new"), {key: value for key, value in data.items() if value is not None})

    return send
