"""What moderation keeps of people, until when; the clock is moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.privacy import purge
from participation.base.privacy.persons import erase_person, export_person
from participation.moderation import services
from participation.moderation.enums import CaseState, Decision, Ground
from participation.moderation.jobs import forget
from participation.moderation.models import Appeal, Ban, Case, CaseEvent, Flag, Sealed
from participation.moderation.services import Banned, author_key
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.moderation import (
    AppealFactory,
    BanFactory,
    CaseFactory,
    FlagFactory,
    SealedFactory,
    moderation_settings,
)

pytestmark = pytest.mark.django_db


def after(days):
    return timezone.now() + timedelta(days=days)


def test_the_reason_goes_when_nobody_may_contest_any_more():
    case = CaseFactory(refused=True, reason="Sans insulte, svp.")
    assert forget(after(363)) == 0
    assert forget(after(366)) == 1 and forget(after(366)) == 0
    case.refresh_from_db()
    assert (case.reason, case.state, case.ground) == ("", CaseState.CLOSED, Ground.INSULT)


def test_never_before_the_time_to_contest_is_over():
    moderation_settings(retention_days=30, appeal_days=90)
    CaseFactory(refused=True, reason="Sans insulte, svp.")
    assert forget(after(80)) == 0 and forget(after(91)) == 1


def test_a_reason_under_appeal_stays():
    AppealFactory(case__reason="Sans insulte, svp.")
    forget(after(400))
    assert Case.objects.get().reason


def test_what_an_author_said_goes_after_the_decision():
    AppealFactory(decided_at=timezone.now(), upheld=True, case__state=CaseState.CLOSED)
    AppealFactory()
    assert forget(after(364)) == 0 and forget(after(366)) == 1
    assert sorted(Appeal.objects.values_list("text", flat=True)) == ["", "Je n’ai insulté personne."]


def test_a_seal_is_kept_as_long_as_the_commune_says():
    moderation_settings(seal_days=60)
    seal = SealedFactory()
    assert forget(after(59)) == 0 and forget(after(61)) == 1
    assert not Sealed.objects.exists() and Case.objects.filter(pk=seal.case_id).exists()


def test_flags_and_suspensions_that_are_over():
    FlagFactory(), BanFactory(), BanFactory(lifted_at=timezone.now())
    assert forget(after(364)) == 0
    assert forget(after(366)) == 2 and Ban.objects.count() == 1
    assert forget(after(380)) == 1 and not Flag.objects.exists()


def test_a_settled_case_and_its_log_after_three_years(settings):
    case, waiting = CaseFactory(refused=True), CaseFactory()
    CaseEvent.objects.create(case=case, verb="refused")
    moderation_settings(seal_days=2190)
    sealed = SealedFactory()
    assert forget(after(3 * 365 - 2)) == 0
    assert forget(after(3 * 365 + 1)) == 1
    assert set(Case.objects.all()) == {waiting, sealed.case} and not CaseEvent.objects.exists()


def test_the_purge_proposes_what_the_clock_removes():
    CaseFactory(refused=True, reason="x"), FlagFactory(), SealedFactory(), BanFactory()
    AppealFactory(decided_at=timezone.now(), upheld=True, case__state=CaseState.CLOSED)
    names = [name for name in purge.names() if name.startswith("moderation-")]
    assert names == [f"moderation-{part}" for part in ("appeals", "bans", "cases", "flags", "reasons", "seals")]
    proposed = {name: purge.proposals(after(400), name) for name in names}
    counts = {name: sum(item.count for one in found for item in one.items) for name, found in proposed.items()}
    assert counts == {**dict.fromkeys(names, 1), "moderation-cases": 0}
    for found in proposed.values():
        for one in found:
            assert one.purge.apply(one.items) == sum(item.count for item in one.items)
    assert forget(after(400)) == 0


def test_the_edited_text_is_kept_for_ten_seconds(shelf):
    case, camille = shelf.put("06 12 34 56 78"), staff_with(Role.NEIGHBOURHOOD_OFFICER)
    services.decide(case=case, by=camille, decision=Decision.EDIT, version=1, text="Bonjour")
    services.apply_due(at=timezone.now() + timedelta(seconds=11))
    assert Case.objects.get().edited_text == ""


# --- One person -------------------------------------------------------------------------------------------------------
def test_one_takes_along_what_became_of_ones_messages():
    user = UserFactory()
    case = CaseFactory(author_key=author_key(user=user), refused=True, reason="Sans insulte, svp.")
    AppealFactory(case=case), BanFactory(author_key=author_key(user=user)), CaseFactory(refused=True)
    found = export_person(user)["moderation"]
    assert [len(rows) for rows in found.values()] == [1, 1, 1]
    assert found["messages relus"][0]["règle de la charte"] == "insulte ou attaque une personne"
    assert found["contestations"][0]["texte"] == "Je n’ai insulté personne."
    assert "moderation" not in export_person(UserFactory())


def test_erasing_an_account_leaves_no_print_of_it():
    user = UserFactory(email="lou@exemple.fr")
    key = author_key(user=user)
    case = CaseFactory(author_key=key, refused=True, reason="Sans insulte, svp.")
    AppealFactory(case=case), FlagFactory(who=key), SealedFactory(case__author_key=key)
    other = CaseFactory(author_key="b", refused=True, reason="Autre.")
    BanFactory(author_key=key)
    for _turn in range(2):
        erase_person(user)
    assert not Case.objects.filter(author_key=key).exists() and not Flag.objects.exists()
    assert Appeal.objects.get().text == "" and Case.objects.get(pk=case.pk).reason == ""
    assert Case.objects.get(pk=other.pk).reason == "Autre." and Sealed.objects.count() == 1
    user.is_active = False
    user.save()
    with pytest.raises(Banned):  # leaving is no way around a suspension
        services.check_ban(author_key(email="lou@exemple.fr"))
