"""Addresses under /account/searches/, each for the person who is signed in."""

from django.urls import path

from search.saved import views

app_name = "saved_searches"
urlpatterns = [
    path("", views.saved_searches, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/seen/", views.seen, name="seen"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
