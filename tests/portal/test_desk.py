"""/agents/: who enters, what each one sees, in which order."""

from datetime import date, timedelta
from html import unescape

import pytest

from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.accounts.rules import is_staff_member
from participation.base.calendar import today
from participation.base.desk import registry
from participation.base.desk.registry import DeskItem, DeskLink
from portal import desk
from portal.desk import grouped
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.territory import CommuneFactory, PartnerFactory

pytestmark = pytest.mark.django_db
# A Tuesday.
DAY = date(2026, 3, 24)
DEMO_STAFF = ("agent", "bailleur", "coordination", "redaction", "dpd", "admin")


def item(title="Porte cassée", due=None, **values):
    return DeskItem(title, f"/agents/x/{title}/", "Entrée 4", "Répondre", due=due, **values)


def text(response):
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def desks(monkeypatch):
    """One provider, alone: its items and links can be changed."""
    given = {"items": [], "links": [], "may_enter": lambda user: user.is_authenticated and user.email[:4] == "cons"}
    monkeypatch.setattr(registry, "_desks", {})
    registry.register(
        "test",
        lambda user, day: given["items"],
        may_enter=lambda user: given["may_enter"](user),
        links=lambda user: given["links"],
    )
    return given


def test_anonymous_people_sign_in_first(client, desks):
    response = client.get("/agents/")
    assert (response.status_code, response.headers["Location"]) == (302, "/comptes/connexion/?next=/agents/")


@pytest.mark.parametrize("role", Role.values)
def test_staff_enter_whatever_waits(client, desks, role):
    user = staff_with(role)
    client.force_login(user)
    assert client.get("/agents/").status_code == (200 if is_staff_member(user) else 404)


def test_an_elected_member_nobody_verified_does_not_enter(client, desks):
    client.force_login(RoleGrantFactory(role=Role.ELECTED_MEMBER).user)
    assert client.get("/agents/").status_code == 404


def test_residents_enter_when_a_desk_is_theirs(client, desks):
    client.force_login(UserFactory(email="conseil@exemple.fr"))
    assert client.get("/agents/").status_code == 200
    client.force_login(UserFactory(email="voisin@exemple.fr"))
    assert client.get("/agents/").status_code == 404


def test_nothing_of_it_is_kept(client, desks):
    client.force_login(staff_with(Role.FIELD_AGENT))
    response = client.get("/agents/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.content.decode()
    assert client.post("/agents/").status_code == 405


def test_nothing_waits(client, desks):
    client.force_login(staff_with(Role.FIELD_AGENT))
    assert "Rien n’attend" in text(client.get("/agents/"))


def test_what_waits_is_said(client, desks):
    desks["may_enter"] = lambda user: True
    desks["items"] = [item(due=today() - timedelta(days=30)), item("Balançoire <b>", due=today())]
    desks["links"] = [DeskLink("/agents/signalements/", "Signalements", 7)]
    client.force_login(staff_with(Role.FIELD_AGENT))
    html = text(client.get("/agents/"))
    assert "2 à traiter" in html and "jours ouvrés de retard" in html and "Aujourd’hui, " in html
    assert '/agents/signalements/">Signalements <span class="num">7</span>' in html
    assert "Balançoire &lt;b&gt;" in client.get("/agents/").content.decode()


def test_the_sign_names_the_place(client, desks):
    client.force_login(staff_with(Role.PARTNER_AGENT, partner=PartnerFactory(name="Phare Habitat")))
    assert "Phare Habitat" in text(client.get("/agents/"))
    client.force_login(staff_with(Role.FIELD_AGENT, commune=CommuneFactory(name="Fontenac")))
    assert "Fontenac" in text(client.get("/agents/"))
    client.force_login(UserFactory(email="conseil@exemple.fr"))
    assert "Mon bureau" in text(client.get("/agents/"))


@pytest.mark.parametrize(
    ("due", "late", "group", "said"),
    [
        (date(2026, 3, 17), False, "En retard", "5 jours ouvrés de retard"),
        (date(2026, 3, 23), False, "En retard", "1 jour ouvré de retard"),
        (date(2026, 3, 26), True, "En retard", "Au plus tard le 26 mars"),
        (None, True, "En retard", "En retard"),
        (date(2026, 3, 24), False, "Aujourd’hui et demain", "Aujourd’hui, 24 mars"),
        (date(2026, 3, 25), False, "Aujourd’hui et demain", "Au plus tard le 25 mars"),
        (date(2026, 3, 26), False, "D’ici une semaine", "Au plus tard le 26 mars"),
        (date(2026, 3, 31), False, "D’ici une semaine", "Au plus tard le 31 mars"),
        (date(2026, 4, 1), False, "Plus tard", "Au plus tard le 1er avril"),
        (date(2027, 1, 4), False, "Plus tard", "Au plus tard le 4 janvier 2027"),
        (None, False, "Plus tard", "Sans date"),
    ],
)
def test_the_delay_is_a_sentence(due, late, group, said):
    [found] = grouped([item(due=due, late=late)], DAY)
    assert (found.title, found.lines[0].due.replace("\u00a0", " ")) == (group, said)


def test_a_delay_over_a_weekend():
    """Friday's promise is not a working day late on Sunday, but late it is."""
    [found] = grouped([item(due=date(2026, 3, 20))], date(2026, 3, 22))
    assert (found.key, found.lines[0].due.replace("\u00a0", " ")) == ("retard", "En retard depuis le 20 mars")


def test_the_most_pressing_comes_first():
    items = [item("c"), item("b", date(2026, 5, 1)), item("a", date(2026, 3, 20)), item("d", date(2026, 3, 2))]
    groups = grouped(items, DAY)
    assert [(group.key, [line.item.title for line in group.lines]) for group in groups] == [
        ("retard", ["d", "a"]),
        ("apres", ["b", "c"]),
    ]


def test_shapes_and_pictograms():
    lines = grouped([item("a", icon="conteste"), item("b", icon="agenda"), item("c", icon="etat-pris"), item("d")], DAY)
    assert [(line.state, line.icon) for line in lines[0].lines] == [
        ("conteste", ""),
        ("recu", "agenda"),
        ("pris", ""),
        ("recu", ""),
    ]


def test_a_long_group_is_cut_and_says_so(client, desks, monkeypatch):
    monkeypatch.setattr(desk, "SHOWN", 2)
    desks["may_enter"] = lambda user: True
    desks["items"] = [item(f"Porte {number}") for number in range(5)]
    client.force_login(staff_with(Role.FIELD_AGENT))
    html = text(client.get("/agents/"))
    assert "5 à traiter" in html and "Et 3 autres" in html and "Porte 4" not in html


# --- With what the features registered ------------------------------------------------------------------------------
def look(client, name):
    user = User.objects.get(email=f"{name}@demo.example")
    client.force_login(user)
    return client.get("/agents/")


@pytest.mark.parametrize("name", DEMO_STAFF)
def test_the_staff_of_the_demonstration_have_a_desk(demo_db, client, name):
    response = look(client, name)
    assert response.status_code == 200
    for link in response.context["request"].desk_links:
        assert client.get(link.url).status_code == 200, link.url


def titles(response):
    return {line.item.url for group in response.context["groups"] for line in group.lines}


def test_a_resident_of_the_demonstration_has_none(demo_db, client):
    assert look(client, "habitant").status_code == 404


def test_each_one_sees_what_is_theirs(demo_db, client):
    agent, landlord, council = (titles(look(client, name)) for name in ("agent", "bailleur", "conseil"))
    assert any(url.startswith("/agents/signalements/") for url in agent)
    assert landlord and all(url.startswith(("/agents/signalements/", "/agents/commentaires/")) for url in landlord)
    assert council and all(url.startswith(("/agents/conseils/", "/agents/moderation/")) for url in council)


def test_every_thing_to_do_can_be_opened(demo_db, client):
    for name in ("agent", "bailleur", "conseil", "coordination"):
        for url in sorted(titles(look(client, name)))[:5]:
            assert client.get(url).status_code == 200, (name, url)


def test_queries_do_not_grow_with_what_waits(demo_db, client, django_assert_max_num_queries):
    look(client, "agent")
    with django_assert_max_num_queries(20):
        client.get("/agents/")
