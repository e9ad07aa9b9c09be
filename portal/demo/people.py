"""The demonstration's accounts and their roles. They open nothing where DEMO is off (accounts.auth)."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from participation.accounts import services
from participation.accounts.enums import Role
from participation.accounts.models import User
from portal.demo.errors import DataError
from portal.demo.ground import choice


def load_people(load) -> None:
    password = make_password(settings.DEMO_PASSWORD)  # once: hashing it eight times takes seconds
    for row in load.files["accounts.toml"]["account"]:
        where = f"accounts.toml, {row['email']}"
        key = f"account:{row['email']}"
        user = load.marks.find(key, User)
        if user is None or user.erased_at is not None:
            if User.objects.filter(email__iexact=row["email"]).exists():
                load.marks.left[User] += 1
                continue
            user = services.create_account(email=row["email"], display_name=row["display_name"], confirmed=True)
        user.email, user.display_name, user.password, user.is_active = row["email"], row["display_name"], password, True
        user.preferred_quartier = load.pick("quartiers", row.get("quartier"), f"{where}.quartier")
        user.save()
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
        load.marks.mark(key, user)
        services.grant_role(user=user, by=None, **_scope(load, row, where))


def _scope(load, row, where):
    role = choice(Role, row["role"], f"{where}.role")
    kind, _colon, name = row.get("scope", "").partition(":")
    if kind not in ("", "commune", "partner"):
        raise DataError(f"{where}.scope", "« commune:CODE » ou « partner:slug » est attendu")
    scope = {kind: load.pick({"commune": "communes", "partner": "partners"}[kind], name, where)} if kind else {}
    return {"role": role, **scope}
