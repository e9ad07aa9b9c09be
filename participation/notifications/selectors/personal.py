from participation.notifications.models import Recipient, Subscription


def export(user) -> dict:
    """What is held about an account: how it is told, and what it follows."""
    recipient = Recipient.objects.filter(user=user).first()
    if recipient is None:
        return {}
    return {
        "heure du résumé": recipient.daily_hour,
        "jour du résumé de la semaine": recipient.weekly_day,
        "téléphone": recipient.phone,
        "abonnements": [
            {
                "sorte": one.kind,
                "clé": one.key,
                "quand": one.get_delivery_display(),
                "nom donné": one.label,
                "zone": [one.latitude, one.longitude, one.radius_m] if one.radius_m else None,
                "depuis le": one.created_at,
                "confirmé le": one.confirmed_at,
            }
            for one in Subscription.objects.filter(recipient=recipient).order_by("pk")
        ],
    }
