from django.urls import path

from participation.comments.views import desk, public

app_name = "comments"

urlpatterns = [
    path("commentaires/ecrire/<slug:kind>/<int:pk>/", public.write, name="write"),
    path("commentaires/ecrit/<uuid:token>/", public.written, name="written"),
    path("commentaires/confirmer/<str:token>/", public.confirm, name="confirm"),
    path("agents/commentaires/", desk.comments, name="desk"),
    path("agents/commentaires/<int:pk>/", desk.comment, name="desk-detail"),
]
