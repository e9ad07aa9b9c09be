"""The ground: communes, their quartiers with dated statuses, the partners and the residences they own."""

from participation.territory.models.closures import Closure
from participation.territory.models.communes import Commune
from participation.territory.models.partners import Partner
from participation.territory.models.quartiers import Quartier, perimeter_mark
from participation.territory.models.residences import Residence
from participation.territory.models.statuses import QuartierStatus

__all__ = ["Closure", "Commune", "Partner", "Quartier", "QuartierStatus", "Residence", "perimeter_mark"]
