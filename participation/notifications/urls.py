from django.urls import path

from participation.notifications import hooks
from participation.notifications.views import area, choices, following, news, stopping

app_name = "notifications"

urlpatterns = [
    path("suivre/zone/", area.area, name="area"),
    path("suivre/zone/carte.svg", area.area_map, name="area-map"),
    path("suivre/envoye/", following.asked, name="asked"),
    path("suivre/rebonds/", hooks.bounces, name="bounces"),
    path("suivre/confirmer/<str:token>/", following.confirm, name="confirm"),
    path("suivre/mes-choix/<str:token>/", choices.preferences, name="preferences"),
    path("suivre/arreter/<str:token>/", stopping.unsubscribe, name="unsubscribe"),
    path("suivre/<slug:kind>/<str:key>/", following.follow, name="follow"),
    path("compte/notifications/", news.news, name="news"),
    path("compte/notifications/choix/", choices.choices, name="choices"),
]
