"""Several at once: said again before it is done, and what changed meanwhile stays out of it."""

import pytest

from participation.accounts.enums import Role
from participation.moderation.enums import CaseState, Ground
from participation.moderation.services import author_key
from tests.participation.moderation.pages.conftest import act, plain

pytestmark = pytest.mark.django_db
LOT, QUEUE = "/agents/moderation/lot/", "/agents/moderation/"
REFUSAL = {"refus-ground": Ground.ADVERTISING, "refus-reason": "Une annonce."}


def picks(*cases):
    return [f"{case.pk}.{case.version}" for case in cases]


def states(*cases):
    for case in cases:
        case.refresh_from_db()
    return [case.state for case in cases]


def test_first_it_asks(moderator, client, held):
    cases = [held(), held()]
    answer = client.post(LOT, {"choix": picks(*cases), "action": "publish"})
    assert answer.status_code == 200
    assert "Publier 2 messages ?" in plain(answer)
    assert states(*cases) == [CaseState.WAITING] * 2


def test_then_it_is_done(moderator, client, held):
    cases = [held(), held(), held()]
    answer = client.post(LOT, {"choix": picks(*cases[:2]), "action": "publish", "sure": "1"})
    assert answer.url == QUEUE
    assert "Publier : c’est fait pour 2 messages" in plain(client.get(QUEUE))
    assert states(*cases) == [CaseState.DECIDED, CaseState.DECIDED, CaseState.WAITING]


def test_a_refusal_needs_its_ground_and_keeps_the_choice(moderator, client, held):
    cases = [held(), held()]
    answer = client.post(LOT, {"choix": picks(*cases), "action": "refuse", "sure": "1"})
    assert answer.status_code == 400
    assert f'value="{picks(cases[0])[0]}"' in answer.content.decode()
    answer = client.post(LOT, {"choix": picks(*cases), "action": "refuse", "sure": "1", **REFUSAL})
    assert answer.status_code == 302
    cases[1].refresh_from_db()
    assert (cases[1].ground, cases[1].reason) == (Ground.ADVERTISING, "Une annonce.")


def test_what_changed_before_the_confirmation_stands_aside(moderator, client, held, as_role, commune):
    cases = [held(), held()]
    act(as_role(Role.ADMINISTRATOR, commune=commune), cases[0], "publish")
    page = plain(client.post(LOT, {"choix": picks(*cases), "action": "publish"}))
    assert "Publier un message ?" in page
    assert "Un message a changé entre-temps" in page


def test_what_changed_after_it_is_reported(moderator, client, held, as_role, commune):
    cases = [held(), held()]
    act(as_role(Role.ADMINISTRATOR, commune=commune), cases[0], "refuse", **REFUSAL)
    answer = client.post(LOT, {"choix": picks(*cases), "action": "publish", "sure": "1"})
    assert answer.status_code == 409
    assert [row["pk"] for row in answer.context["changed"]] == [cases[0].pk]
    assert "Publier : c’est fait pour 1 message" in plain(answer)
    cases[0].refresh_from_db()
    assert cases[0].decision == "refuse"


def test_ones_own_is_not_in_it(moderator, client, held):
    own, other = held(author_key=author_key(user=moderator)), held()
    client.post(LOT, {"choix": picks(own, other), "action": "publish", "sure": "1"})
    assert states(own, other) == [CaseState.WAITING, CaseState.DECIDED]


@pytest.mark.parametrize("choice", ["", "x", "1", "1.x", "\x00.1", "9" * 30 + ".1", "-1.1", "٣.1"])
def test_what_nobody_ticked(moderator, client, held, choice):
    case = held()
    answer = client.post(LOT, {"choix": [choice], "action": "publish", "sure": "1"})
    assert answer.status_code in (302, 404)
    assert states(case) == [CaseState.WAITING]


@pytest.mark.parametrize("action", ["", "seal", "edit", "ban", "\x00"])
def test_no_other_act(moderator, client, held, action):
    case = held()
    assert client.post(LOT, {"choix": picks(case), "action": action, "sure": "1"}).url == QUEUE
    assert "Cochez au moins une ligne" in client.get(QUEUE).content.decode()
    assert states(case) == [CaseState.WAITING]


def test_never_by_get(moderator, client, held):
    assert client.get(LOT).status_code == 405


def test_the_same_cost_to_ask_about_one_and_about_thirty(moderator, client, held, django_assert_num_queries):
    cases = [held() for _ in range(30)]
    client.post(LOT, {"choix": picks(cases[0]), "action": "publish"})
    for chosen in (cases[:1], cases):
        with django_assert_num_queries(9):
            client.post(LOT, {"choix": picks(*chosen), "action": "publish"})


def test_what_a_council_receives_is_accepted_or_declined(client, held, fake, monkeypatch, commune):
    """Its organisers decide through the same pages, in their own words."""
    from dataclasses import replace

    from participation.moderation import registry
    from tests.factories.accounts import UserFactory

    kind = replace(fake.kind, reach=lambda user, cases: cases.filter(audience="conseil:1"), may_enter=lambda user: True)
    monkeypatch.setitem(registry._kinds, fake.key, kind)
    client.force_login(UserFactory())
    case, citys = held(audience="conseil:1"), held()
    page = plain(client.get(QUEUE))
    assert "Accepter…" in page
    assert "Publier…" not in page
    assert "Décliner, dire pourquoi" in plain(client.get(f"{QUEUE}{case.pk}/"))
    assert client.get(f"{QUEUE}{citys.pk}/").status_code == 404
    assert "Accepter un message ?" in plain(client.post(LOT, {"choix": picks(case), "action": "publish"}))
    assert act(client, case, "publish").status_code == 302
    assert "Accepté." in plain(client.get(f"{QUEUE}?fait={case.pk}"))
