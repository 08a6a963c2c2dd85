from django.urls import path

from search import export_views, suggest_views, views
from search.learning import views as learning

app_name = "search"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("export/", export_views.export, name="export"),
    path("suggest/", suggest_views.suggestions, name="suggest"),
    path("count/", learning.count, name="count"),
    path("feedback/", learning.feedback, name="feedback"),
]
