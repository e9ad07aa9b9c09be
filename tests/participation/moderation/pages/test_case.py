"""One thing to read: what the page says, each decision, undone in time or too late, two people at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.moderation import services
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.models import Ban, Case
from participation.moderation.services import author_key
from tests.factories.accounts import staff_with
from tests.participation.moderation.pages.conftest import act, address, plain

pytestmark = pytest.mark.django_db
REFUSAL = {"refus-ground": Ground.OFF_TOPIC, "refus-reason": "Écrivez-le sous la fiche 9."}


@pytest.fixture
def later(monkeypatch):
    """`later(11)`: everything happens eleven seconds later."""
    real = timezone.now

    def move(seconds):
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(seconds=seconds))

    return move


def page_of(client, case, **query):
    return plain(client.get(address(case), query))


class TestPage:
    def test_what_it_says(self, moderator, client, held):
        case = held("Appelez le 06 12 34 56 78, <script>x</script>", rule=Rule.PERSONAL_DATA)
        page = page_of(client, case)
        for words in ("Qui a les clés ?", "contient une donnée personnelle", "L’auteur jusqu’ici", "Fiche 12"):
            assert words in page
        assert "<script>x" not in page
        assert "<mark>" in page
        form = client.get(address(case)).context["edit_form"]
        assert "06 12 34 56 78" not in form["text"].value()

    def test_the_history_is_figures_alone(self, moderator, client, held, refused):
        refused(author_key="même")
        page = client.get(address(held(author_key="même")))
        assert page.context["seen"].history.refused == 1
        assert page.context["seen"].history.published == 0

    def test_somebody_else_has_it_open(self, moderator, client, held, commune):
        case, other = held(), Client()
        other.force_login(staff_with(Role.GUSP_COORDINATOR, commune=commune))
        other.get(address(case))
        page = page_of(client, case)
        assert "Ouvert par quelqu’un d’autre (chargé·e de mission GUSP)" in page
        assert "Ouvert par" not in other.get(address(case)).content.decode()

    @pytest.mark.parametrize("pk", ["999999", "99999999999999999999"])
    def test_no_such_case(self, moderator, client, pk):
        assert client.get(f"/agents/moderation/{pk}/").status_code == 404

    def test_ones_own_text_is_read_by_somebody_else(self, moderator, client, held):
        case = held(author_key=author_key(user=moderator))
        assert client.get(address(case)).status_code == 404
        assert act(client, case, "publish").status_code == 404

    def test_a_thing_that_is_gone_says_so(self, moderator, client, held, fake):
        case = held()
        fake.items.clear()
        assert "n’est plus là" in page_of(client, case)
        assert client.get("/agents/moderation/").status_code == 200

    @pytest.mark.parametrize("rules", [["nobody-knows-it"], [Rule.LINK, Rule.CAPITALS], []])
    def test_whatever_the_rules_say(self, moderator, client, held, rules):
        case = held()
        Case.objects.update(rules=rules)
        assert client.get(address(case)).status_code == 200

    def test_the_same_cost_with_one_and_with_thirty_before(self, moderator, client, held, refused):
        def cost(case):
            client.get(address(case))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(case))
            return len(queries)

        case = held(author_key="même", minutes=60)
        refused(author_key="même")
        held()
        one = cost(case)
        for _ in range(29):
            refused(author_key="même", by=moderator)
            held()
        assert (one, cost(case)) == (16, 16)


class TestDeciding:
    def test_publish_and_on_to_the_next(self, moderator, client, held, fake):
        first, second = held(minutes=9), held(minutes=3)
        answer = act(client, first, "publish")
        assert answer.url == f"{address(second)}?fait={first.pk}"
        page = client.get(answer.url)
        assert page.context["notice"].text == "Publié."
        assert 8 <= page.context["notice"].seconds <= 10
        assert f'action="/agents/moderation/{first.pk}/annuler/"' in page.content.decode()
        first.refresh_from_db()
        assert (first.state, first.decided_by) == (CaseState.DECIDED, moderator)
        assert fake.done == [], "nothing has taken effect yet"

    def test_filters_go_along(self, moderator, client, held):
        first = held(rule=Rule.LINK)
        held(rule=Rule.WORDS)
        answer = client.post(address(first, "?regle=link"), {"action": "publish", "version": 1})
        assert answer.url == f"/agents/moderation/?regle=link&fait={first.pk}"
        assert "Publié." in client.get(answer.url).content.decode()

    def test_refuse_needs_a_ground_and_keeps_the_words(self, moderator, client, held):
        case = held()
        answer = act(client, case, "refuse", **{"refus-reason": "Pas ici."})
        assert answer.status_code == 400
        assert "Choisissez la règle de la charte." in answer.content.decode()
        assert "Pas ici." in answer.content.decode()
        assert act(client, case, "refuse", **REFUSAL).status_code == 302
        case.refresh_from_db()
        assert (case.decision, case.ground, case.reason) == ("refuse", "off_topic", "Écrivez-le sous la fiche 9.")

    def test_without_the_personal_data(self, moderator, client, held, fake, later):
        case = held("Appelez le 06 12 34 56 78.")
        assert act(client, case, "edit", **{"texte-text": "Appelez."}).status_code == 302
        later(11)
        client.get("/agents/moderation/")
        assert ("publish", case.key, "Appelez.") in fake.done

    def test_nothing_left_is_no_text(self, moderator, client, held):
        case = held()
        for text in ("", "  \u200b\u202e ", "…"):
            answer = act(client, case, "edit", **{"texte-text": text})
            assert answer.status_code == 400
            assert "error-summary" in answer.content.decode()

    def test_seal_and_read(self, client, held, fake, later, as_role, commune):
        case = held("On va te retrouver.", rule=Rule.THREAT)
        officer, coordination = as_role(Role.NEIGHBOURHOOD_OFFICER, commune=commune), as_role(Role.GUSP_COORDINATOR)
        assert act(officer, case, "seal", **{"scelle-ground": Ground.THREAT}).status_code == 302
        later(11)
        coordination.get("/agents/moderation/")
        assert case.key not in fake.items
        sealed = address(case, "scelle/")
        assert officer.get(sealed).status_code == 404
        assert officer.post(sealed).status_code == 404
        assert officer.get("/agents/moderation/scelles/").status_code == 404
        assert "On va te retrouver." not in coordination.get(sealed).content.decode()
        assert "On va te retrouver." not in coordination.get("/agents/moderation/scelles/").content.decode()
        assert not case.events.filter(verb="seal_read").exists()
        answer = coordination.post(sealed)
        assert "On va te retrouver." in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert case.events.filter(verb="seal_read").count() == 1

    @pytest.mark.parametrize("action", ["", "delete", "\x00", "PUBLISH"])
    def test_no_such_act(self, moderator, client, held, action):
        case = held()
        assert act(client, case, action).status_code == 400
        case.refresh_from_db()
        assert case.state == CaseState.WAITING

    @pytest.mark.parametrize("text", ["\x00", "a" * 100_000, "<b>x</b>" * 20, "\u202eabc\u200b", "\ud83d"])
    def test_hostile_words_are_kept_or_refused_with_a_sentence(self, moderator, client, held, text):
        for action, data in (("refuse", {**REFUSAL, "refus-reason": text}), ("edit", {"texte-text": text})):
            case = held()
            data = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
            answer = act(client, case, action, **data)
            assert answer.status_code in (302, 400)
            page = page_of(client, case)
            assert "<b>x</b>" not in page
            assert "\u202e" not in page


class TestUndo:
    def undo(self, client, case):
        case.refresh_from_db()
        return client.post(address(case, "annuler/"), {"version": case.version})

    def test_in_time(self, moderator, client, held, fake, later):
        case = held()
        act(client, case, "publish")
        later(9)
        answer = self.undo(client, case)
        assert answer.url == address(case)
        case.refresh_from_db()
        assert (case.state, case.decision) == (CaseState.WAITING, "")
        assert "La décision est annulée" in client.get(answer.url).content.decode()
        later(20)
        client.get("/agents/moderation/")
        assert fake.done == []

    def test_too_late(self, moderator, client, held, fake, later):
        case = held()
        act(client, case, "publish")
        later(11)
        answer = self.undo(client, case)
        assert answer.status_code == 409
        assert "trop tard" in answer.content.decode()
        case.refresh_from_db()
        assert case.state == CaseState.CLOSED
        assert [one[0] for one in fake.done if one[0] == "publish"] == ["publish"]

    def test_after_ten_seconds_no_button_is_offered(self, moderator, client, held, later):
        case = held()
        answer = act(client, case, "publish")
        later(11)
        notice = client.get(answer.url).context["notice"]
        assert (notice.text, notice.undo) == ("Publié.", "")

    def test_only_by_who_decided(self, moderator, client, held, as_role, commune):
        case, other = held(), as_role(Role.ADMINISTRATOR, commune=commune)
        act(client, case, "publish")
        assert self.undo(other, case).status_code == 404
        assert other.get(f"/agents/moderation/?fait={case.pk}").context["notice"] is None
        case.refresh_from_db()
        assert case.state == CaseState.DECIDED

    def test_never_by_get(self, moderator, client, held):
        case = held()
        act(client, case, "publish")
        assert client.get(address(case, "annuler/")).status_code == 405


class TestTwoAtOnce:
    def test_the_second_is_told_who_and_what_and_keeps_the_words(self, moderator, client, held, as_role, commune):
        case, other = held(), as_role(Role.GUSP_COORDINATOR, commune=commune)
        act(other, case, "publish")
        answer = act(client, case, "refuse", **REFUSAL)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Chargé·e de mission GUSP a déjà décidé" in page
        assert "Écrivez-le sous la fiche 9." in page
        case.refresh_from_db()
        assert case.decision == Decision.PUBLISH
        for person in User.objects.all():
            assert person.email not in page

    @pytest.mark.parametrize("version", ["", "0", "x", "99999999999", "\x00", "-1"])
    def test_a_version_nobody_saw(self, moderator, client, held, version):
        case = held()
        answer = client.post(address(case), {"action": "publish", "version": version})
        assert answer.status_code == 409
        case.refresh_from_db()
        assert case.state == CaseState.WAITING

    def test_twice_the_same_button(self, moderator, client, held):
        case = held()
        act(client, case, "publish")
        assert act(client, case, "publish").status_code == 409


class TestBan:
    def test_with_a_duration_and_a_box_to_tick(self, moderator, client, held):
        case, said = held(), {"ground": Ground.INSULT, "days": "7"}
        url = address(case, "suspendre/")
        assert client.post(url, said).status_code == 400
        assert Ban.objects.count() == 0
        assert client.post(url, {**said, "sure": "on"}).url == address(case)
        made = Ban.objects.get()
        assert (made.author_key, (made.until - made.since).days, made.by) == (case.author_key, 7, moderator)
        assert "Suspendu jusqu’au" in page_of(client, case)

    @pytest.mark.parametrize("days", ["0", "-1", "366", "x", "", "\x00"])
    def test_no_other_duration(self, moderator, client, held, days):
        answer = client.post(address(held(), "suspendre/"), {"ground": Ground.INSULT, "days": days, "sure": "on"})
        assert answer.status_code == 400
        assert Ban.objects.count() == 0

    def test_lifted(self, moderator, client, held, as_role, commune):
        case = held()
        client.post(address(case, "suspendre/"), {"ground": Ground.INSULT, "days": "7", "sure": "on"})
        assert client.get(address(case, "lever/")).status_code == 405
        assert as_role(Role.FIELD_AGENT, commune=commune).post(address(case, "lever/")).status_code == 404
        assert client.post(address(case, "lever/")).url == address(case)
        assert Ban.objects.get().lifted_at is not None
        assert client.post(address(case, "lever/")).status_code == 404


class TestAppeal:
    def contested(self, refused, **values):
        case = refused(**values)
        services.appeal(case=case, text="C’est bien le sujet.")
        case.refresh_from_db()
        return case

    def test_the_second_moderator_decides(self, moderator, client, refused, fake, commune):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        case = self.contested(refused)
        page = page_of(client, case)
        assert "C’est bien le sujet." in page
        assert act(client, case, "overturn").status_code == 302
        case.refresh_from_db()
        assert case.state == CaseState.CLOSED
        assert ("publish", case.key, None) in fake.done

    def test_never_who_refused(self, moderator, client, refused, commune):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        case = self.contested(refused, by=moderator)
        page = page_of(client, case)
        assert "Une autre personne que celle qui a refusé répond." in page
        assert 'value="overturn"' not in page
        assert act(client, case, "overturn").status_code == 404
        case.refresh_from_db()
        assert case.state == CaseState.APPEALED

    def test_answered_once(self, moderator, client, refused, commune):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        case = self.contested(refused)
        assert act(client, case, "uphold").status_code == 302
        assert act(client, case, "overturn").status_code == 409
