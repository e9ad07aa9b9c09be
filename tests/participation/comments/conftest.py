import pytest

from tests.factories.cms import ConventionPageFactory, ProjectPageFactory
from tests.factories.territory import CommuneFactory, PartnerFactory


@pytest.fixture
def commune(db):
    return CommuneFactory(name="Martigues")


@pytest.fixture
def partner(commune):
    return PartnerFactory(name="Phare Habitat", commune=commune)


@pytest.fixture
def fiche(commune, partner):
    """A fiche of a convention of the commune, conducted by the partner."""
    convention = ConventionPageFactory(commune=commune)
    return ProjectPageFactory(convention=convention, title="Éclairer les passages", lead=partner)


@pytest.fixture
def send(client, fiche):
    """`send(text="…", email="…")` opens the form of the fiche and posts it; `client` is who does it."""

    def sent(who=None, query="", **values):
        asked = who or client
        address = f"/commentaires/ecrire/fiche/{fiche.pk}/{query}"
        form = asked.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        return asked.post(address, {**data, **values})

    return sent
