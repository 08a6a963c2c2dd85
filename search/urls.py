from django.urls import path

from search import suggest_views, views

app_name = "search"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("suggest/", suggest_views.suggestions, name="suggest"),
]
