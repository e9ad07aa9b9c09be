from django.db import migrations


def hold_waiting(apps, schema_editor):
    """What waits for an answer waits in the queue too, for the organisers of its council alone."""
    Case, JoinRequest = apps.get_model("moderation", "Case"), apps.get_model("councils", "JoinRequest")
    waiting = JoinRequest.objects.filter(state="waiting")
    rows = waiting.values_list("pk", "council", "council__commune", "asked_at").iterator()
    cases = (
        Case(
            kind="demande-conseil",
            key=str(pk),
            audience=f"conseil:{council}",
            commune_id=commune,
            rule="always",
            rules=["always"],
            rank=1,
            held_at=at,
        )
        for pk, council, commune, at in rows
    )
    Case.objects.bulk_create(cases, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0001_initial"),
        ("moderation", "0001_initial"),
    ]

    operations = [migrations.RunPython(hold_waiting, migrations.RunPython.noop)]
