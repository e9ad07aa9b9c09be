"""Every role × every scope × every moment, without a database: who does a rule let through?

A rule's test writes down the whole answer as {role: scopes}; the moments must never change it: a grant that is over,
not yet begun, withdrawn or (for an elected member) unverified lets nobody through.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from participation.accounts.enums import Role
from participation.accounts.models import RoleGrant
from participation.base.calendar import today
from participation.territory.models import Commune, Partner

HERE = Commune(pk=1, name="Ici")
ELSEWHERE = Commune(pk=2, name="Ailleurs")
OURS = Partner(pk=11, name="Le nôtre", commune=HERE)
THEIRS = Partner(pk=12, name="Un autre", commune=ELSEWHERE)
EVERYWHERE = Partner(pk=13, name="La Région")

PORTAL = "portal"
SCOPES = {
    PORTAL: {},
    "here": {"commune": HERE},
    "elsewhere": {"commune": ELSEWHERE},
    "ours": {"partner": OURS},
    "theirs": {"partner": THEIRS},
}
BY_COMMUNE = (PORTAL, "here", "elsewhere")
BY_PARTNER = ("ours", "theirs")


def person(*grants, **values):
    """Someone as a rule sees them; `grants` are not saved."""
    return SimpleNamespace(
        **{
            "pk": 1,
            "is_authenticated": True,
            "is_active": True,
            "is_superuser": False,
            "is_staff": False,
            "grants": SimpleNamespace(select_related=lambda *names: list(grants)),
            **values,
        }
    )


def grant(role, scope=PORTAL, **values):
    if role == Role.ELECTED_MEMBER:
        values.setdefault("verified_at", datetime(2024, 1, 1, tzinfo=UTC))
    return RoleGrant(role=role, **SCOPES[scope], **values)


def possible():
    """Every role with every scope that the database allows it."""
    for role in Role:
        for scope in BY_PARTNER if role == Role.PARTNER_AGENT else BY_COMMUNE:
            yield role, scope


def let_through(rule) -> dict[str, set[str]]:
    """{role: scopes} of those whom `rule(user)` lets through today."""
    found: dict[str, set[str]] = {}
    for role, scope in possible():
        if rule(person(grant(role, scope))):
            found.setdefault(role, set()).add(scope)
    return found


def out_of_time():
    """Grants that do not hold today, each for another reason."""
    day = today()
    yesterday, tomorrow = day - timedelta(days=1), day + timedelta(days=1)
    for role, scope in possible():
        yield grant(role, scope, until=yesterday)
        yield grant(role, scope, from_date=tomorrow)
        yield grant(role, scope, ended_on=day)
        yield grant(role, scope, from_date=date(2020, 1, 1), until=date(2023, 12, 31))
    yield grant(Role.ELECTED_MEMBER, verified_at=None)


def assert_lets_through(rule, expected: dict[str, set[str]]) -> None:
    """The whole matrix, the moments, and those who have no say at all."""
    assert let_through(rule) == expected
    assert [str(each) for each in out_of_time() if rule(person(each))] == []
    on_the_edges = {"from_date": today(), "until": today(), "ended_on": today() + timedelta(days=1)}
    for role, scopes in expected.items():
        for scope in scopes:
            assert rule(person(grant(role, scope, **on_the_edges)))
    everything = [grant(role, scope) for role, scope in possible()]
    assert rule(person(*everything))
    assert not rule(person(*everything, is_active=False))
    assert not rule(person(*everything, is_authenticated=False))
    assert not rule(person())
