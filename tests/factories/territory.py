"""Communes, quartiers, partners and residences. Names and slugs are unique; nothing has a perimeter unless asked."""

from datetime import date

import factory
from django.utils.text import slugify

from participation.territory import models
from participation.territory.enums import PartnerKind, StatusKind


def square(lat, lon, side=0.01):
    """A GeoJSON square whose south-west corner is the given point; `side` in degrees."""
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [[[round(x, 7), round(y, 7)] for x, y in ring]]}


def _letters(number):
    """0 → AAA, 1 → AAB…: a commune's code is made of capitals."""
    text = ""
    for _ in range(3):
        number, rest = divmod(number, 26)
        text = chr(65 + rest) + text
    return text


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Commune
        django_get_or_create = ["code"]

    code = factory.Sequence(_letters)
    name = factory.Sequence(lambda n: f"Commune {n}")
    slug = factory.LazyAttribute(lambda commune: slugify(commune.name))
    insee_code = factory.Sequence(lambda n: f"{13000 + n:05d}")


class QuartierFactory(factory.django.DjangoModelFactory):
    """`with_perimeter=True` gives each its own square, far enough from the others not to touch them."""

    class Meta:
        model = models.Quartier

    class Params:
        with_perimeter = factory.Trait(
            perimeter=factory.Sequence(lambda n: square(43.0 + n % 100 * 0.02, 4.0 + n // 100 % 100 * 0.02)),
            perimeter_source="ANCT, QPV 2024, Licence Ouverte 2.0",
        )

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Quartier {n}")
    slug = factory.LazyAttribute(lambda quartier: slugify(quartier.name))


class QuartierStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QuartierStatus

    quartier = factory.SubFactory(QuartierFactory)
    kind = StatusKind.QPV
    code = factory.Sequence(lambda n: f"QN{13000 + n:05d}I")
    label = factory.LazyAttribute(lambda status: status.quartier.name)
    from_date = date(2024, 1, 1)
    source = "ANCT, QPV 2024"


class PartnerFactory(factory.django.DjangoModelFactory):
    """An invented landlord; `kind=PartnerKind.CITY` and so on for the others."""

    class Meta:
        model = models.Partner

    name = factory.Sequence(lambda n: f"Bailleur {n}")
    slug = factory.LazyAttribute(lambda partner: slugify(partner.name))
    kind = PartnerKind.LANDLORD
    fictional = True


class ResidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Residence

    quartier = factory.SubFactory(QuartierFactory)
    landlord = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Résidence {n}")
    dwellings = 40


class ClosureFactory(factory.django.DjangoModelFactory):
    """The last week of 2026, for every commune."""

    class Meta:
        model = models.Closure

    commune = None
    starts_on = date(2026, 12, 24)
    ends_on = date(2026, 12, 31)
    reason = "fermeture du service"
