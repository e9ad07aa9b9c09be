"""What the mails about surveys say. One template each draws them; the address stands in the outbox alone."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.base.links.signing import make_token
from participation.base.text.dates import day as written

PURPOSE = "survey-answer"
LINK = "surveys/link"
ANSWERED = "surveys/answered"
NOT_YOU = _("Si ce n’est pas vous, ignorez ce message : rien n’est enregistré.")


def link_context(survey, address_hash: str, max_age) -> dict:
    """`max_age`: a timedelta. The link carries the hash, not the address."""
    payload = {"s": survey.pk, "h": address_hash}
    return {
        "title": survey.title,
        "closes": written(survey.closes_on),
        "href": _absolute("surveys:answer-link", survey.slug, make_token(PURPOSE, payload, max_age=max_age)),
        "not_you": NOT_YOU,
    }


def answered_context(survey) -> dict:
    return {
        "title": survey.title,
        "closes": written(survey.closes_on),
        "href": _absolute("surveys:detail", survey.slug),
        "not_you": NOT_YOU,
    }


def _absolute(name, *arguments) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=arguments)
