"""What the invented residents follow: a dozen lines to read, newest first, a few unread, and no mail."""

import pytest

from participation.accounts.models import User
from participation.base.mail.models import OutboxMessage
from participation.notifications.models import Event
from participation.notifications.selectors import followed_by, news_for, recipient_of_user, unread_count
from portal.demo.life import following

pytestmark = pytest.mark.usefixtures("demo_db")


@pytest.mark.parametrize("email", following.FOLLOWS)
def test_each_has_news_in_the_order_in_which_they_happened(email):
    recipient = recipient_of_user(User.objects.get(email=email))
    news = news_for(recipient)
    assert len(news) >= 12
    assert [one.at for one in news] == sorted((one.at for one in news), reverse=True)
    assert unread_count(recipient) == following.UNREAD


def test_all_that_is_meant_to_be_followed_is_there():
    recipient = recipient_of_user(User.objects.get(email="habitant@demo.example"))
    chosen = [thing for topic, _row, thing in followed_by(recipient) if topic.kind not in ("moi", "bureau")]
    assert len(chosen) >= 4
    assert None not in chosen


def test_nobody_is_written_to():
    assert not OutboxMessage.objects.filter(key__startswith="event-").exists()
    assert not OutboxMessage.objects.filter(key__startswith="digest-").exists()


def test_a_second_time_starts_anew():
    assert Event.objects.filter(silent=True).exists()
    following.forget_former()
    assert not Event.objects.filter(silent=True).exists()
