"""What people and programs may send: stored or refused with a sentence, never an error, never unescaped."""

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from participation.accounts.enums import Role
from participation.comments import moderating
from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.moderation.enums import Ground
from tests.factories.accounts import staff_with
from tests.factories.comments import PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db
NASTY = st.text(max_size=60) | st.sampled_from(
    [
        "\x00",
        "\u202eabc\u202c",
        "\u200b\u200c\u200d\ufeff",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "é" * 100_000,
        "{{ 7|add:7 }}{% load x %}",
        "' OR 1=1 --",
        "%(title)s %s %",
        "\ud800",
        "\n" * 5000,
    ]
)
# What a browser can send: half a character cannot be encoded at all (test_workflow has it).
NASTY = NASTY.map(lambda text: text.encode(errors="replace").decode())
many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def shown(answer):
    html = answer.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    return html


@many
@given(text=NASTY, name=NASTY, email=NASTY | st.just("luc@exemple.fr"))
@example(text="<script>alert(1)</script>", name="<img src=x onerror=alert(1)>", email="luc@exemple.fr")
@example(text="a\x00b", name="", email="luc@exemple.fr")
def test_writing_without_account(send, text, name, email):
    answer = send(Client(), text=text, name=name, email=email)
    assert answer.status_code in (302, 400, 429)
    if answer.status_code == 302:
        shown(Client().get(answer.url))
    else:
        assert "error-summary" in shown(answer)


@many
@given(text=NASTY)
@example(text="<script>alert(1)</script><img src=x onerror=alert(1)>")
def test_with_an_account_it_is_on_the_page_as_text(send, fiche, text):
    client = Client()
    client.force_login(known_writer(display_name="<b>Nadia</b>"))
    answer = send(client, text=text)
    assert answer.status_code in (302, 400)
    page = Client().get(fiche.get_absolute_url())
    assert page.status_code == 200
    assert "\u202e" not in shown(page)
    assert "\u200b" not in page.content.decode()


@many
@given(text=NASTY, service=NASTY)
def test_answering(fiche, commune, text, service):
    client, comment = Client(), PublicCommentFactory(target=fiche, commune=commune)
    client.force_login(staff_with(Role.GUSP_COORDINATOR, commune=commune))
    data = {"action": "answer", "reponse-text": text, "reponse-service": service}
    answer = client.post(f"/agents/commentaires/{comment.pk}/", data)
    assert answer.status_code in (302, 400)
    shown(answer)
    shown(Client().get(fiche.get_absolute_url()))


@many
@given(reason=NASTY)
@example(reason="\u200b")
def test_refusing(fiche, commune, reason):
    comment = PublicCommentFactory(target=fiche, commune=commune, state=State.HELD)
    moderating.refuse(str(comment.pk), staff_with(Role.GUSP_COORDINATOR), timezone.now(), Ground.INSULT, reason)
    comment.refresh_from_db()
    assert comment.state == State.REFUSED
    assert any(one.isalnum() for one in comment.refusal_reason)
    assert "\x00" not in comment.refusal_reason


@many
@given(text=NASTY)
@example(text="<script>alert(1)</script>")
@example(text="a\x00b")
@example(text="\u202eabc\u200b")
def test_replying(send, fiche, text):
    first, client = PublicCommentFactory(target=fiche), Client()
    client.force_login(known_writer())
    assert send(client, text=text, query=f"?parent={first.pk}").status_code in (302, 400)
    for page in (Client().get(fiche.get_absolute_url()), Client().get(f"/commentaires/fil/{first.pk}/")):
        assert page.status_code == 200
        assert not {"\u202e", "\u200b", "\x00"} & set(shown(page))


@many
@given(text=NASTY)
@example(text="<script>alert(1)</script>")
@example(text="a\x00b")
@example(text="\u202eabc\u200b")
def test_changing(fiche, text):
    client, user = Client(), known_writer()
    client.force_login(user)
    comment = PublicCommentFactory(target=fiche, user=user)
    answer = client.post(f"/commentaires/{comment.pk}/modifier/", {"text": text})
    assert answer.status_code in (302, 400)
    shown(answer)
    for address in (fiche.get_absolute_url(), "/compte/commentaires/", f"/commentaires/{comment.pk}/modifier/"):
        page = client.get(address)
        assert page.status_code == 200
        assert not {"\u202e", "\u200b", "\x00"} & set(shown(page))


@many
@given(
    values=st.dictionaries(st.sampled_from(["timestamp", "security_hash", "object_pk", "content_type", "token"]), NASTY)
)
def test_what_one_does_not_see_may_be_anything(send, values):
    answer = send(Client(), text="Bonjour.", email="luc@exemple.fr", **values)
    assert answer.status_code in (302, 400, 429)
    assert PublicComment.objects.filter(comment="Bonjour.").exists() or "Bonjour." in answer.content.decode()
