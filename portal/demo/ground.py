"""Communes, quartiers with their statuses, partners, residences."""

from participation.territory.enums import PartnerKind, StatusKind
from participation.territory.models import Commune, Partner, Quartier, QuartierStatus, Residence
from portal.demo.errors import DataError


def load_ground(load) -> None:
    _communes(load)
    _quartiers(load)
    _partners(load)
    _residences(load)


def choice(choices, value, where):
    """`value` as one of a model's choices. Raises DataError."""
    if value not in choices.values:
        raise DataError(where, f"« {value} » n’est pas dans {', '.join(choices.values)}")
    return value


def _communes(load):
    wanted = {
        f"commune:{row['code']}": {name: row[name] for name in ("code", "insee_code", "name", "slug")}
        for row in load.files["communes.toml"]["commune"]
    }
    written = load.marks.write_all(Commune, wanted, natural=("insee_code",), bulk=False)
    load.communes = {key.partition(":")[2]: commune for key, commune in written.items()}


def _quartiers(load):
    file = "communes.toml"
    perimeters = load.files.perimeters()
    rows = [
        (commune["code"], row, f"{file}, quartier {row['slug']}")
        for commune in load.files[file]["commune"]
        for row in commune.get("quartier", [])
    ]
    wanted, statuses = {}, {}
    for code, row, where in rows:
        shape = row.get("perimeter", "")
        if shape and shape not in perimeters:
            raise DataError(f"{where}.perimeter", f"« {shape} » n’est pas dans perimeters.geojson")
        wanted[f"quartier:{row['slug']}"] = {
            "commune": load.communes[code],
            "name": row["name"],
            "slug": row["slug"],
            "population": row.get("population"),
            "population_year": row.get("population_year"),
            "population_source": row.get("population_source", ""),
            "perimeter": perimeters[shape] if shape else None,
            "perimeter_source": perimeters[""] if shape else "",
            "note": row.get("note", ""),
        }
    written = load.marks.write_all(Quartier, wanted, natural=("slug",), bulk=False)
    load.quartiers = {key.partition(":")[2]: quartier for key, quartier in written.items()}
    ours = [(row, where) for _code, row, where in rows if f"quartier:{row['slug']}" in load.marks.seen]
    for row, where in ours:
        quartier = load.quartiers[row["slug"]]
        if "within" in row:
            quartier.within = load.pick("quartiers", row["within"], f"{where}.within")
            quartier.save(update_fields=["within"])
        for index, status in enumerate(row["status"], 1):
            choice(StatusKind, status["kind"], f"{where}.status[{index}].kind")
            statuses[f"status:{row['slug']}/{index}"] = {
                "quartier": quartier,
                "kind": status["kind"],
                "code": status.get("code", ""),
                "label": status.get("label", ""),
                "from_date": status.get("from_date"),
                "until": status.get("until"),
                "source": status["source"],
            }
    load.marks.write_all(QuartierStatus, statuses)


def _partners(load):
    wanted = {}
    for row in load.files["partners.toml"]["partner"]:
        where = f"partners.toml, {row['slug']}"
        wanted[f"partner:{row['slug']}"] = {
            "slug": row["slug"],
            "name": row["name"],
            "short_name": row.get("short_name", ""),
            "kind": choice(PartnerKind, row["kind"], f"{where}.kind"),
            "commune": load.pick("communes", row.get("commune"), f"{where}.commune"),
            "fictional": row.get("fictional", False),
            "contact_phone": row.get("contact_phone", ""),
        }
    written = load.marks.write_all(Partner, wanted, natural=("slug",), bulk=False)
    load.partners = {key.partition(":")[2]: partner for key, partner in written.items()}


def _residences(load):
    table = load.files["residences.toml"]
    landlords = {
        row["name"]: load.partners[row["slug"]]
        for row in load.files["partners.toml"]["partner"]
        if row["kind"] == PartnerKind.LANDLORD
    }
    quartiers = {
        (commune["insee_code"], row["name"]): load.quartiers[row["slug"]]
        for commune in load.files["communes.toml"]["commune"]
        for row in commune.get("quartier", [])
    }
    services = {}
    for index, row in enumerate(table["service"], 1):
        partner = load.pick("partners", row["landlord"], f"residences.toml, service[{index}].landlord")
        services[partner] = {name: value for name, value in row.items() if name != "landlord"}
    wanted = {}
    for file in table["file"]:
        for number, line in enumerate(load.files.residences(file["name"]), 2):
            where = f"{file['name']}, ligne {number}"
            landlord = _known(landlords, line["bailleur"], f"{where}, bailleur")
            quartier = _known(quartiers, (line["code_insee"], line["quartier"]), f"{where}, quartier")
            wanted[f"residence:{quartier.slug}/{landlord.slug}/{line['nom']}"] = {
                "name": line["nom"],
                "landlord": landlord,
                "quartier": quartier,
                "dwellings": _number(int, line["logements"], f"{where}, logements"),
                "address": line["adresse"],
                "latitude": _number(float, line["latitude"], f"{where}, latitude"),
                "longitude": _number(float, line["longitude"], f"{where}, longitude"),
                "source": file["source"],
                **services.get(landlord, {}),
            }
    load.marks.write_all(Residence, wanted, natural=("quartier", "landlord", "name"), bulk=False)


def _known(table, key, where):
    if key not in table:
        raise DataError(where, f"« {key if isinstance(key, str) else ' '.join(key)} » est inconnu")
    return table[key]


def _number(kind, text, where):
    try:
        return kind(text.replace(",", ".")) if text else None
    except ValueError as error:
        raise DataError(where, f"« {text} » n’est pas un nombre") from error
