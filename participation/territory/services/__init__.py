from participation.territory.services.closures import declare_closure, withdraw_closure
from participation.territory.services.import_perimeters import ANCT_SOURCE, import_perimeters
from participation.territory.services.import_residences import import_residences
from participation.territory.services.quartiers import create_quartier, rename_slug, set_perimeter
from participation.territory.services.residences import save_residence
from participation.territory.services.statuses import end_status, save_status

__all__ = [
    "ANCT_SOURCE",
    "create_quartier",
    "declare_closure",
    "end_status",
    "import_perimeters",
    "import_residences",
    "rename_slug",
    "save_residence",
    "save_status",
    "set_perimeter",
    "withdraw_closure",
]
