from participation.base.text.dates import local_day
from participation.moderation.models import Appeal, Ban, Case
from participation.moderation.rules import own_keys


def export(user) -> dict:
    """What moderation holds about somebody: what became of their messages, their appeals, a suspension."""
    keys = own_keys(user)
    found = {
        "messages relus": [
            {
                "lu le": case.decided_at and local_day(case.decided_at),
                "retenu parce que": str(case.get_rule_display()),
                "décision": str(case.get_decision_display()),
                "règle de la charte": str(case.get_ground_display()),
                "raison": case.reason,
            }
            for case in Case.objects.filter(author_key__in=keys, applied_at__isnull=False).order_by("id")
        ],
        "contestations": [
            {"le": local_day(one.at), "texte": one.text, "refus maintenu": one.upheld}
            for one in Appeal.objects.filter(case__author_key__in=keys)
        ],
        "suspensions": [
            {"du": local_day(one.since), "au": local_day(one.until), "règle": str(one.get_ground_display())}
            for one in Ban.objects.filter(author_key__in=keys).order_by("id")
        ],
    }
    return {name: rows for name, rows in found.items() if rows}
