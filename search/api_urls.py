from django.urls import path

from search import api

app_name = "search_api"
urlpatterns = [path("search", api.search_json, name="search")]
