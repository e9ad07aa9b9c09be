from django.urls import path

from participation.surveys.views import answering, desk, public

app_name = "surveys"

urlpatterns = [
    path("enquetes/", public.index, name="list"),
    path("enquetes/<slug:slug>/", public.detail, name="detail"),
    path("enquetes/<slug:slug>/resultats/", public.result, name="results"),
    path("enquetes/<slug:slug>/resultats.csv", public.result_csv, name="results-csv"),
    path("enquetes/<slug:slug>/repondre/", answering.answer, name="answer"),
    path("enquetes/<slug:slug>/repondre/envoye/", public.sent, name="sent"),
    path("enquetes/<slug:slug>/repondre/merci/", public.thanks, name="thanks"),
    path("enquetes/<slug:slug>/repondre/<str:token>/", answering.answer_by_link, name="answer-link"),
    path("agents/enquetes/", desk.index, name="desk"),
    path("agents/enquetes/<slug:slug>/", desk.texts, name="desk-texts"),
]
