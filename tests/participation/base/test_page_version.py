import pytest
from django.core.cache import cache as shared
from django.db import transaction

from participation.base import cache


@pytest.mark.django_db(transaction=True)
class TestVersion:
    def test_it_stays_until_it_is_bumped(self):
        assert cache.version() == cache.version()

    def test_a_bump_outside_a_transaction_acts_at_once(self):
        before = cache.version()
        cache.bump()
        assert cache.version() > before

    def test_a_bump_waits_for_the_commit(self):
        before = cache.version()
        with transaction.atomic():
            cache.bump()
            assert cache.version() == before
        assert cache.version() > before

    def test_what_was_rolled_back_was_not_published(self):
        before = cache.version()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            cache.bump()
            _ = 1 / 0
        assert cache.version() == before

    def test_an_emptied_cache_never_brings_an_old_version_back(self):
        seen = {cache.version()}
        for _ in range(3):
            shared.clear()
            seen.add(cache.version())
        assert len(seen) == 4

    def test_a_cache_that_is_down_does_not_fail_the_publication(self, monkeypatch, caplog):
        def down(*args, **kwargs):
            raise ConnectionError("no cache")

        monkeypatch.setattr(cache.cache, "set", down)
        with transaction.atomic():
            cache.bump()
        assert "no cache" in caplog.text


def test_without_a_cache_every_version_is_new(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert cache.version() != cache.version()
