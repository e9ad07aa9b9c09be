from participation.base.privacy.register import exempt

exempt("territory.Commune", ("code", "name", "slug", "insee_code"), "A municipality.")
exempt(
    "territory.Quartier",
    ("name", "slug", "population_source", "perimeter", "perimeter_source", "note"),
    "A place, a head count, and what a published document says about them.",
)
exempt("territory.QuartierStatus", ("code", "label", "source"), "An administrative status.")
exempt("territory.Closure", "reason", "Why a service is closed, shown to all; the form says so.")
exempt("territory.Partner", ("name", "short_name", "slug", "website"), "A public body, a landlord, an association.")
exempt("territory.Partner", "contact_phone", "The number of a service; never a person's, the form says so.")
exempt(
    "territory.Residence",
    ("name", "address", "latitude", "longitude", "source"),
    "A named group of dwellings, never one dwelling nor who lives there.",
)
exempt(
    "territory.Residence",
    ("on_call_number", "lift_operator", "lift_operator_phone"),
    "Services that tenants call, published for that.",
)
