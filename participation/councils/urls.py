from django.urls import path

from participation.councils.views import agenda, council, desk, joining, meetings, outcomes

app_name = "councils"

urlpatterns = [
    path("conseils/", council.councils, name="list"),
    path("conseils/<slug:slug>/", council.detail, name="detail"),
    path("conseils/<slug:slug>/decisions/", council.decisions, name="decisions"),
    path("conseils/<slug:slug>/rejoindre/", joining.join, name="join"),
    path("conseils/<slug:slug>/reunions/", council.meetings, name="meetings"),
    path("conseils/<slug:slug>/reunions/<int:pk>/", agenda.meeting, name="meeting"),
    path("conseils/<slug:slug>/reunions/<int:pk>/reunion.ics", agenda.meeting_ics, name="meeting-ics"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", agenda.agenda_ics, name="agenda-ics"),
    path("agenda/<int:pk>/", agenda.meeting, name="event"),
    path("agenda/<int:pk>/reunion.ics", agenda.meeting_ics, name="event-ics"),
    path("agents/conseils/", desk.councils, name="desk-list"),
    path("agents/conseils/nouveau/", desk.new_council, name="desk-new"),
    path("agents/conseils/<slug:slug>/", desk.council, name="desk"),
    path("agents/conseils/<slug:slug>/demandes/<int:pk>/", desk.request_answer, name="desk-request"),
    path("agents/conseils/<slug:slug>/reunions/nouvelle/", meetings.plan, name="desk-plan"),
    path("agents/conseils/<slug:slug>/reunions/<int:pk>/", meetings.move, name="desk-move"),
    path("agents/conseils/<slug:slug>/reunions/<int:pk>/annuler/", meetings.cancel, name="desk-cancel"),
    path("agents/conseils/<slug:slug>/decisions/nouvelle/", outcomes.record, name="desk-record"),
    path("agents/conseils/<slug:slug>/decisions/<int:pk>/", outcomes.settle, name="desk-decision"),
    path("agents/conseils/<slug:slug>/avis/nouveau/", outcomes.advise, name="desk-advise"),
    path("agents/conseils/<slug:slug>/avis/<int:pk>/", outcomes.reply, name="desk-reply"),
    path("agents/agenda/nouveau/", meetings.plan_event, name="desk-event-plan"),
    path("agents/agenda/<int:pk>/", meetings.move_event, name="desk-event"),
    path("agents/agenda/<int:pk>/annuler/", meetings.cancel_event, name="desk-event-cancel"),
]
