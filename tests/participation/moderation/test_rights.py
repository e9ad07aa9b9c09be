"""Who sees, decides, contests, reads what is sealed: role × object × state × commune × own text × audience."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.site.models import PortalSettings
from participation.moderation import rules, selectors, services
from participation.moderation.enums import CaseState, Decision, Ground, Verb
from participation.moderation.services import author_key
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.moderation import AppealFactory, SealedFactory
from tests.factories.territory import CommuneFactory, PartnerFactory
from tests.participation.moderation.conftest import COUNCIL

pytestmark = pytest.mark.django_db

MODERATORS = {Role.NEIGHBOURHOOD_OFFICER, Role.GUSP_COORDINATOR, Role.ADMINISTRATOR}
SEALS = {Role.GUSP_COORDINATOR, Role.ADMINISTRATOR}
ROLES = [role for role in Role if role != Role.PARTNER_AGENT]
# Whether the role is over the commune of the case, over another one, or over the whole portal.
SCOPES = {"here": True, "elsewhere": False, "everywhere": True}


def person(role, scope, commune):
    if role == Role.PARTNER_AGENT:
        return staff_with(role, partner=PartnerFactory(commune=commune))
    return staff_with(role, **{"here": {"commune": commune}, "elsewhere": {"commune": CommuneFactory()}}.get(scope, {}))


def sees(user, case):
    """All doors agree."""
    listed = case.pk in {row.case.pk for row in selectors.queue(user, state=case.state).rows}
    bulk = [row.case.pk for row in selectors.cases(user, [case.pk])] == [case.pk]
    page = selectors.case_page(user, case.pk) is not None
    assert page is bulk is rules.can_read_case(user, case)
    assert listed is (page and (case.state != CaseState.APPEALED or listed))
    return page


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("state", ["waiting", "decided", "closed"])
@pytest.mark.parametrize("role", [*ROLES, Role.PARTNER_AGENT])
def test_who_reads_and_decides(shelf, role, state, scope):
    values = {} if state == "waiting" else {"refused": True, "state": CaseState(state)}
    case = shelf.put(**values)
    user = person(role, scope, case.commune)
    allowed = role in MODERATORS and SCOPES[scope]
    assert sees(user, case) is allowed
    assert rules.can_decide(user, case) is (allowed and state == "waiting")
    assert rules.can_seal(user, case) is (allowed and state == "waiting")
    assert rules.can_ban(user, case) is allowed
    assert rules.can_enter_moderation(user) is (role in MODERATORS)
    assert rules.can_undo(user, case) is False
    assert (selectors.next_case(user) == case.pk) is (allowed and state == "waiting")


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ROLES)
def test_a_case_of_no_commune_belongs_to_the_whole_portal(shelf, role, scope):
    case = shelf.put(commune=None)
    assert sees(person(role, scope, CommuneFactory()), case) is (role in MODERATORS and scope == "everywhere")


@pytest.mark.parametrize("state", ["waiting", "decided", "closed", "appealed"])
@pytest.mark.parametrize("by", ["account", "address"])
def test_nobody_sees_their_own_text_in_the_queue(shelf, state, by):
    user = staff_with(Role.ADMINISTRATOR)
    key = author_key(user=user) if by == "account" else author_key(email=user.email, known_account=False)
    case = shelf.put(author_key=key, **({} if state == "waiting" else {"refused": True, "state": CaseState(state)}))
    assert sees(user, case) is False
    assert not rules.can_decide(user, case) and not rules.can_ban(user, case)
    assert sees(staff_with(Role.ADMINISTRATOR), case) is True


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_a_councils_own_is_never_the_citys(shelf, role, scope):
    case = shelf.put(kind=COUNCIL, audience="conseil:1")
    astray = shelf.put(audience="conseil:1")  # even of a kind whose reach is the city's
    user = person(role, scope, case.commune)
    assert sees(user, case) is False and sees(user, astray) is False
    assert UserFactory(is_superuser=True) and not sees(UserFactory(is_superuser=True), case)


def test_its_organisers_see_it_and_nothing_else(shelf):
    user = UserFactory()
    shelf.organisers.add(user.pk)
    own, other = shelf.put(kind=COUNCIL, audience="conseil:1"), shelf.put(kind=COUNCIL, audience="conseil:2")
    city = shelf.put()
    assert rules.can_enter_moderation(user)
    assert [sees(user, case) for case in (own, other, city)] == [True, False, False]
    assert rules.can_decide(user, own) and not rules.can_ban(user, own)
    assert rules.acting_role(user, own) == ""


@pytest.mark.parametrize("user", [AnonymousUser, UserFactory, lambda: UserFactory(is_active=False, is_superuser=True)])
def test_nobody_else(shelf, user):
    user, case = user(), shelf.put()
    assert sees(user, case) is False and not rules.can_enter_moderation(user)
    assert not rules.can_read_sealed_somewhere(user) and selectors.sealed_for(user) == []
    assert selectors.next_case(user) is None


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", [*ROLES, Role.PARTNER_AGENT])
def test_two_roles_read_what_is_sealed_and_each_reading_is_logged(shelf, role, scope):
    case = SealedFactory().case
    user = person(role, scope, case.commune)
    allowed = role in SEALS and SCOPES[scope]
    assert rules.can_read_sealed(user, case) is allowed
    assert [one.case for one in selectors.sealed_for(user)] == ([case] if allowed else [])
    if not allowed:
        with pytest.raises(Http404):
            services.read_sealed(case=case, by=user)
        assert not case.events.exists()
        return
    assert services.read_sealed(case=case, by=user).text == services.read_sealed(case=case, by=user).text
    assert [(event.verb, event.actor, event.role) for event in case.events.all()] == [(Verb.SEAL_READ, user, role)] * 2
    page = selectors.case_page(user, case.pk)
    assert page.can_read_sealed is True


def test_nobody_reads_the_seal_of_their_own_text(shelf):
    user = staff_with(Role.ADMINISTRATOR)
    case = SealedFactory(case__author_key=author_key(user=user)).case
    with pytest.raises(Http404):
        services.read_sealed(case=case, by=user)
    assert selectors.sealed_for(user) == []


def test_a_case_without_seal_has_none_to_read(shelf):
    with pytest.raises(Http404):
        services.read_sealed(case=shelf.put(), by=staff_with(Role.ADMINISTRATOR))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ROLES)
def test_who_decides_an_appeal(shelf, role, scope):
    appeal = AppealFactory(case__decided_by=staff_with(Role.NEIGHBOURHOOD_OFFICER))
    shelf.texts[appeal.case.key] = "Bonjour."
    user = person(role, scope, appeal.case.commune)
    allowed = role in MODERATORS and SCOPES[scope]
    assert rules.can_decide_appeal(user, appeal) is allowed and not rules.can_decide(user, appeal.case)
    assert (selectors.next_case(user) == appeal.case_id) is allowed
    assert rules.can_decide_appeal(appeal.not_by, appeal) is False


def test_undo_is_for_who_decided_until_it_takes_effect(shelf):
    camille, other = staff_with(Role.NEIGHBOURHOOD_OFFICER), staff_with(Role.ADMINISTRATOR)
    case = shelf.put()
    case = services.decide(case=case, by=camille, decision=Decision.REFUSE, version=1, ground=Ground.INSULT)
    assert rules.can_undo(camille, case) and not rules.can_undo(other, case)
    assert selectors.case_page(camille, case.pk).can_undo is True
    assert selectors.case_page(camille, case.pk, at=timezone.now() + timedelta(minutes=1)).can_undo is False


def test_a_module_that_is_switched_off_has_no_queue(shelf):
    PortalSettings(disabled_modules=["commentaires"]).save()
    user = staff_with(Role.ADMINISTRATOR)
    assert sees(user, shelf.put()) is False
    assert selectors.desk_items(user, timezone.localdate()) == []
    assert [link.count for link in selectors.desk_links(user)] == [0]
