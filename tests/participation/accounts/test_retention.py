"""What the purge proposes and removes, and who is warned, with the clock moved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from participation.accounts import jobs
from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.base.privacy.purge import proposals
from participation.base.worker.schedule import registered
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
THREE_YEARS = 3 * 365 * DAY


def proposed(name, now=NOW):
    return {user for proposal in proposals(now, only=name) for item in proposal.items for user in item.rows}


def remove(name, now=NOW):
    return sum(proposal.purge.apply(proposal.items) for proposal in proposals(now, only=name))


def aged(days, **values):
    return UserFactory(date_joined=NOW - days * DAY, **values)


# --- Sign-ups that nobody confirmed -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "due"), [(0, False), (6, False), (8, True), (400, True)])
def test_an_unconfirmed_sign_up_goes_after_seven_days(days, due):
    user = aged(days, confirmed=False)
    assert (user in proposed("accounts-unconfirmed")) is due
    assert remove("accounts-unconfirmed") == int(due)
    assert User.objects.filter(pk=user.pk).exists() is not due


@pytest.mark.parametrize(
    "values", [{"confirmed": True}, {"confirmed": False, "last_login": NOW}, {"confirmed": False, "is_superuser": True}]
)
def test_who_confirmed_or_ever_came_stays(values):
    aged(400, **values)
    assert proposed("accounts-unconfirmed") == set()


def test_an_invited_colleague_stays():
    RoleGrantFactory(user=aged(400, confirmed=False), role=Role.EDITOR)
    assert proposed("accounts-unconfirmed") == set()


def test_who_confirms_after_the_list_was_made_stays():
    user = aged(8, confirmed=False)
    [proposal] = proposals(NOW, only="accounts-unconfirmed")
    user.emailaddress_set.update(verified=True)
    assert proposal.purge.apply(proposal.items) == 0
    assert User.objects.filter(pk=user.pk).exists()


def test_a_real_sign_up_seen_from_the_future(client):
    client.post(
        "/comptes/inscription/", dict.fromkeys(("password1", "password2"), "trois-figuiers") | {"email": "a@b.fr"}
    )
    user = User.objects.get()
    assert proposed("accounts-unconfirmed", timezone.now() + 6 * DAY) == set()
    assert proposed("accounts-unconfirmed", timezone.now() + 8 * DAY) == {user}


# --- Accounts that nobody uses ----------------------------------------------------------------------------------------
def unused(days, *, warned=None, **values):
    """Last seen so many days ago and, if so, warned so many days ago."""
    return aged(
        2000,
        last_login=NOW - days * DAY,
        unused_warned_at=None if warned is None else NOW - warned * DAY,
        **values,
    )


@pytest.mark.parametrize(
    ("days", "warned", "due"),
    [
        (1094, 40, False),
        (1096, None, False),
        (1096, 29, False),
        (1096, 31, True),
        (1096, 1097, False),
        (4000, 31, True),
    ],
)
def test_an_unused_account_goes_after_three_years_and_thirty_days_of_warning(days, warned, due):
    user = unused(days, warned=warned)
    assert (user in proposed("accounts-unused")) is due
    assert remove("accounts-unused") == int(due)
    user.refresh_from_db()
    assert (user.erased_at is not None) is due


def test_one_who_never_logged_in_counts_from_the_first_day():
    user = aged(1096, unused_warned_at=NOW - 31 * DAY)
    assert proposed("accounts-unused") == {user}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.STATE_READER])
def test_who_acts_for_someone_is_ended_by_a_person_not_by_a_clock(role):
    RoleGrantFactory(user=unused(4000, warned=31), role=role)
    unused(4000, warned=31, is_superuser=True)
    assert proposed("accounts-unused") == set()
    assert jobs.warn_unused_accounts(NOW) == 0


def test_a_role_that_ended_keeps_nobody():
    user = unused(4000, warned=31)
    RoleGrantFactory(user=user, role=Role.EDITOR, until=(NOW - DAY).date())
    assert proposed("accounts-unused") == {user}


@pytest.mark.parametrize(("days", "warned"), [(1064, False), (1066, True), (1200, True)])
def test_the_warning_leaves_thirty_days_before(outbox, days, warned):
    user = unused(days)
    assert jobs.warn_unused_accounts(NOW) == int(warned)
    user.refresh_from_db()
    assert (user.unused_warned_at is not None) is warned
    assert len(outbox.all(user.email)) == int(warned)


def test_what_the_warning_says(outbox):
    user = unused(1200)
    jobs.warn_unused_accounts(NOW)
    mail = outbox.last(user.email)
    assert mail.subject == "Votre compte va être effacé"
    assert "Garder mon compte" in mail.html
    assert "http://testserver/comptes/connexion/" in outbox.links(mail)


def test_nobody_is_warned_twice_and_coming_back_is_enough(client, outbox):
    user = unused(1200)
    jobs.warn_unused_accounts(NOW)
    assert jobs.warn_unused_accounts(NOW + DAY) == 0
    assert proposed("accounts-unused", NOW + 31 * DAY) == {user}
    log_in(client, user)
    assert proposed("accounts-unused", NOW + 31 * DAY) == set()
    later = timezone.now() + THREE_YEARS - 29 * DAY
    assert jobs.warn_unused_accounts(later) == 1


def test_an_erased_account_is_neither_warned_nor_proposed():
    unused(4000, warned=31)
    remove("accounts-unused")
    assert proposed("accounts-unused") == set()
    assert jobs.warn_unused_accounts(NOW) == 0


def test_a_day_has_its_share_of_warnings(monkeypatch):
    monkeypatch.setattr(jobs, "WARNED_A_DAY", 2)
    for _number in range(3):
        unused(1200)
    assert [jobs.warn_unused_accounts(NOW) for _run in range(3)] == [2, 1, 0]


def test_the_command_lists_before_it_removes(capsys):
    user = aged(8, confirmed=False)
    call_command("purge")
    assert "inscriptions jamais confirmées" in capsys.readouterr().out
    assert User.objects.filter(pk=user.pk).exists()


def test_the_worker_knows_the_daily_work():
    assert {
        "accounts-sync-roles",
        "accounts-clear-sessions",
        "accounts-warn-unused",
    } <= {schedule.name for schedule in registered()}
    staff_with(Role.EDITOR)
    for schedule in registered():
        if schedule.name.startswith("accounts-"):
            schedule.task()
