from django.urls import path

from participation.reports.views import desk, entrance, person, public

app_name = "reports"

urlpatterns = [
    path("signalements/", public.report_list_page, name="list"),
    path("signalements/nouveau/", entrance.new, name="new"),
    path("signalements/nouveau/carte.svg", entrance.new_map, name="new-map"),
    path("signalements/envoye/<str:token>/", person.sent, name="sent"),
    path("signalements/confirmer/<str:token>/", person.confirm, name="confirm"),
    path("signalements/suivi/<str:token>/", person.follow, name="follow"),
    path("signalements/suivi/<str:token>/photo/<int:pk>/", person.follow_photo, name="follow-photo"),
    path("signalements/repare/<str:token>/", person.closing, name="closing"),
    path("signalements/<str:reference>/", public.detail, name="detail"),
    path("agents/signalements/", desk.desk_list_page, name="desk"),
    path("agents/signalements/<str:reference>/", desk.desk_detail, name="desk-detail"),
    path("agents/signalements/<str:reference>/photo/<int:pk>/", desk.desk_photo, name="desk-photo"),
]
