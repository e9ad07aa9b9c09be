from django.urls import path

from participation.comments.views import desk, discussions, figures, own, public, reading

app_name = "comments"

urlpatterns = [
    path("commentaires/<int:pk>/", reading.show, name="show"),
    path("commentaires/<int:pk>/soutenir/", reading.support, name="support"),
    path("commentaires/<int:pk>/modifier/", own.edit, name="edit"),
    path("commentaires/<int:pk>/supprimer/", own.withdraw, name="withdraw"),
    path("commentaires/fil/<int:pk>/", reading.thread, name="thread"),
    path("commentaires/ecrire/<slug:kind>/<int:pk>/", public.write, name="write"),
    path("commentaires/ecrit/<uuid:token>/", public.written, name="written"),
    path("commentaires/confirmer/<str:token>/", public.confirm, name="confirm"),
    path("commentaires/mien/<str:token>/", own.manage, name="manage"),
    path("commentaires/mien/<str:token>/modifier/", own.manage_edit, name="manage-edit"),
    path("commentaires/mien/<str:token>/supprimer/", own.manage_withdraw, name="manage-withdraw"),
    path("compte/commentaires/", own.mine, name="mine"),
    path("commentaires/delais/", figures.figures, name="figures"),
    path("commentaires/delais.csv", figures.figures_csv, name="figures-csv"),
    path("agents/commentaires/discussions/", discussions.discussions, name="discussions"),
    path("agents/commentaires/discussions/<slug:kind>/<int:pk>/", discussions.discussion, name="discussion"),
    path("agents/commentaires/", desk.comments, name="desk"),
    path("agents/commentaires/<int:pk>/", desk.comment, name="desk-detail"),
]
