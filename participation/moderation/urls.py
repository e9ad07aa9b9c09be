from django.urls import path

from participation.moderation.views import bulk, case, flag, links, photo, public, queue, sealed

app_name = "moderation"

urlpatterns = [
    path("agents/moderation/", queue.queue, name="queue"),
    path("agents/moderation/lot/", bulk.bulk, name="bulk"),
    path("agents/moderation/scelles/", sealed.sealed, name="sealed"),
    path("agents/moderation/<int:pk>/", case.case, name="case"),
    path("agents/moderation/<int:pk>/annuler/", case.undo, name="undo"),
    path("agents/moderation/<int:pk>/suspendre/", case.ban, name="ban"),
    path("agents/moderation/<int:pk>/lever/", case.lift, name="lift"),
    path("agents/moderation/<int:pk>/scelle/", sealed.seal, name="seal"),
    path("agents/moderation/<int:pk>/photo/<str:key>/", photo.photo, name="photo"),
    path("moderation/", public.figures, name="figures"),
    path("moderation/recours/<str:token>/", links.appeal, name="appeal"),
    path("moderation/avis/<str:token>/", links.outside, name="outside"),
    path("moderation/alerter/merci/", flag.flagged, name="flagged"),
    path("moderation/alerter/<slug:kind>/<str:key>/", flag.flag, name="flag"),
]
