import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory

from participation.base.limits import limited, rate_limit
from participation.base.limits.clients import client_address, client_key
from participation.base.limits.models import RateBucket
from participation.base.limits.services import check, first_use, purge_over, tallied, tally

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` sets the time that many seconds after noon."""

    def at(seconds):
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(seconds=seconds))

    at(0)
    return at


@pytest.mark.django_db
class TestCounting:
    def test_the_limit_itself_is_allowed(self, clock):
        assert [limited("login", "192.0.2.1", limit=2, per_seconds=60) for _ in range(4)] == [False, False, True, True]

    def test_keys_and_scopes_are_counted_apart(self, clock):
        assert not limited("login", "192.0.2.1", limit=1, per_seconds=60)
        assert not limited("login", "192.0.2.2", limit=1, per_seconds=60)
        assert not limited("signup", "192.0.2.1", limit=1, per_seconds=60)
        assert limited("login", "192.0.2.1", limit=1, per_seconds=60)

    def test_a_new_window_starts_at_zero(self, clock):
        assert not limited("login", "a", limit=1, per_seconds=60)
        clock(59)
        assert limited("login", "a", limit=1, per_seconds=60)
        clock(60)
        assert not limited("login", "a", limit=1, per_seconds=60)

    def test_the_wait_is_what_is_left_of_the_window(self, clock):
        clock(45)
        assert check("login", "a", limit=1, per_seconds=60).retry_after == 15

    def test_one_statement_per_try(self, clock, django_assert_num_queries):
        with django_assert_num_queries(1):
            limited("login", "a", limit=1, per_seconds=60)

    def test_no_address_is_kept_in_clear(self, clock):
        limited("login", "192.0.2.1", limit=1, per_seconds=60)
        row = RateBucket.objects.get()
        assert "192.0.2" not in repr(row.__dict__)
        assert len(row.hashed_key) == 64
        assert (row.window_start, row.window_end) == (NOON, NOON + timedelta(seconds=60))

    def test_the_hash_depends_on_the_secret(self, clock, settings):
        limited("login", "192.0.2.1", limit=1, per_seconds=60)
        settings.SECRET_KEY = "another" * 10
        assert not limited("login", "192.0.2.1", limit=1, per_seconds=60)

    def test_counters_of_past_windows_are_deleted(self, clock):
        limited("login", "a", limit=1, per_seconds=60)
        limited("signup", "a", limit=1, per_seconds=3600)
        clock(61)
        assert purge_over() == 1
        assert list(RateBucket.objects.values_list("scope", flat=True)) == ["signup"]


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_all_count():
    barrier = threading.Barrier(4)
    verdicts = []

    def attempt():
        barrier.wait()
        try:
            verdicts.extend(limited("login", "a", limit=10, per_seconds=86_400) for _ in range(5))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(RateBucket.objects.values_list("count", flat=True)) == 20
    assert sorted(verdicts) == [False] * 10 + [True] * 10


def request(remote="203.0.113.9", forwarded=None):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, **extra)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "203.0.113.9", None, "203.0.113.9"),
        (0, "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        (0, "", None, "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, remote, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request(remote, forwarded)) == address


def test_an_ipv6_subscriber_is_one_client(settings):
    settings.TRUSTED_PROXIES = 0
    assert client_key(request("2001:db8:1:2::1")) == client_key(request("2001:db8:1:2:ffff::9")) == "2001:db8:1:2::/64"
    assert client_key(request("2001:db8:1:3::1")) != client_key(request("2001:db8:1:2::1"))
    assert client_key(request("203.0.113.9")) == "203.0.113.9"
    assert client_key(request("")) == "unknown"


@rate_limit("try", limit=1, per_seconds=600)
def view(request, word="fait"):
    return HttpResponse(word)


@pytest.mark.django_db
class TestDecorator:
    def test_one_too_many_answers_429_in_french(self, clock, rf):
        clock(30)
        assert view(rf.post("/"), word="oui").content == b"oui"
        response = view(rf.post("/"))
        assert response.status_code == 429
        assert response["Retry-After"] == "570"
        assert response["Cache-Control"] == "private, no-store"
        assert "dans 10 minutes" in response.content.decode()

    def test_reading_is_not_counted(self, clock, rf):
        assert [view(rf.get("/")).status_code for _ in range(3)] == [200, 200, 200]

    def test_the_last_minute_is_one_minute(self, clock, rf):
        clock(541)
        view(rf.post("/"))
        assert "dans une minute" in view(rf.post("/")).content.decode()

    def test_the_caller_may_say_who_is_counted(self, clock, rf):
        per_mail = rate_limit("mail", limit=1, per_seconds=600, key=lambda request: request.POST["to"])(
            view.__wrapped__
        )
        assert per_mail(rf.post("/", {"to": "a"})).status_code == 200
        assert per_mail(rf.post("/", {"to": "b"})).status_code == 200
        assert per_mail(rf.post("/", {"to": "a"})).status_code == 429


@pytest.mark.django_db
class TestTallies:
    """Counted in the window that runs and the one before it."""

    def test_they_slide(self, clock):
        found = []
        for seconds in (0, 50, 70, 130):
            clock(seconds)
            found.append(tally("x", "a", per_seconds=60))
        assert found == [1, 2, 3, 2]

    def test_looking_counts_nothing(self, clock):
        tally("x", "a", per_seconds=60)
        assert [tallied("x", "a", per_seconds=60) for _n in range(2)] == [1, 1]
        assert tallied("x", "b", per_seconds=60) == tallied("y", "a", per_seconds=60) == 0

    def test_the_purge_leaves_what_still_counts(self, clock):
        tally("x", "a", per_seconds=60)
        clock(100)
        purge_over()
        assert tallied("x", "a", per_seconds=60) == 1
        clock(121)
        purge_over()
        assert not RateBucket.objects.exists()

    def test_a_first_use_is_one(self, clock):
        until = NOON + timedelta(seconds=60)
        assert [first_use("x", "a", until=until) for _n in range(3)] == [True, False, False]
        assert first_use("x", "b", until=until)
