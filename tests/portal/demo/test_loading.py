"""Once, all of it or nothing, and never a row somebody added."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from cms.models import (
    ConventionPage,
    Milestone,
    NewsIndexPage,
    NewsPage,
    PortalImage,
    ProjectPage,
    QuartierPage,
    StandardPage,
)
from home.models import HomePage
from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.base.site.models import PortalSettings
from participation.territory.models import Commune, Partner, Quartier, Residence
from portal.demo.errors import DataError
from portal.demo.files import DATA, Files
from portal.demo.loader import AlreadyThere, load_demo
from portal.demo.models import DemoRow

DAY = date(2026, 3, 24)
PASSING = {"sessions.session", "accounts.usersession"}


def everything():
    """How many rows each table holds."""
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in PASSING
    }


def editorial_files():
    """Public files but for the photos of reports: their names are random, and former copies go on commit."""
    folders = (Path(settings.MEDIA_ROOT) / name for name in ("documents", "original_images"))
    return sorted(path.name for folder in folders for path in folder.rglob("*") if path.is_file())


def run(*args):
    out = StringIO()
    call_command("load_demo", *args, stdout=out)
    return out.getvalue()


# --- Once -------------------------------------------------------------------------------------------------------------
def test_a_second_load_says_so_and_changes_nothing(demo_db):
    Partner.objects.filter(slug="logirem").update(name="Changé")
    before = everything()
    assert "déjà chargée" in run()
    assert everything() == before
    assert Partner.objects.get(slug="logirem").name == "Changé"


def test_what_people_removed_does_not_come_back_by_itself(demo_db):
    NewsPage.objects.all().delete()
    DemoRow.objects.all().delete()
    run()
    assert not NewsPage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", ["a commune", "a page"])
def test_a_database_in_use_is_not_filled(somebody):
    if somebody == "a commune":
        Commune.objects.create(code="ARL", name="Arles", slug="arles", insee_code="13004")
    else:
        HomePage.objects.get().add_child(instance=StandardPage(title="À nous", slug="a-nous"))
    assert "contient déjà des données" in run()
    assert not Partner.objects.exists()


@pytest.mark.django_db
def test_production_never_loads_it(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="jamais en production"):
        run()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="30 février"):
        run("--day", "30 février")


# --- All or nothing ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("pages.toml", 'convention = "cinq', 'convention = "six', r"pages\.toml, home\.convention : « six"),
        ("vitrolles.toml", 'theme = "A2"', 'theme = "Z"', r"vitrolles\.toml, project\[7\]\.theme : « Z »"),
        ("poitiers.toml", 'partner = "ekidom"', 'partner = "ekidon"', r"signatory\[9\]\.partner : « ekidon »"),
        ("communes.toml", 'kind = "qpv"', 'kind = "zus"', r"mas-de-pouane\.status\[1\]\.kind : « zus »"),
        ("communes.toml", "QN01320I", "QN99999I", r"mas-de-pouane\.perimeter : « QN99999I »"),
        ("residences-vitrolles.csv", "OPAC Sud", "OPAC Nord", r"residences-vitrolles\.csv, ligne 7, bailleur"),
        ("residences-vitrolles.csv", ";875;", ";beaucoup;", r"ligne 7, logements : « beaucoup »"),
        ("martigues-demonstration.toml", 'lead = "phare-habitat"', 'lead = "logirem"', "partenaire inventé"),
        ("martigues-demonstration.toml", "invented = true\n", "", "un document réel n’a pas d’étapes"),
        ("news.toml", "{jour -71}", "{jour}", r"news\.toml, rampe-.*body\[1\]\.text"),
        ("accounts.toml", 'scope = "commune:MAR"', 'scope = "ville:MAR"', r"agent@demo\.example\.scope"),
        ("site.toml", "place_line", "place_lines", r"site\.place_lines : ce réglage"),
        ("salon.toml", "mark_innovation = 3", "mark_innovation = 5", r"mark_innovation"),
    ],
)
def test_a_mistake_in_the_data_leaves_the_database_empty(tmp_path, name, old, new, message):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    before = everything()
    with pytest.raises(DataError, match=message):
        load_demo(DAY, files=Files(folder))
    assert everything() == before
    media = Path(settings.MEDIA_ROOT)
    assert not [path for path in media.rglob("*") if path.is_file()]


# --- Reloading --------------------------------------------------------------------------------------------------------
def test_replace_puts_every_row_back_as_on_the_first_day(demo_db):
    load_demo(DAY, replace=True)
    before = everything()
    pages = dict(Page.objects.values_list("pk", "url_path"))
    files = editorial_files()

    Milestone.objects.done().update(done_on=None, status_note="Perdu")
    Partner.objects.filter(slug="logirem").update(name="Changé", website="https://example.org")
    NewsPage.objects.first().unpublish()
    Residence.objects.filter(landlord__fictional=True).delete()
    PortalSettings.objects.update(publisher_name="Quelqu’un")
    report = load_demo(DAY, replace=True)

    assert Milestone.objects.done().count() == 24
    assert (Partner.objects.get(slug="logirem").name, Partner.objects.get(slug="logirem").website) == ("LOGIREM", "")
    assert NewsPage.objects.live().count() == 6
    assert PortalSettings.objects.get().publisher_name == "la Ville de Martigues (démonstration)"
    assert not report.left
    assert not report.removed
    assert dict(Page.objects.values_list("pk", "url_path")) == pages
    assert editorial_files() == files
    after = everything()
    histories = {"wagtailcore.revision", "wagtailcore.pagelogentry", "wagtailcore.modellogentry"}
    assert {name: count for name, count in after.items() if name not in histories} == {
        name: count for name, count in before.items() if name not in histories
    }


def test_replace_keeps_what_people_added(demo_db):
    convention = ConventionPage.objects.get(slug="cinq-quartiers-de-martigues")
    fiche = convention.add_child(instance=ProjectPage(title="Notre fiche", slug="notre-fiche", number="13"))
    index = NewsIndexPage.objects.get()
    index.add_child(instance=NewsPage(title="Notre actualité", slug="notre-actualite"))
    twelfth = ProjectPage.objects.child_of(convention).get(number="12")
    Milestone.objects.create(project=twelfth, title="Notre étape", due_on=DAY)
    phare, canto = Partner.objects.get(slug="phare-habitat"), Quartier.objects.get(slug="canto-perdrix")
    Residence.objects.create(quartier=canto, landlord=phare, name="Notre résidence")
    person = User.objects.create_user("quelquun@example.org", "un-mot-de-passe", preferred_quartier=canto)
    picture = PortalImage.objects.first()

    load_demo(DAY, replace=True)

    assert ProjectPage.objects.get(pk=fiche.pk).get_parent().specific == convention
    assert NewsPage.objects.filter(slug="notre-actualite").exists()
    assert twelfth.milestones.filter(title="Notre étape").exists()
    assert Residence.objects.filter(name="Notre résidence").exists()
    person.refresh_from_db()
    assert person.preferred_quartier == canto
    assert PortalImage.objects.filter(pk=picture.pk).exists()


def test_what_the_files_no_longer_name_goes_unless_somebody_stands_on_it(demo_db, tmp_path):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    news = (folder / "news.toml").read_text(encoding="utf-8")
    (folder / "news.toml").write_text(news.rpartition("[[news]]")[0], encoding="utf-8")
    partners = (folder / "partners.toml").read_text(encoding="utf-8")
    for slug in ("erilia", "adoma"):
        start = partners.index(f'[[partner]]\nslug = "{slug}"')
        partners = partners[:start] + partners[partners.index("[[partner]]", start + 1) :]
    (folder / "partners.toml").write_text(partners, encoding="utf-8")
    (folder / "residences-martigues.csv").write_text(
        (folder / "residences-martigues.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
    )
    adoma = Partner.objects.get(slug="adoma")
    Residence.objects.create(
        quartier=Quartier.objects.get(slug="boudeme"), landlord=adoma, name="Une résidence ajoutée"
    )

    report = load_demo(DAY, replace=True, files=Files(folder))

    assert not NewsPage.objects.filter(slug="bienvenue-sur-quartiers-ouverts").exists()
    assert not Partner.objects.filter(slug="erilia").exists()
    assert Partner.objects.filter(slug="adoma").exists()
    assert report.left == {"partenaires": 1}
    assert not Residence.objects.filter(name="Résidence sociale de Boudème").exists()


@pytest.mark.django_db
def test_replace_on_a_database_of_other_people_leaves_their_rows_as_they_are():
    commune = Commune.objects.create(code="MTG", name="Notre Martigues", slug="notre-martigues", insee_code="13056")
    quartier = Quartier.objects.create(commune=commune, name="Notre Boudème", slug="boudeme")
    home = HomePage.objects.get()
    home.title = "Notre accueil"
    home.save()
    home.add_child(instance=StandardPage(title="Comment nous faisons", slug="comment-ca-marche"))
    User.objects.create_user("habitant@demo.example", "le-mien-a-moi")

    load_demo(DAY, replace=True)

    commune.refresh_from_db()
    quartier.refresh_from_db()
    home.refresh_from_db()
    assert (commune.name, quartier.name, quartier.within, home.title) == (
        "Notre Martigues",
        "Notre Boudème",
        None,
        "Notre accueil",
    )
    assert not quartier.statuses.exists()
    assert StandardPage.objects.get(slug="comment-ca-marche").title == "Comment nous faisons"
    assert StandardPage.objects.filter(slug="comment-ca-marche-demonstration").exists()
    assert User.objects.get(email="habitant@demo.example").check_password("le-mien-a-moi")


# --- What is there ----------------------------------------------------------------------------------------------------
def test_pages_are_published_with_a_revision_each(demo_db):
    pages = Page.objects.filter(depth__gt=1)
    assert pages.count() == 72
    assert not pages.filter(live=False).exists()
    assert not pages.filter(live_revision=None).exists()
    assert not pages.filter(has_unpublished_changes=True).exists()
    assert Revision.page_revisions.count() == pages.count()
    page = ConventionPage.objects.get(slug="martigues-2016-2019")
    draft = page.get_latest_revision_as_object()
    assert draft.quartiers.count() == 5
    assert [block.value for block in draft.body] == [block.value for block in page.body]


def test_every_quartier_has_its_page_at_its_address(demo_db):
    assert QuartierPage.objects.count() == Quartier.objects.count()
    for page in QuartierPage.objects.select_related("quartier"):
        assert page.slug == page.quartier.slug


def test_the_front_page_puts_the_invented_convention_forward(demo_db):
    assert HomePage.objects.get().convention.slug == "cinq-quartiers-de-martigues"


@pytest.mark.parametrize(
    ("name", "role", "scope"),
    [
        ("habitant", Role.RESIDENT, None),
        ("conseil", Role.RESIDENT, None),
        ("agent", Role.FIELD_AGENT, "Martigues"),
        ("bailleur", Role.PARTNER_AGENT, "Phare Habitat (fictif)"),
        ("coordination", Role.GUSP_COORDINATOR, "Martigues"),
        ("redaction", Role.EDITOR, None),
        ("dpd", Role.DATA_PROTECTION_OFFICER, None),
        ("admin", Role.ADMINISTRATOR, None),
    ],
)
def test_each_account_opens_with_the_published_password_and_has_its_role(demo_db, name, role, scope):
    email = f"{name}@demo.example"
    user = authenticate(None, email=email, password=settings.DEMO_PASSWORD)
    assert user == User.objects.get(email=email)
    grant = user.grants.get()
    assert grant.role == role
    assert (grant.commune or grant.partner) is None if scope is None else str(grant.commune or grant.partner) == scope
    address = EmailAddress.objects.get(user=user)
    assert (address.verified, address.primary) == (True, True)


def test_the_search_knows_the_pages_although_no_save_indexed_them(demo_db):
    assert Page.objects.live().search("Desnos", backend="default").count()


def test_a_call_in_code_says_why_it_did_nothing(demo_db):
    with pytest.raises(AlreadyThere, match="Rien n’a changé"):
        load_demo(DAY)


# --- The data itself --------------------------------------------------------------------------------------------------
def test_no_person_no_address_no_real_number_in_the_data():
    text = "\n".join(path.read_text(encoding="utf-8") for path in DATA.iterdir())
    for word in ("Monsieur", "Madame", "M. ", "Mme ", "www."):
        assert word not in text, word
    words = text.replace("(", " ").replace('"', " ").split()
    assert all(word.endswith("@demo.example") for word in words if "@" in word and "." in word)
