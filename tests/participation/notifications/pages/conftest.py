import re
from html import unescape

import pytest
from django.urls import reverse

from participation.notifications import services
from tests.factories.accounts import UserFactory
from tests.factories.cms import ProjectPageFactory
from tests.factories.territory import CommuneFactory, QuartierFactory, square

MAIL = "nadia@exemple.fr"
# In the middle of Canto-Perdrix as the tests draw it, and far from it.
INSIDE, FAR = (43.425, 5.055), (48.85, 2.35)


def words(response) -> str:
    """The page as one reads it: no markup, plain spaces."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def follow_url(kind, key) -> str:
    return reverse("notifications:follow", args=[kind, key])


def path_of(link) -> str:
    """An absolute address of a mail, as the test client takes it."""
    return "/" + link.split("/", 3)[3]


def post(client, url, **data):
    return client.post(url, data)


@pytest.fixture
def quartier(db):
    commune = CommuneFactory(code="MAR", name="Martigues")
    return QuartierFactory(
        commune=commune, name="Canto-Perdrix", slug="canto-perdrix", perimeter=square(43.42, 5.05), perimeter_source="x"
    )


@pytest.fixture
def project(db):
    return ProjectPageFactory(title="Éclairer les passages")


@pytest.fixture
def user(db):
    return UserFactory(email="lea@exemple.fr")


@pytest.fixture
def mine(user):
    """What an account is told."""
    return services.recipient_of(user=user)


@pytest.fixture
def stranger(db):
    """An address without account that confirmed."""
    return services.recipient_of(email=MAIL, confirmed=True)
