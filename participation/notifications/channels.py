"""How somebody is told at once. Mail now; a short message too, for what concerns people themselves, where SMS is on.

A channel is a function of an event, a recipient, the subscription that matched, the wording and the reason. It writes
a row of its own outbox in the caller's transaction, under a key of the event and the recipient.
"""

from participation.notifications import emails
from participation.notifications.registry import ME
from participation.notifications.services.texting import send_sms
from participation.notifications.sms import sms_enabled
from participation.notifications.wording import absolute


def by_mail(event, recipient, subscription, said, reason) -> bool:
    return bool(recipient.address) and emails.tell(event, recipient, subscription, said=said, reason=reason)


def by_sms(event, recipient, subscription, said, reason) -> bool:
    if subscription.kind != ME or not recipient.phone or not sms_enabled():
        return False
    url = absolute(event.personal_url or event.url)
    text = f"{said.title} {url}"
    return send_sms(key=emails.event_key(event.pk, recipient.pk), to=recipient.phone, text=text) is not None


CHANNELS = (by_mail, by_sms)
