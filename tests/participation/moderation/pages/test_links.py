"""Contesting a refusal, and the opinion of the contact outside: GET shows, POST acts, once, in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.links.signing import make_token
from participation.moderation import services
from participation.moderation.enums import CaseState
from participation.moderation.models import Appeal, Case, ModerationSettings
from tests.factories.accounts import staff_with
from tests.participation.moderation.pages.conftest import plain

pytestmark = pytest.mark.django_db
WORDS = "C’est bien le sujet de la fiche."


def contest(case):
    return reverse("moderation:appeal", args=[make_token(services.APPEAL, {"case": case.pk}, max_age=3600)])


def opinion(appeal):
    return reverse("moderation:outside", args=[make_token(services.OUTSIDE, {"appeal": appeal.pk}, max_age=3600)])


@pytest.fixture
def alone(refused):
    """A refusal by the only moderator, contested: the contact outside is asked."""
    ModerationSettings.objects.create(outside_name="La médiatrice", outside_email="mediation@exemple.fr")
    case = refused()
    made = services.appeal(case=case, text=WORDS)
    assert made.outside
    return made


class TestAppeal:
    def test_a_get_files_nothing(self, client, refused):
        answer = client.get(contest(refused()))
        page = plain(answer)
        assert answer.status_code == 200
        assert "ne concerne pas ce sujet" in page
        assert "Écrivez-le sous la fiche 9." in page
        assert "no-store" in answer["Cache-Control"]
        assert Appeal.objects.count() == 0

    def test_a_post_does_once(self, client, refused, commune):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        case = refused()
        assert "C’est reçu" in plain(client.post(contest(case), {"text": WORDS}))
        assert Appeal.objects.get().text == WORDS
        case.refresh_from_db()
        assert case.state == CaseState.APPEALED
        answer = client.post(contest(case), {"text": "Encore moi."})
        assert answer.status_code == 409
        assert "déjà contesté" in plain(answer)
        assert "Encore moi." in plain(answer)
        assert "déjà contesté" in plain(client.get(contest(case)))

    def test_nothing_said_is_no_appeal(self, client, refused):
        for text in ("", "   ", "\u200b\u202e", "…"):
            answer = client.post(contest(refused()), {"text": text})
            assert answer.status_code == 400
            assert "error-summary" in answer.content.decode()
        assert Appeal.objects.count() == 0

    @pytest.mark.parametrize("text", ["\x00", "a" * 100_000, "<script>x</script>"])
    def test_hostile_words(self, client, refused, commune, text):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        answer = client.post(contest(refused()), {"text": text})
        assert answer.status_code in (200, 400)
        assert "<script>x" not in answer.content.decode()

    def test_after_the_deadline_a_sentence(self, client, refused):
        case = refused()
        Case.objects.update(applied_at=timezone.now() - timedelta(days=31))
        assert "Le délai pour contester ce refus est passé." in plain(client.get(contest(case)))
        answer = client.post(contest(case), {"text": WORDS})
        assert answer.status_code == 409
        assert WORDS in plain(answer)
        assert Appeal.objects.count() == 0

    def test_what_is_not_refused_is_not_contested(self, client, held):
        assert "Il n’y a pas de refus à contester" in plain(client.get(contest(held())))

    def test_a_case_that_is_gone(self, client, refused):
        case = refused()
        url = contest(case)
        case.delete()
        assert client.get(url).status_code == 410

    @pytest.mark.parametrize("token", ["x", "a.b.c", "é"])
    def test_a_link_that_leads_nowhere(self, client, token):
        for name in ("appeal", "outside"):
            assert client.get(reverse(f"moderation:{name}", args=[token])).status_code == 404

    def test_one_link_is_not_the_other(self, client, alone):
        token = make_token(services.APPEAL, {"appeal": alone.pk}, max_age=3600)
        assert client.get(reverse("moderation:outside", args=[token])).status_code == 404


class TestOutside:
    def test_a_get_decides_nothing(self, client, alone):
        page = plain(client.get(opinion(alone)))
        for words in ("Un message à lire.", WORDS, "ne concerne pas ce sujet"):
            assert words in page
        alone.refresh_from_db()
        assert alone.decided_at is None

    def test_published_after_all(self, client, alone, fake):
        assert "Le message paraît." in plain(client.post(opinion(alone), {"action": "overturn"}))
        alone.refresh_from_db()
        assert alone.upheld is False
        assert ("publish", alone.case.key, None) in fake.done

    def test_upheld(self, client, alone, fake):
        assert "Le refus est maintenu." in plain(client.post(opinion(alone), {"action": "uphold"}))
        assert "publish" not in [one[0] for one in fake.done]

    def test_decided_once(self, client, alone, fake):
        client.post(opinion(alone), {"action": "uphold"})
        answer = client.post(opinion(alone), {"action": "overturn"})
        assert "Le refus est maintenu." in plain(answer)
        alone.refresh_from_db()
        assert alone.upheld is True

    @pytest.mark.parametrize("action", ["", "delete", "\x00"])
    def test_no_other_answer(self, client, alone, action):
        assert client.post(opinion(alone), {"action": action}).status_code == 400

    def test_an_appeal_left_to_the_moderators_is_not_theirs(self, client, refused, commune):
        staff_with(Role.ADMINISTRATOR, commune=commune)
        made = services.appeal(case=refused(), text=WORDS)
        assert not made.outside
        assert client.get(opinion(made)).status_code == 410
