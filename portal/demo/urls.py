from django.urls import path

from portal.demo import courrier, gallery

urlpatterns = [
    path("composants/", gallery.gallery, name="demo-gallery"),
    path("courrier/", courrier.letter_box, name="demo-mails"),
    path("courrier/<str:name>/", courrier.letter, name="demo-mail"),
]
