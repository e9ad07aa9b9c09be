from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from participation.accounts.enums import STAFF_ROLES, Role


class UserQuerySet(models.QuerySet):
    def present(self):
        """Accounts that still belong to someone."""
        return self.filter(is_active=True, erased_at__isnull=True)

    def erased(self):
        return self.filter(erased_at__isnull=False)

    def with_role(self, *roles, day):
        grants = self.model._meta.get_field("grants").related_model
        return self.filter(Exists(grants.objects.filter(user=OuterRef("pk")).active(day).of_role(*roles)))

    def without_staff_role(self, day):
        """Nobody who acts for the city or a partner today, nor a technical account."""
        grants = self.model._meta.get_field("grants").related_model
        held = grants.objects.filter(user=OuterRef("pk")).active(day).of_role(*STAFF_ROLES)
        return self.filter(~Exists(held), is_superuser=False)

    def never_confirmed(self):
        """Signed up, and never showed that the address is theirs; nobody gave them anything either."""
        return self.present().filter(
            ~Q(emailaddress__verified=True), last_login__isnull=True, grants__isnull=True, is_superuser=False
        )

    def unused_since(self, instant):
        """Last seen (or created, for those who never came back) before `instant`."""
        return self.present().filter(Q(last_login__lt=instant) | Q(last_login__isnull=True, date_joined__lt=instant))

    def warned_since_last_seen(self):
        """Those whose warning about being unused still stands: nobody came after it."""
        return self.filter(unused_warned_at__isnull=False).filter(
            Q(last_login__isnull=True) | Q(last_login__lt=F("unused_warned_at"))
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email)


class RoleGrantQuerySet(models.QuerySet):
    def active(self, day):
        """Grants in force on `day`; an open start or end does not exclude one, an unverified elected member does."""
        return self.filter(
            Q(from_date__isnull=True) | Q(from_date__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        ).exclude(role=Role.ELECTED_MEMBER, verified_at__isnull=True)

    def not_over(self, day):
        """In force on `day`, or yet to come."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), ended_on__isnull=True)

    def of_role(self, *roles):
        return self.filter(role__in=roles)

    def whole_portal(self):
        return self.filter(commune__isnull=True, partner__isnull=True)


class UserSessionManager(BaseSessionManager):
    use_in_migrations = False

    def of(self, user):
        return self.filter(user=user)
