"""Writing on the page of its own, confirming, and what the page says then."""

import re
import time
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from participation.base.links.signing import make_token
from participation.comments import registry
from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.comments.services import CONFIRM
from tests.factories.comments import PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(client):
    user = known_writer(display_name="Nadia")
    client.force_login(user)
    return user


class TestWriting:
    def test_without_account_written_confirmed_then_read(self, send, client, outbox):
        answer = send(text="Et la nuit ?", email="luc@exemple.fr", name="Luc")
        assert answer.status_code == 302
        page = client.get(answer.url).content.decode()
        assert "Confirmez votre adresse" in page
        assert "Et la nuit" in page
        comment = PublicComment.objects.get()
        link = outbox.links(outbox.last("luc@exemple.fr"))[0].replace("http://testserver", "")
        path = "/commentaires/" + link.split("/commentaires/")[1]
        assert client.get(path).status_code == 200
        comment.refresh_from_db()
        assert comment.state == State.AWAITING_CONFIRMATION, "a scanner that opens links confirms nothing"
        confirmed = client.post(path)
        comment.refresh_from_db()
        assert (confirmed.status_code, comment.state) == (200, State.HELD)
        assert "Un modérateur lit maintenant" in confirmed.content.decode()
        assert client.post(path).status_code == 200

    def test_with_an_account_it_is_there_at_once(self, resident, send, client, fiche):
        answer = send(text="Et la nuit ?")
        comment = PublicComment.objects.get()
        assert (comment.user, comment.state) == (resident, State.PUBLISHED)
        assert "Votre commentaire est publié" in client.get(answer.url).content.decode()
        assert "Et la nuit" in Client().get(fiche.get_absolute_url()).content.decode()

    def test_a_rule_that_holds_it_is_told(self, resident, send, client):
        answer = send(text="Appelez-moi au 06 12 34 56 78")
        assert PublicComment.objects.get().state == State.HELD
        page = client.get(answer.url).content.decode()
        assert "contient une donnée personnelle" in page

    def test_a_reply_shows_what_it_answers_and_joins_the_thread(self, resident, send, client, fiche):
        first = PublicCommentFactory(target=fiche, comment="Le passage de l’école d’abord.")
        page = client.get(f"/commentaires/ecrire/fiche/{fiche.pk}/?parent={first.pk}").content.decode()
        assert "Le passage de l’école" in page
        send(text="Oui.", query=f"?parent={first.pk}")
        assert PublicComment.objects.get(comment="Oui.").reply_to == first

    def test_a_double_click_posts_once(self, send, outbox):
        token = str(uuid4())
        first, second = (send(text="Bonjour.", email="luc@exemple.fr", token=token) for _ in range(2))
        assert first.url == second.url
        assert PublicComment.objects.count() == len(outbox.all()) == 1

    def test_the_form_is_of_nobodys_cache(self, client, fiche):
        answer = client.get(f"/commentaires/ecrire/fiche/{fiche.pk}/")
        assert "no-store" in answer["Cache-Control"]
        assert "csrfmiddlewaretoken" in answer.content.decode()
        assert "csrfmiddlewaretoken" not in client.get(fiche.get_absolute_url()).content.decode()

    def test_a_form_without_its_csrf_token_is_refused(self, fiche):
        asked = Client(enforce_csrf_checks=True)
        assert asked.post(f"/commentaires/ecrire/fiche/{fiche.pk}/", {"text": "Bonjour."}).status_code == 403


class TestNothingIsLost:
    def test_what_is_missing_is_said_beside_it_and_the_text_stays(self, send):
        answer = send(text="Un texte que je ne veux pas perdre.", email="")
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "Donnez une adresse e-mail" in page
        assert "Un texte que je ne veux pas perdre." in page
        assert not PublicComment.objects.exists()

    @pytest.mark.parametrize(
        "broken",
        [
            {"timestamp": str(int(time.time()) - 3 * 3600)},
            {"timestamp": "hier"},
            {"security_hash": "0" * 40},
            {"security_hash": ""},
            {"object_pk": "999"},
            {"token": "x"},
            {"website": "https://spam.test"},
        ],
    )
    def test_a_form_too_old_or_spoilt_comes_back_fresh_with_its_text(self, send, client, broken):
        answer = send(text="Un long texte.", email="luc@exemple.fr", name="Luc", **broken)
        assert answer.status_code == 400
        form, page = answer.context["form"], answer.content.decode()
        assert "Votre texte est gardé" in page
        assert "Un long texte." in page
        assert "luc@exemple.fr" in page
        again = {name: form[name].value() or "" for name in form.fields}
        assert client.post(answer.request["PATH_INFO"], again).status_code == 302
        assert PublicComment.objects.get().user_name == "Luc"

    def test_what_one_replies_to_is_taken_away_meanwhile(self, send, client, fiche):
        parent = PublicCommentFactory(target=fiche)
        address = f"/commentaires/ecrire/fiche/{fiche.pk}/"
        form = client.get(f"{address}?parent={parent.pk}").context["form"]
        PublicComment.objects.update(state=State.REMOVED)
        data = {name: form[name].value() or "" for name in form.fields}
        answer = client.post(f"{address}?parent={parent.pk}", {**data, "text": "Oui.", "email": "luc@exemple.fr"})
        assert answer.status_code == 409
        assert "Votre texte est gardé" in answer.content.decode()
        assert f'action="{address}"' in answer.content.decode()
        assert "Oui." in answer.content.decode()

    def test_too_many_at_once_wait_with_their_text(self, send, monkeypatch):
        monkeypatch.setattr("participation.comments.views.public.PER_CLIENT", 1)
        assert send(text="Un.", email="luc@exemple.fr").status_code == 302
        answer = send(text="Deux textes.", email="luc@exemple.fr")
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert "Deux textes." in answer.content.decode()

    def test_no_mailbox_is_flooded(self, send, outbox):
        codes = [send(text=f"Texte {n}.", email="Victime@exemple.fr").status_code for n in range(8)]
        assert codes == [302] * 6 + [429] * 2
        assert len(outbox.all()) == 6


class TestClosed:
    @pytest.fixture
    def closed(self, fiche, monkeypatch):
        target = registry.of(fiche)
        monkeypatch.setitem(
            registry._targets,
            type(fiche),
            replace(target, is_open=lambda page: False),
        )

    def test_it_says_so_before_and_after(self, closed, client, fiche):
        address = f"/commentaires/ecrire/fiche/{fiche.pk}/"
        assert "On n’écrit plus" in client.get(address).content.decode()
        answer = client.post(address, {"text": "Mon texte <b>."})
        assert answer.status_code == 409
        assert "Mon texte &lt;b&gt;." in answer.content.decode(), "to keep it elsewhere"
        page = client.get(fiche.get_absolute_url()).content.decode()
        assert "On n’écrit plus" in page
        assert address not in page


class TestNotThere:
    @pytest.mark.parametrize(
        "address",
        [
            "/commentaires/ecrire/fiche/999999/",
            "/commentaires/ecrire/fiche/99999999999999999999/",
            "/commentaires/ecrire/rien/1/",
            "/commentaires/ecrit/00000000-0000-0000-0000-000000000000/",
            "/commentaires/confirmer/rien/",
        ],
    )
    def test_it_is_404(self, client, address):
        assert client.get(address).status_code == 404

    def test_a_draft_takes_no_comment(self, client, fiche):
        fiche.live = False
        fiche.save()
        assert client.get(f"/commentaires/ecrire/fiche/{fiche.pk}/").status_code == 404

    @pytest.mark.parametrize("parent", ["x", "", "-1", "1" * 30, "999999"])
    def test_a_comment_to_reply_to_that_is_not_there(self, client, fiche, parent):
        assert client.get(f"/commentaires/ecrire/fiche/{fiche.pk}/", {"parent": parent}).status_code == 404

    def test_a_held_comment_takes_no_reply(self, client, fiche):
        held = PublicCommentFactory(target=fiche, state=State.HELD)
        assert client.get(f"/commentaires/ecrire/fiche/{fiche.pk}/", {"parent": held.pk}).status_code == 404

    def test_a_link_of_a_comment_that_is_gone(self, client):
        token = make_token(CONFIRM, {"comment": 999}, max_age=60)
        answer = client.post(f"/commentaires/confirmer/{token}/")
        assert answer.status_code == 410
        assert "n’est plus gardé" in answer.content.decode()


def test_ids_of_the_thread_are_unique(client, fiche):
    for _ in range(3):
        PublicCommentFactory(target=fiche, reply_to=PublicCommentFactory(target=fiche))
    ids = re.findall(r'\sid="([^"]+)"', client.get(fiche.get_absolute_url()).content.decode())
    assert len(ids) == len(set(ids))
