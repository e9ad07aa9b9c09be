"""/agents/moderation/: who comes in, what stands there and in which order, at which cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.accounts.enums import Role
from participation.moderation.enums import CaseState, Rule
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
QUEUE = "/agents/moderation/"


def shown(client, **query):
    return [row["pk"] for row in client.get(QUEUE, query).context["rows"]]


class TestDoor:
    def test_anonymous_people_sign_in_first(self, held):
        case = held()
        for rest in ("", f"{case.pk}/", "scelles/", f"{case.pk}/suspendre/", f"{case.pk}/scelle/"):
            answer = Client().get(QUEUE + rest)
            assert answer.status_code == 302
            assert "/comptes/connexion/" in answer.url

    @pytest.mark.parametrize(
        "role", [role for role in Role if role not in ("neighbourhood_officer", "gusp_coordinator", "administrator")]
    )
    def test_404_for_others(self, held, as_role, role):
        client, case = as_role(role), held()
        for rest in ("", f"{case.pk}/", "scelles/", f"{case.pk}/suspendre/", f"{case.pk}/scelle/"):
            assert client.get(QUEUE + rest).status_code == 404, rest
        assert client.post(f"{QUEUE}lot/", {"choix": f"{case.pk}.1", "action": "publish"}).status_code == 404
        assert client.post(f"{QUEUE}{case.pk}/annuler/", {"version": 1}).status_code == 404

    @pytest.mark.parametrize("role", [Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR])
    def test_of_another_commune_it_does_not_exist(self, held, as_role, commune, role):
        case, elsewhere, here = held(), as_role(role, commune=CommuneFactory()), as_role(role, commune=commune)
        assert shown(elsewhere) == []
        assert elsewhere.get(f"{QUEUE}{case.pk}/").status_code == 404
        assert elsewhere.post(f"{QUEUE}{case.pk}/", {"action": "publish", "version": 1}).status_code == 404
        assert elsewhere.post(f"{QUEUE}lot/", {"choix": f"{case.pk}.1", "action": "publish"}).status_code == 404
        assert shown(here) == [case.pk]
        case.refresh_from_db()
        assert case.state == CaseState.WAITING

    def test_what_another_audience_reads_is_not_the_citys(self, moderator, client, held):
        case = held(audience="conseil:12")
        assert shown(client) == []
        assert client.get(f"{QUEUE}{case.pk}/").status_code == 404


class TestList:
    def test_gravest_then_oldest_first(self, moderator, client, held):
        young, old = held(minutes=5), held(minutes=50)
        grave = held(rule=Rule.THREAT, minutes=1)
        assert shown(client) == [grave.pk, old.pk, young.pk]

    def test_what_a_line_says(self, moderator, client, held):
        held("Qui a les clés <b>du</b> local ?", rule=Rule.LINK, minutes=130)
        page = client.get(QUEUE).content.decode()
        assert "Qui a les clés &lt;b&gt;du&lt;/b&gt; local" in page
        for words in ("contient un lien", "depuis 2", "Nour", "Fiche 12"):
            assert words in page

    def test_filters_stand_in_the_address(self, moderator, client, held, refused):
        link, words, closed = held(rule=Rule.LINK), held(rule=Rule.WORDS), refused()
        contested = held(state=CaseState.APPEALED)
        assert set(shown(client)) == {link.pk, words.pk, contested.pk}
        assert shown(client, regle="link") == [link.pk]
        assert shown(client, etat="contestes") == [contested.pk]
        assert shown(client, etat="regles") == [closed.pk]
        assert shown(client, sorte="essai", regle="words") == [words.pk]
        page = client.get(QUEUE, {"regle": "link"}).content.decode()
        assert "retirer ce filtre" in page
        assert f"{QUEUE}{link.pk}/?regle=link" in page

    @pytest.mark.parametrize("name", ["sorte", "regle", "etat", "apres", "fait"])
    @pytest.mark.parametrize("value", ["rien", "\x00", "<b>", "9" * 300, "1.2.3.4", "é" * 90, "-1"])
    def test_a_filter_nobody_wrote_is_none(self, moderator, client, held, name, value):
        case = held()
        answer = client.get(QUEUE, {name: value})
        assert answer.status_code == 200
        assert [row["pk"] for row in answer.context["rows"]] == [case.pk]

    def test_empty_states(self, moderator, client):
        assert "Rien à lire" in client.get(QUEUE).content.decode()
        assert "Rien sous ces filtres" in client.get(QUEUE, {"regle": "link"}).content.decode()
        assert "Rien dans cette liste" in client.get(QUEUE, {"etat": "contestes"}).content.decode()

    def test_page_by_page_nothing_twice_nothing_lost(self, moderator, client, held):
        cases = [held(minutes=minutes).pk for minutes in range(70, 0, -1)]
        seen, url = [], QUEUE
        while url:
            context = client.get(url).context
            seen += [row["pk"] for row in context["rows"]]
            url = context["next"]
        assert seen == cases

    def test_the_same_cost_for_one_and_for_thirty(self, moderator, client, held):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(QUEUE).status_code == 200
            return len(queries)

        held(photos=["1"])
        client.get(QUEUE)
        one = cost()
        for minutes in range(29):
            held(minutes=minutes, photos=["1"])
        assert (one, cost()) == (10, 10)

    def test_no_name_and_no_key_of_an_author(self, moderator, client, held):
        case = held()
        for url in (QUEUE, f"{QUEUE}{case.pk}/"):
            assert case.author_key not in client.get(url).content.decode()

    def test_it_is_never_kept(self, moderator, client, held):
        held()
        assert "no-store" in client.get(QUEUE)["Cache-Control"]
