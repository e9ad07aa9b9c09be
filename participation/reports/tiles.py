"""The categories an empty installation begins with: the tiles of the form. Delays in working days."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    key: str
    label: str
    resolve_days: int
    acknowledge_days: int = 2
    landlord: bool = False
    urgent: bool = False
    redirects: bool = False
    advice: str = ""
    icon: str = ""

    def fields(self) -> dict:
        return {
            "label": self.label,
            "icon": self.icon or self.key,
            "acknowledge_days": self.acknowledge_days,
            "resolve_days": self.resolve_days,
            "landlord": self.landlord,
            "urgent": self.urgent,
            "redirects": self.redirects,
            "advice": self.advice,
        }


_CALL = (
    "Personne bloquée, fuite importante, pas de chauffage : appelez d’abord le numéro d’astreinte de votre bailleur."
)
_NOT_HERE = (
    "Ce site n’envoie personne sur place. Cela se passe maintenant, ou vous avez peur : appelez le 17. Le bruit vient "
    "d’un logement : écrivez à votre bailleur. Le conflit dure : voyez le conciliateur de justice, c’est gratuit."
)

TILES = (
    Tile("eclairage", "Éclairage", 15),
    Tile("ordures", "Déchets, saleté", 5),
    Tile("encombrants", "Encombrants", 6),
    Tile("epave", "Voiture abandonnée", 15),
    Tile("ascenseur", "Ascenseur", 5, acknowledge_days=1, landlord=True, urgent=True, advice=_CALL),
    Tile("hall", "Porte, hall, cave", 10, landlord=True),
    Tile("fuite", "Fuite d’eau", 3, acknowledge_days=1, landlord=True, urgent=True, advice=_CALL),
    Tile("nuisibles", "Rats, cafards", 10, landlord=True),
    Tile("jeux", "Aire de jeux", 10, acknowledge_days=1),
    Tile("vert", "Arbres, espaces verts", 15),
    Tile("chaussee", "Trottoir, chaussée", 20),
    Tile("acces", "Accès, fauteuil, poussette", 15),
    Tile("tags", "Tags, affiches", 10),
    Tile("bruit", "Bruit, conflit, insécurité", 15, redirects=True, advice=_NOT_HERE),
    Tile("autre", "Autre", 15),
)
