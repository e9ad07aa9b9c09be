import string
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from participation.base.links.signing import LinkExpired, LinkInvalid, make_link, make_token, read_token
from participation.base.links.views import signed_post

PAYLOADS = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=30) | st.booleans(), max_size=4)
DAY = timedelta(days=1)

acted = []


@signed_post("follow", "follow.html")
def follow(request, payload):
    acted.append(payload)
    return HttpResponse("fait")


urlpatterns = [path("suivre/<str:token>/", follow, name="follow")]


@given(PAYLOADS)
def test_a_token_gives_its_payload_back(payload):
    assert read_token("follow", make_token("follow", payload, max_age=DAY)) == payload


@given(PAYLOADS)
def test_a_token_needs_no_escaping_in_an_address(payload):
    token = make_token("follow", payload, max_age=DAY)
    assert set(token) <= set(string.ascii_letters + string.digits + "-_.")


def test_a_token_is_short():
    assert len(make_token("follow", {"id": 123456}, max_age=DAY)) < 90


def test_a_token_serves_one_purpose():
    with pytest.raises(LinkInvalid, match="n’est pas valable"):
        read_token("erase", make_token("follow", {"id": 1}, max_age=DAY))


@given(st.text() | st.text(alphabet=string.ascii_letters + ".-_", max_size=60))
def test_what_we_did_not_sign_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_token("follow", token)


@given(st.integers(min_value=0, max_value=200), st.sampled_from(string.ascii_letters + ".-_"))
def test_one_changed_letter_breaks_it(position, letter):
    token = make_token("follow", {"id": 1}, max_age=DAY)
    position %= len(token)
    changed = token[:position] + letter + token[position + 1 :]
    if changed != token:
        with pytest.raises(LinkInvalid):
            read_token("follow", changed)


def test_another_secret_key_refuses_it(settings):
    token = make_token("follow", {"id": 1}, max_age=DAY)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(LinkInvalid):
        read_token("follow", token)


@pytest.mark.parametrize("max_age", [timedelta(hours=2), 7200])
def test_an_old_link_says_since_when(monkeypatch, max_age):
    made = datetime(2026, 3, 24, 10, tzinfo=UTC)
    monkeypatch.setattr("time.time", made.timestamp)
    token = make_token("follow", {"id": 1}, max_age=max_age)
    monkeypatch.setattr("time.time", lambda: made.timestamp() + 7200)
    assert read_token("follow", token) == {"id": 1}
    monkeypatch.setattr("time.time", lambda: made.timestamp() + 7201)
    with pytest.raises(LinkExpired) as caught:
        read_token("follow", token)
    assert str(caught.value).replace("\u00a0", " ") == (
        "Ce lien n’est plus valable depuis le 24 mars 2026. Demandez-en un nouveau."
    )


@override_settings(ROOT_URLCONF=__name__, BASE_URL="https://quartiers.example/")
def test_a_link_is_absolute_under_the_base_url():
    link = make_link("follow", {"id": 7}, path_name="follow", max_age=DAY)
    assert link.startswith("https://quartiers.example/suivre/")
    token = urlsplit(link).path.removeprefix("/suivre/").removesuffix("/")
    assert read_token("follow", token) == {"id": 7}


@pytest.fixture
def address(settings, templates):
    templates(
        {
            "follow.html": "<form method='post'>{% csrf_token %}{{ payload.id }} {{ token }}</form>",
            "errors/link.html": "{{ reason }}",
        }
    )
    settings.ROOT_URLCONF = __name__
    acted.clear()
    return lambda max_age=DAY: urlsplit(make_link("follow", {"id": 7}, path_name="follow", max_age=max_age)).path


def assert_discreet(response):
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
class TestSignedPost:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_looking_changes_nothing(self, client, address, method):
        response = getattr(client, method)(address())
        assert response.status_code == 200
        assert acted == []
        assert_discreet(response)

    def test_get_shows_the_form(self, client, address):
        assert "7 " in client.get(address()).content.decode()

    def test_post_acts(self, client, address):
        response = client.post(address())
        assert response.content == b"fait"
        assert acted == [{"id": 7}]
        assert_discreet(response)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_old_link_is_gone(self, client, address, method):
        response = getattr(client, method)(address(max_age=-1))
        assert response.status_code == 410
        assert "plus valable" in response.content.decode()
        assert acted == []
        assert_discreet(response)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_wrong_link_is_not_found(self, client, address, method):
        response = getattr(client, method)(address()[:-4] + "/")
        assert response.status_code == 404
        assert acted == []
        assert_discreet(response)

    def test_other_methods_are_refused(self, client, address):
        assert client.delete(address()).status_code == 405
