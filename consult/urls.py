from django.urls import path, re_path

from consult.views import commenting, receipts, rounds

app_name = "consult"

urlpatterns = [
    path("consultations/", rounds.consultations, name="consultations"),
    path("consultations/comments/", rounds.comments, name="comments"),
    path("consultations/receipts/", receipts.receipts, name="receipts"),
    path("consultations/receipts/<str:receipt>/", receipts.receipt, name="receipt"),
    path("consultations/receipts/<str:receipt>/withdraw/", receipts.withdrawal, name="withdraw"),
    re_path(r"^consultations/confirm/(?P<token>[-:\w]{1,200})/$", receipts.confirm, name="confirm"),
    path("consultations/<int:pk>/", rounds.consultation, name="consultation"),
    path("consultations/<int:pk>/comment/", commenting.comment_form, name="comment_form"),
    path("consultations/<int:pk>/comments/<int:comment_pk>/", rounds.comment, name="comment"),
]
