"""The index follows the rows: in the same transaction, and only what is public."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from participation.base.search import registry, services
from participation.base.search.models import SearchEntry
from participation.base.search.registry import Document
from participation.base.search.selectors import find_reference, search
from participation.base.site.models import PortalSettings
from participation.base.worker.models import Heartbeat, ScheduleEntry
from tests.participation.base.search.test_queries import names

pytestmark = pytest.mark.django_db


def test_a_new_row_is_found(source):
    row = Heartbeat.objects.create(worker_id="ascenseur")
    assert not search("ascenseur").hits
    services.refresh(row)
    assert names(source, search("ascenseur")) == ["ascenseur"]


def test_a_changed_row_is_found_by_its_new_words_alone(corpus):
    corpus.documents["jeux"] = replace(corpus.documents["jeux"], title="Fontaine", text="De l’eau fraîche.")
    services.refresh(corpus.rows["jeux"])
    services.refresh(corpus.rows["jeux"])
    assert not search("travaux").hits
    assert names(corpus, search("fontaine")) == ["jeux"]
    assert SearchEntry.objects.count() == 7


def test_a_hidden_row_is_not_found_any_more(corpus):
    corpus.public.remove("ascenseur")
    services.refresh(corpus.rows["ascenseur"])
    assert not search("ascenseur").hits
    assert find_reference("MAR-26-000123") is None


def test_a_removed_row_is_not_found_any_more(corpus):
    services.remove(Heartbeat, corpus.rows["ascenseur"].pk)
    assert not search("ascenseur").hits


def test_an_entry_follows_its_transaction(corpus):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.remove(Heartbeat, corpus.rows["ascenseur"].pk)
        raise ZeroDivisionError
    assert names(corpus, search("ascenseur")) == ["ascenseur"]


def test_an_unknown_model_is_refused(source):
    with pytest.raises(LookupError):
        services.refresh(ScheduleEntry(pk=1))


def test_a_model_is_registered_once(source):
    with pytest.raises(ValueError, match="registered twice"):
        registry.register("autre", "Autres", model=Heartbeat, queryset=source.queryset, document=source.document)
    with pytest.raises(ValueError, match="another label"):
        registry.register(
            "signalement", "Pages", model=ScheduleEntry, queryset=source.queryset, document=source.document
        )


@pytest.mark.parametrize("times", [1, 2])
def test_rebuilding_makes_what_is_public_and_nothing_else(corpus, times):
    SearchEntry.objects.filter(title__startswith="Ascenseur").update(title="Faux", title_words="faux", words="faux")
    corpus.public.remove("jeux")
    for _time in range(times):
        [rebuilt] = services.rebuild()
    assert (rebuilt.rows, rebuilt.entries, rebuilt.complete) == (6, 6, True)
    assert names(corpus, search("ascenseur")) == ["ascenseur"]
    assert not search("faux").hits and not search("aire").hits


def test_rebuilding_forgets_what_nobody_registers_any_more(corpus, monkeypatch):
    monkeypatch.setattr(registry, "_sources", {})
    assert services.rebuild() == []
    assert not SearchEntry.objects.exists()


def test_rebuilding_in_batches(corpus, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    seen = []
    services.rebuild(lambda label, done, total: seen.append((label, done, total)))
    assert seen == [("Signaux", done, 7) for done in (2, 4, 6, 7)]


def test_the_command_says_what_it_did(corpus, capsys):
    call_command("rebuild_search")
    assert "Signaux : 7" in capsys.readouterr().out
    call_command("rebuild_search", verbosity=0)
    assert not capsys.readouterr().out


def test_a_part_that_is_switched_off_is_not_found(corpus):
    PortalSettings.objects.create(disabled_modules=["actualites"])
    corpus.documents["ascenseur"] = replace(corpus.documents["ascenseur"], url="/actualites/ascenseur/")
    services.refresh(corpus.rows["ascenseur"])
    assert not search("ascenseur").hits
    assert find_reference("MAR-26-000123") is None
    PortalSettings.objects.update(disabled_modules=[])
    from participation.base import cache

    cache._start_new_version()
    assert names(corpus, search("ascenseur")) == ["ascenseur"]
    assert find_reference("MAR-26-000123").url == "/actualites/ascenseur/"


@pytest.mark.parametrize("text", ["a\0b", "x" * 300_000, "mot " * 50_000, "\u202eabc", "<script>alert(1)</script>", ""])
def test_any_text_may_be_stored(corpus, text):
    corpus.documents["jeux"] = Document(text[:500], text, "/x/", place=text)
    services.refresh(corpus.rows["jeux"])
    entry = SearchEntry.objects.get(object_id=corpus.rows["jeux"].pk)
    assert "\0" not in entry.title + entry.text + entry.place and "\u202e" not in entry.text
    assert len(entry.text) <= services.TEXT_KEPT


def test_many_different_words(corpus):
    words = " ".join(f"mot{number}" for number in range(20_000))
    corpus.documents["jeux"] = Document("Long", words, "/x/")
    services.refresh(corpus.rows["jeux"])
    assert search("mot9").hits


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Éclairage\nDepuis lundi.\n\nRien ne marche", "Éclairage · Depuis lundi. Rien ne marche"),
        ("Bonjour,\nle hall\nest cassé", "Bonjour, le hall est cassé"),
        ("\n \n", ""),
    ],
)
def test_lines_are_joined(corpus, text, kept):
    corpus.documents["jeux"] = Document("Jeux", text, "/x/")
    services.refresh(corpus.rows["jeux"])
    assert SearchEntry.objects.get(object_id=corpus.rows["jeux"].pk).text == kept


@pytest.mark.parametrize("url", ["https://ailleurs.example/", "//ailleurs.example/", "", "x/"])
def test_an_address_is_a_path_of_this_portal(corpus, url):
    corpus.documents["jeux"] = Document("Jeux", "", url)
    with pytest.raises(ValueError, match="not a path"):
        services.refresh(corpus.rows["jeux"])


def test_nothing_is_refreshed_while_it_is_held(corpus):
    corpus.documents["jeux"] = Document("Fontaine", "", "/x/")
    with services.held():
        services.refresh(corpus.rows["jeux"])
    assert not search("fontaine").hits
    services.refresh(corpus.rows["jeux"])
    assert search("fontaine").hits
