"""Addresses under a page that are not pages: included at `conventions/` before Wagtail's own."""

from django.urls import path

from cms import exports

urlpatterns = [
    path("<slug:slug>/etapes.csv", exports.steps, name="convention-steps-csv"),
    path("<slug:slug>/argent.csv", exports.money, name="convention-money-csv"),
]
