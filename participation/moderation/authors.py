"""An author as the queue knows one: a keyed hash, by which other messages are found and nobody is named."""

from django.utils.crypto import salted_hmac

from participation.accounts.models import User


def author_key(*, user=None, email: str = "", client: str = "", known_account: bool = True) -> str:
    """The key of an account, of an address (that of the account which has it, if one does) or of a network address.

    Empty when nothing is given. `known_account=False`: the address as such.
    """
    if user is not None:
        return _hashed(f"account:{user.pk}")
    email = email.strip().lower()
    if email:
        owner = User.objects.filter(email=email, is_active=True).first() if known_account else None
        return _hashed(f"account:{owner.pk}") if owner is not None else _hashed(f"address:{email}")
    return _hashed(f"client:{client}") if client else ""


def _hashed(what: str) -> str:
    """Keyed with SECRET_KEY: addresses cannot be tried out against the table."""
    return salted_hmac("participation.moderation.author", what, algorithm="sha256").hexdigest()
