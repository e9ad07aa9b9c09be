from participation.territory.selectors.closures import closures, closures_ahead
from participation.territory.selectors.locating import locate
from participation.territory.selectors.maps import MapQuartier, quartiers_for_map
from participation.territory.selectors.quartiers import (
    CommuneQuartiers,
    PlaceRef,
    QuartierDetail,
    QuartierLine,
    quartier_detail,
    quartier_detail_by_id,
    quartier_list,
    quartiers_by_commune,
)
from participation.territory.selectors.residences import (
    DwellingTotal,
    LandlordResidences,
    ResidenceFact,
    ResidenceFacts,
    residence_facts,
)
from participation.territory.selectors.statuses import StatusFact, period, status_fact

__all__ = [
    "CommuneQuartiers",
    "DwellingTotal",
    "LandlordResidences",
    "MapQuartier",
    "PlaceRef",
    "QuartierDetail",
    "QuartierLine",
    "ResidenceFact",
    "ResidenceFacts",
    "StatusFact",
    "closures",
    "closures_ahead",
    "locate",
    "period",
    "quartier_detail",
    "quartier_detail_by_id",
    "quartier_list",
    "quartiers_by_commune",
    "quartiers_for_map",
    "residence_facts",
    "status_fact",
]
