"""Where France is, as boxes of latitude and longitude: enough to refuse a perimeter drawn in the sea off Somalia.

Bounds in degrees WGS 84, widened to the next tenth or so; sources: IGN, « Territoires français », and EPSG's areas of
use of the legal reference frames (décret n° 2000-1276, modified 2019-165).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


FRANCE = (
    Box("Métropole", 41.2, 51.3, -5.6, 9.8),
    Box("Guadeloupe", 15.7, 16.7, -62.0, -60.8),
    Box("Martinique", 14.2, 15.0, -61.4, -60.6),
    Box("Guyane", 2.0, 6.1, -54.8, -51.3),
    Box("La Réunion", -21.6, -20.7, 55.1, 56.0),
    Box("Mayotte", -13.2, -12.4, 44.9, 45.5),
    Box("Saint-Pierre-et-Miquelon", 46.6, 47.3, -56.6, -56.0),
    Box("Saint-Barthélemy", 17.7, 18.1, -63.1, -62.6),
    Box("Saint-Martin", 17.9, 18.3, -63.3, -62.8),
    Box("Polynésie française", -28.3, -7.5, -155.0, -134.0),
    Box("Nouvelle-Calédonie", -23.3, -17.5, 158.0, 172.5),
    Box("Wallis-et-Futuna", -14.7, -12.9, -178.5, -175.9),
)


def in_france(lat: float, lon: float) -> bool:
    return any(box.holds(lat, lon) for box in FRANCE)
