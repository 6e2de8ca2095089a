"""Where certificates are checked. The code is the whole secret, so the addresses hold nothing else."""

from django.urls import path

from trainings.certifying import views

urlpatterns = [
    path("certificates/", views.certificate_find, name="certificate_find"),
    path("certificates/<str:code>/", views.certificate_check, name="certificate_check"),
    path("certificates/<str:code>/certificate.pdf", views.certificate_file, name="certificate_pdf"),
]
