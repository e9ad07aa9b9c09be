from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.accounts.selectors import export
from participation.accounts.services import erase_account
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt

UNCONFIRMED_FOR = timedelta(days=7)
UNUSED_FOR = timedelta(days=3 * 365)
WARNED_FOR = timedelta(days=30)

_OPEN = _("Tant que le compte est ouvert ; au plus trois ans sans connexion, après un message d’avertissement.")
_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_OWN = _("Vous, et l’administration du portail.")
_ACCOUNT = _("Ouvrir votre compte et vous reconnaître quand vous revenez.")
_SAFETY = _("Protéger votre compte.")
_ROLES = _("Savoir qui agit pour la Ville ou un partenaire, et qui l’a décidé.")

declare(
    "accounts.User",
    ("email", "password"),
    purpose=_ACCOUNT,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_OWN,
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "account.EmailAddress",
    ("email", "user"),
    purpose=_ACCOUNT,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_OWN,
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "accounts.User",
    "display_name",
    purpose=_("Signer ce que vous écrivez du nom que vous choisissez, si vous en choisissez un."),
    legal_basis=LegalBasis.CONSENT,
    seen_by=_("Tout le monde, à côté de ce que vous publiez."),
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "accounts.User",
    "preferred_quartier",
    purpose=_("Vous montrer d’abord les nouvelles de votre quartier, si vous le choisissez."),
    legal_basis=LegalBasis.CONSENT,
    seen_by=_OWN,
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "accounts.User",
    ("last_login", "date_joined", "unused_warned_at"),
    purpose=_("Effacer les comptes qui ne servent plus."),
    legal_basis=LegalBasis.LEGAL_OBLIGATION,
    seen_by=_OWN,
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "accounts.UserSession",
    ("session_key", "session_data", "user", "expire_date"),
    purpose=_SAFETY,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail seul les lit."),
    active_period=_("Jusqu’à la déconnexion, 30 jours au plus."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "mfa.Authenticator",
    ("user", "data"),
    purpose=_SAFETY,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail seul les lit."),
    active_period=_("Tant que la double authentification est active."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "accounts.RoleGrant",
    ("user", "granted_by"),
    purpose=_ROLES,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_OWN,
    active_period=_("Le temps du rôle."),
    intermediate_period=_("L’historique reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "accounts.RoleEvent",
    ("user", "actor"),
    purpose=_ROLES,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_OWN,
    active_period=_("Le temps du rôle."),
    intermediate_period=_("L’historique reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "wagtailusers.UserProfile",
    ("user", "avatar"),
    purpose=_("Garder les préférences de la rédaction : langue, notifications, image."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Vous, et la rédaction."),
    active_period=_OPEN,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "wagtailcore.ModelLogEntry",
    ("user", "label"),
    purpose=_("Savoir qui a changé quoi dans l’administration du portail."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("L’administration du portail."),
    active_period=_OPEN,
    intermediate_period=_("La ligne reste, sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
exempt("accounts.User", ("groups", "user_permissions"), "Follow the roles, which are declared.")
exempt("account.EmailConfirmation", "key", "Never written: confirmations are signed links.")
exempt("sessions.Session", "session_data", "Never written: sessions are accounts.UserSession.")


def _propose_unconfirmed(now):
    rows = User.objects.never_confirmed().filter(date_joined__lt=now - UNCONFIRMED_FOR)
    return [_item(rows, _("inscriptions jamais confirmées"), _("L’adresse n’a pas été confirmée en 7 jours."))]


def _apply_unconfirmed(items):
    with transaction.atomic():
        keys = [key for item in items for key in item.rows.values_list("pk", flat=True)]
        # Asked again: someone may have confirmed since the list was made.
        doomed = User.objects.filter(pk__in=User.objects.never_confirmed().filter(pk__in=keys).values("pk"))
        count = doomed.count()
        doomed.delete()
        return count


def _propose_unused(now):
    """Warned at least 30 days ago, after the last visit, and not a staff account: those are ended by a person."""
    rows = (
        User.objects.unused_since(now - UNUSED_FOR)
        .warned_since_last_seen()
        .filter(unused_warned_at__lt=now - WARNED_FOR)
    )
    rows = rows.without_staff_role(timezone.localdate(now))
    return [_item(rows, _("comptes inutilisés"), _("Trois ans sans connexion, avertis depuis 30 jours."))]


def _apply_unused(items):
    users = [user for item in items for user in item.rows]
    with transaction.atomic():
        for user in users:
            erase_account(user=user)
    return len(users)


def _item(rows, what, why):
    dates = rows.order_by("date_joined").values_list("date_joined", flat=True)
    return PurgeItem(
        what=str(what), count=rows.count(), why=str(why), oldest=dates.first(), newest=dates.last(), rows=rows
    )


register_exporter("accounts", export)
register_purge("accounts-unconfirmed", _propose_unconfirmed, _apply_unconfirmed)
register_purge("accounts-unused", _propose_unused, _apply_unused)
