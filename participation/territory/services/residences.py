from django.db import transaction

from participation.territory.models import Partner, Quartier, Residence

# Facts that a file or a form may bring; one left out, or None, or empty keeps what is recorded.
FACTS = (
    "dwellings",
    "address",
    "latitude",
    "longitude",
    "on_call_number",
    "lift_operator",
    "lift_operator_phone",
    "source",
)


@transaction.atomic
def save_residence(
    *, quartier: Quartier, landlord: Partner, name: str, residence: Residence | None = None, **facts
) -> tuple[Residence, str]:
    """Create a residence, or bring the given one up to date: « created », « changed » or « unchanged ».

    `facts`: see FACTS; degrees WGS 84. An empty fact never erases a recorded one: a file that lacks the on-call
    number must not remove it. Raises ValidationError with French reasons, TypeError for another fact.
    """
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not a fact of a residence: {', '.join(sorted(unknown))}")
    given = {key: value for key, value in facts.items() if value not in (None, "")}
    is_new = residence is None
    residence = residence or Residence(quartier=quartier, landlord=landlord, name=name)
    changed = {key for key, value in given.items() if getattr(residence, key) != value}
    if not is_new and not changed:
        return residence, "unchanged"
    for key in changed:
        setattr(residence, key, given[key])
    residence.clean_fields(exclude={"quartier", "landlord"})
    residence.clean()
    residence.save()
    return residence, "created" if is_new else "changed"
