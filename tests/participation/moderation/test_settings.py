"""The settings page of moderation, in Wagtail."""

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.enums import Role
from participation.accounts.services import sync_roles
from participation.moderation import selectors
from participation.moderation.models import ModerationSettings
from tests.factories.accounts import staff_with
from tests.factories.cms import ProjectPageFactory
from tests.factories.moderation import moderation_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return f"/admin/settings/moderation/moderationsettings/{moderation_settings().pk}/"


def posted(**values):
    settings = ModerationSettings()
    names = [field.name for field in settings._meta.fields if field.name not in ("id", "charter_page")]
    return {**{name: getattr(settings, name) for name in names}, "charter_page": "", **values}


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.GUSP_COORDINATOR, 302), (Role.EDITOR, 302)]
)
def test_only_who_may_edit_settings(client, address, role, status):
    sync_roles()
    client.force_login(staff_with(role))
    assert client.get(address).status_code == status


def test_it_is_saved_and_used(client, address):
    sync_roles()
    client.force_login(staff_with(Role.ADMINISTRATOR))
    response = client.post(address, posted(words="Éléphant\r\n\r\nbête noire", flags_needed="5"))
    assert response.status_code == 302, response.context["form"].errors
    row = selectors.moderation_settings()
    assert (row.flags_needed, row.words.split()) == (5, ["Éléphant", "bête", "noire"])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"words": "connard\n!!!\nx\n" + "a" * 81}, "Ligne 2 : écrivez un mot d’au moins deux lettres"),
        ({"words": "connard\n!!!\nx\n" + "a" * 81}, "Ligne 3 : écrivez un mot"),
        ({"words": "connard\n!!!\nx\n" + "a" * 81}, "Ligne 4 : 80 signes au plus."),
        ({"outside_name": "la médiatrice"}, "Donnez le nom et l’adresse du contact"),
        ({"outside_email": "mediatrice@exemple.org"}, "Donnez le nom et l’adresse du contact"),
    ],
)
def test_what_is_wrong_is_said_by_line(client, address, values, sentence):
    sync_roles()
    client.force_login(staff_with(Role.ADMINISTRATOR))
    response = client.post(address, posted(**values))
    assert response.status_code == 200 and sentence in response.content.decode().replace("&#x27;", "’")


@pytest.mark.parametrize(
    "values",
    [
        *({"flags_needed": 0}, {"undo_seconds": 601}, {"retention_days": 1}, {"seal_days": 2191}, {"ban_days": 0}),
        {"threats": "\n".join(["mot"] * 2001)},
        {"agents": "  ?  "},
        {"outside_email": "mediatrice", "outside_name": "x"},
    ],
)
def test_limits(values):
    with pytest.raises(ValidationError) as refusal:
        ModerationSettings(**values).full_clean()
    assert set(refusal.value.message_dict) <= set(values)


def test_defaults_where_nobody_entered_any():
    assert selectors.moderation_settings().pk is None and selectors.moderation_settings().undo_seconds == 10
    ModerationSettings().full_clean()


def test_the_charter_once_it_is_online():
    page = ProjectPageFactory(live=False)
    moderation_settings(charter_page=page)
    assert selectors.charter_url() == ""
    page.live = True
    page.save()
    assert selectors.charter_url() == page.url != ""
    moderation_settings(charter_page=None)
    assert selectors.charter_url() == ""
