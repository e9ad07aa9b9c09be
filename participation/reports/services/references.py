from participation.reports.models import ReferenceCounter


def held_counter(commune, year: int) -> ReferenceCounter:
    """The counter's row, held until the caller's transaction ends: whoever comes second waits.

    SQLite has one writer at a time (transactions begin IMMEDIATE), PostgreSQL locks the row.
    """
    counters = ReferenceCounter.objects.of_year(commune, year)
    counter = counters.select_for_update().first()
    if counter is None:
        # Of two first reports of a year at once, one creates the row and the other waits for it.
        ReferenceCounter.objects.bulk_create([ReferenceCounter(commune=commune, year=year)], ignore_conflicts=True)
        counter = counters.select_for_update().get()
    return counter


def next_reference(counter: ReferenceCounter, commune) -> str:
    """« MAR-26-000123 »."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{commune.code}-{counter.year % 100:02d}-{counter.last:06d}"
