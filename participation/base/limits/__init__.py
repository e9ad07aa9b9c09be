"""How often one client may try something. Counts live in the database: the same for every web process."""

from participation.base.limits.services import limited
from participation.base.limits.views import rate_limit

__all__ = ["limited", "rate_limit"]
