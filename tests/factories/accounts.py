"""People with an account. `staff_with(role)` is someone who acts; `PASSWORD` opens every account made here."""

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from participation.accounts.enums import Role
from participation.accounts.models import RoleGrant, User
from participation.accounts.services import sync_user
from tests.factories.territory import PartnerFactory

PASSWORD = "trois-figuiers-au-soleil"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """A resident whose address is confirmed; `confirmed=False` for one who only signed up."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne-{n}@exemple.fr")
    display_name = ""

    @classmethod
    def _create(cls, model_class, *args, confirmed=True, password=PASSWORD, **values):
        user = model_class(*args, **values)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
        return user


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """Any role over the whole portal; a partner agent gets a partner. The groups follow."""

    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.RESIDENT
    partner = factory.Maybe(
        factory.LazyAttribute(lambda grant: grant.role == Role.PARTNER_AGENT), factory.SubFactory(PartnerFactory)
    )

    @classmethod
    def _create(cls, model_class, *args, **values):
        grant = super()._create(model_class, *args, **values)
        sync_user(grant.user)
        return grant


def staff_with(role, **scope):
    """A person with this role over the whole portal, or over `commune=` or `partner=`."""
    return RoleGrantFactory(role=role, **scope).user


def with_second_factor(user):
    """Switches double authentication on for this person, with `TOTP_SECRET` and recovery codes."""
    TOTP.activate(user, TOTP_SECRET)
    RecoveryCodes.activate(user)
    return Authenticator.objects.filter(user=user)
