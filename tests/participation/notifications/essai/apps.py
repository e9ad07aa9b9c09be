from django.apps import AppConfig


class EssaiConfig(AppConfig):
    name = "tests.participation.notifications.essai"
    label = "essai"

    def ready(self):
        from participation.notifications.enums import Delivery
        from participation.notifications.registry import register_event, register_topic

        register_topic("essai", label="Les essais", find=lambda keys: {}, delivery=Delivery.DAILY)
        register_event("essai/nouvelle", label="Nouvelle", module="", words=["title"], action="Voir la nouvelle")
