"""What the footer may claim about accessibility. Nothing better than « non conforme » without a complete, valid audit.

Source: loi n° 2005-102, art. 47; décret n° 2019-768; RGAA, « Obligations d’accessibilité ».
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from participation.base.site.enums import Conformity


@dataclass(frozen=True, slots=True)
class AccessibilityStatement:
    level: Conformity
    rate: Decimal | None = None
    audited_on: date | None = None
    auditor: str = ""
    rgaa_version: str = ""
    expired: bool = False

    @property
    def sentence(self) -> str:
        """« Accessibilité : non conforme », the exact mention the decree asks for."""
        return _("Accessibilité : %(level)s") % {"level": self.level.label}


def statement(*, audited_on, rate, rgaa_version, auditor, expires_on, today: date) -> AccessibilityStatement:
    """The statement of one audit on the day `today`. Every part of the audit counts: one missing, and there is none."""
    if audited_on is None or rate is None or expires_on is None or not rgaa_version or not auditor:
        return AccessibilityStatement(Conformity.NONE)
    expired = expires_on < today
    level = Conformity.NONE if expired or audited_on > today else _level(rate)
    return AccessibilityStatement(level, rate, audited_on, auditor, rgaa_version, expired)


def _level(rate) -> Conformity:
    if rate < 50:
        return Conformity.NONE
    return Conformity.FULL if rate == 100 else Conformity.PARTIAL
