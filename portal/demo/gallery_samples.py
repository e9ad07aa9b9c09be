"""What the gallery of components shows: invented places, figures and dates."""

from datetime import date
from decimal import Decimal

from participation.base.drawing.gantt import GanttRow
from participation.base.drawing.tables import Count, CrossedRow, CrossedTable, Row, Table
from participation.base.geo.map_view import Perimeter, Point, build_map
from participation.base.text.numbers import euros

DAY = date(2026, 3, 24)
COLOURS = (
    ("brand", "Marque"),
    ("sun", "Soleil, l’action"),
    ("paper", "Papier"),
    ("sand", "Sable"),
    ("ink", "Encre"),
    ("soft", "Encre douce"),
    ("go", "Pris en charge"),
    ("wait", "En attente"),
    ("ok", "Confirmé"),
    ("late", "En retard"),
)
STATUSES = (
    ("recu", "Reçu le 23 mars.", "Nous disons qui s’en occupe au plus tard le 25 mars."),
    ("pris", "Phare Habitat (fictif) s’en occupe depuis le 12 mars.", "Il donnera une date au plus tard le 31 mars."),
    ("prevu", "La Ville (démonstration) passera au plus tard le 27 mars.", "Elle s’en occupe depuis le 19 mars."),
    (
        "retard",
        "Olivier Logis (fictif) devait réparer le 17 mars. Cinq jours ouvrés de retard.",
        "La Ville l’a relancé.",
    ),
    ("repare", "Phare Habitat dit avoir réparé le 20 mars.", "Les habitants ne l’ont pas encore confirmé."),
    ("resolu", "Confirmé par les habitants le 22 mars.", "Phare Habitat a réparé le 20."),
    ("conteste", "Contesté par un habitant le 22 mars.", "Phare Habitat et la coordination sont prévenus."),
    ("clos", "Fermé sans travaux le 10 mars.", "Le banc n’existe plus : la place est refaite."),
)
# An invented outline: the gallery needs a shape, and no real place.
OUTLINE = [[5.031, 43.412], [5.043, 43.415], [5.047, 43.409], [5.041, 43.403], [5.034, 43.405], [5.031, 43.412]]
BLOCK = [[5.049, 43.407], [5.056, 43.409], [5.058, 43.404], [5.051, 43.401], [5.049, 43.407]]
STATE_NAMES = {
    "recu": "reçu",
    "pris": "pris en charge",
    "prevu": "date prévue",
    "repare": "le partenaire dit avoir réparé",
    "resolu": "confirmé par les habitants",
    "conteste": "contesté",
    "retard": "en retard",
    "clos": "clos sans travaux",
}


def themes():
    counts = (
        ("Propreté et hygiène", Count(11, 7, 1)),
        ("Logements et parties communes", Count(10, 3, 2)),
        ("Espaces verts et urbains", Count(10, 5)),
        ("Participation des habitants", Count(5, 5)),
    )
    return [
        {"label": label, "url": "#c-fenetres", "total": count.total, "lit": count.lit, "late": count.late}
        for label, count in counts
    ]


def skyline():
    places = (
        ("Mas de Pouane", "mas-de-pouane", 8, 14),
        ("Notre Dame des Marins", "notre-dame-des-marins", 6, 12),
        ("Canto-Perdrix", "canto-perdrix", 9, 19),
        ("Boudème", "boudeme", 0, 11),
        ("Paradis Saint-Roch", "paradis-saint-roch", 10, 10),
    )
    return [
        {
            "name": name,
            "slug": slug,
            "url": "#c-fenetres",
            "done": done,
            "total": total,
            "text": f"sur {total}",
            "label": f"{name} : {done} étapes tenues sur {total}",
        }
        for name, slug, done, total in places
    ]


def money():
    lines = (("Boudème", "29174.12"), ("Notre Dame des Marins", "50995.34"), ("Paradis Saint-Roch", "154269.16"))
    amounts = [(name, Decimal(amount)) for name, amount in lines]
    total = sum(amount for _name, amount in amounts)
    return Table(
        caption="Entretenir les espaces extérieurs, 2015 (trois lignes sur cinq)",
        columns=("Quartier", "Montant"),
        rows=[Row(name, [euros(amount)], bar=amount) for name, amount in amounts],
        footer=[
            Row("Somme des lignes", [euros(total)]),
            Row("Total imprimé", [euros(total - 4000)]),
            Row("Écart", [euros(Decimal(4000))], gap=True),
        ],
        bar_max=max(amount for _name, amount in amounts),
    )


def shares():
    return Table(
        caption="Qui paie quoi, par partenaire (inventé)",
        columns=("Partenaire", "Attendu", "Engagé", "Payé"),
        rows=[
            Row("La Ville (démonstration)", [euros(38000), euros(38000), euros(Decimal("21450.50"))]),
            Row("Étang Habitat (fictif)", [euros(20000), euros(0), euros(0)]),
        ],
        footer=[Row("Total", [euros(58000), euros(38000), euros(Decimal("21450.50"))])],
        stacks=True,
    )


def crossed():
    return CrossedTable(
        caption="Étapes tenues et en retard, par thème et par quartier",
        corner="Thème",
        columns=("Mas de Pouane", "Canto-Perdrix", "Boudème"),
        rows=[
            CrossedRow("Propreté et hygiène", [Count(3, 2), Count(3, 2, 1), Count(2, 1)], url="#c-tableaux"),
            CrossedRow("Stationnement", [Count(1), None, Count(1, 0, 1)]),
        ],
        totals=[Count(4, 2), Count(3, 2, 1), Count(3, 1, 1)],
        totals_label="Tous les thèmes",
    )


def calendar():
    return [
        GanttRow(
            "Nettoyage commun des halls",
            date(2024, 3, 1),
            date(2027, 12, 31),
            [(date(2025, 1, 1), "resolu"), (date(2026, 1, 30), "retard"), (date(2026, 12, 1), "prevu")],
            "Contrôle commun, en retard",
            "#c-calendrier",
        ),
        GanttRow(
            "Éclairer les passages",
            date(2025, 9, 1),
            date(2026, 9, 30),
            [(date(2025, 10, 30), "resolu"), (date(2026, 5, 15), "prevu")],
            "15 mai 2026",
        ),
    ]


def example_map():
    return build_map(
        "carte-exemple",
        "Exemple de carte : deux périmètres inventés et quatre repères",
        perimeters=[
            Perimeter("Les Lampes", {"type": "Polygon", "coordinates": [OUTLINE]}, "#c-carte"),
            Perimeter("Le Phare", {"type": "Polygon", "coordinates": [BLOCK]}),
        ],
        points=[
            Point("Balançoire cassée, pris en charge", 43.4105, 5.039, "#c-carte", "pris"),
            Point("Porte du hall cassée, en retard", 43.4065, 5.0415, "#c-carte", "retard"),
            Point("Gravats, confirmé", 43.4045, 5.0535, "#c-carte", "resolu"),
            Point("Maison de quartier", 43.4125, 5.0365),
        ],
    )


def lists():
    """Rows for the components that take a list."""
    late = {
        "title": "Rampe vers l’arrêt de bus",
        "url": "#c-listes",
        "meta": "Mas de Pouane, accessibilité",
        "strong": "Promis au plus tard le 31 octobre 2025 : 99 jours de retard.",
        "text": "Étang Habitat (fictif) n’a pas encore répondu.",
        "state": "retard",
        "label": "En retard",
    }
    return {
        "crumbs": [{"label": "Conventions", "url": "#c-nav"}, {"label": "Martigues", "url": "#c-nav"}],
        "tabs": [
            {"label": "Par thème", "url": "#c-nav", "current": True, "count": 19},
            {"label": "Par quartier", "url": "#c-nav", "count": 7},
            {"label": "Sans compte", "url": "#c-nav"},
        ],
        "tags": [
            {"label": "Canto-Perdrix", "url": "#c-nav", "on": True},
            {"label": "Éclairage", "url": "#c-nav"},
            {"label": "Boudème", "icon": "lieu"},
        ],
        "pages": [{"number": 1, "url": "#c-nav"}, {"number": 2, "current": True}, {"number": 3, "url": "#c-nav"}],
        "doors": [
            {
                "icon": "quartier",
                "title": "Mon quartier",
                "url": "#c-listes",
                "text": "Qui fait quoi, et à quel numéro",
            },
            {"icon": "agenda", "title": "Agenda", "url": "#c-listes"},
        ],
        "late": [late],
        "news": [
            {
                "title": "La maison de projet ouvre aussi le samedi",
                "url": "#c-listes",
                "text": "De 9 h à 12 h. Venez voir les plans.",
                "date": date(2026, 4, 1),
            }
        ],
        "dates": [
            {
                "day": date(2026, 3, 26),
                "title": "Réunion tripartite",
                "url": "#c-listes",
                "text": "Jeudi, 18 h, maison de quartier.",
            }
        ],
        "steps": [
            {"state": "resolu", "label": "Tenue", "title": "Relever les passages sombres", "meta": "14 octobre 2025"},
            {
                "state": "retard",
                "label": "En retard",
                "title": "Éclairer trois passages",
                "url": "#c-listes",
                "strong": "Promise au plus tard le 27 février 2026 : 17 jours ouvrés de retard.",
                "text": "Il manque deux mâts.",
                "next": True,
            },
            {"state": "prevu", "label": "À venir", "title": "Contrôler de nuit", "text": "Prévue le 15 mai 2026."},
        ],
        "facts": [
            {"label": "Lieu", "value": "Canto-Perdrix et Boudème"},
            {"label": "Conditions de faisabilité", "value": ""},
        ],
        "figures": [
            {"value": "24", "of": "sur 58", "text": "étapes tenues, au 24 mars 2026"},
            {"value": euros(130000, 0), "text": "pour les petits travaux, budget 2016"},
            {"value": "15 %", "text": "des fiches sans nouvelles depuis six mois"},
        ],
        "key": [
            {"swatch": "lit", "label": "tenue, la preuve est en ligne"},
            {"swatch": "late", "label": "en retard, la date est passée"},
            {"swatch": "rest", "label": "à venir"},
        ],
    }
