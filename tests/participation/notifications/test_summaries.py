"""What waits at a desk, once per working day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import STAFF_ROLES, Role
from participation.base.desk import registry as desk
from participation.base.desk.registry import DeskItem
from participation.notifications import services, summaries
from participation.notifications.enums import Delivery
from participation.notifications.models import Subscription
from participation.notifications.registry import DESK
from participation.notifications.selectors import followed_by, subscription_of
from participation.notifications.summaries import send_desk_summaries
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 24, 7, tzinfo=UTC)


@pytest.fixture
def items(monkeypatch):
    """The only desk there is: what it holds for each account."""
    held = {}
    monkeypatch.setattr(desk, "_desks", {})
    desk.register("essai", lambda user, day: held.get(user.pk, []), may_enter=lambda user: user.pk in held)
    return held


def item(title="Banc cassé", **fields):
    return DeskItem(title=title, url="/agents/essai/1/", detail="Place du marché", action="Répondre", **fields)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_each_role_gets_one_mail_of_what_waits(items, outbox, role):
    user = staff_with(role, **({} if role != Role.ELECTED_MEMBER else {"verified_at": timezone.now()}))
    items[user.pk] = [item(due=date(2026, 4, 1)), item("Lampe", late=True, due=date(2026, 3, 1)), item("Sans date")]
    assert send_desk_summaries(TUESDAY) == 1
    assert send_desk_summaries(TUESDAY + timedelta(hours=3)) == 0
    (mail,) = outbox.all()
    text = mail.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert mail.to == user.email
    assert mail.subject.replace("\u00a0", " ") == "3 choses vous attendent au bureau, dont une en retard"
    assert text.index("Lampe") < text.index("Banc cassé") < text.index("Sans date")
    assert "Au plus tard le 1er avril 2026." in text
    assert "Répondre : http://testserver/agents/essai/1/" in text
    assert "car vous avez un rôle" in text
    assert mail.headers["List-Unsubscribe-Post"]
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.html


def test_residents_get_none(items, outbox):
    for user in (UserFactory(), RoleGrantFactory(role=Role.RESIDENT).user, UserFactory(is_superuser=True)):
        items[user.pk] = [item()]
    over = RoleGrantFactory(role=Role.FIELD_AGENT, ended_on=date(2026, 1, 1)).user
    closed = RoleGrantFactory(role=Role.FIELD_AGENT, user=UserFactory(is_active=False)).user
    items[over.pk] = items[closed.pk] = [item()]
    assert send_desk_summaries(TUESDAY) == 0
    assert outbox.all() == []


def test_never_empty(items, outbox):
    items[staff_with(Role.GUSP_COORDINATOR).pk] = []
    assert send_desk_summaries(TUESDAY) == 0
    assert outbox.all() == []
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 3, 27), 1),
        (date(2026, 3, 28), 0),
        (date(2026, 3, 29), 0),
        (date(2026, 3, 30), 1),
        (date(2026, 5, 1), 0),
    ],
)
def test_on_working_days(items, day, told):
    items[staff_with(Role.GUSP_COORDINATOR).pk] = [item()]
    assert send_desk_summaries(datetime(day.year, day.month, day.day, 7, tzinfo=UTC)) == told


def test_one_may_stop_and_begin_again(items, outbox):
    user = staff_with(Role.GUSP_COORDINATOR)
    items[user.pk] = [item()]
    send_desk_summaries(TUESDAY)
    one = subscription_of(user, DESK)
    services.unsubscribe(payload={"r": one.recipient_id, "s": one.pk})
    assert send_desk_summaries(TUESDAY + timedelta(days=1)) == 0
    services.choose(recipient=one.recipient, kind=DESK, delivery=Delivery.DAILY)
    assert send_desk_summaries(TUESDAY + timedelta(days=2)) == 1
    assert [topic.kind for topic, _one, _found in followed_by(one.recipient)] == ["moi", DESK]


def test_staff_follow_nothing_else_by_themselves(items):
    user = staff_with(Role.GUSP_COORDINATOR)
    items[user.pk] = [item()]
    send_desk_summaries(TUESDAY)
    assert set(Subscription.objects.values_list("kind", flat=True)) == {DESK, "moi"}
    assert subscription_of(user, DESK).recipient.next_digest_at is None


def test_a_long_list_is_cut_and_says_so(items, outbox):
    user = staff_with(Role.GUSP_COORDINATOR)
    items[user.pk] = [item(f"Chose {number:02}") for number in range(40)]
    send_desk_summaries(TUESDAY)
    text = outbox.last().text.replace("\u00a0", " ")
    assert ("Chose 29" in text, "Chose 30" in text, "Et 10 autres" in text) == (True, False, True)


def test_a_desk_that_fails_for_one_does_not_for_the_others(items, outbox, monkeypatch):
    first, second = staff_with(Role.GUSP_COORDINATOR), staff_with(Role.FIELD_AGENT)
    items[first.pk] = items[second.pk] = [item()]

    def broken(user, day):
        if user == first:
            raise ZeroDivisionError
        return [item()]

    monkeypatch.setattr(summaries, "items_for", broken)
    with pytest.raises(ZeroDivisionError):
        send_desk_summaries(TUESDAY)
    assert [mail.to for mail in outbox.all()] == [second.email]
