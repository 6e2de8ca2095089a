"""Where certificates are checked. The code is the whole secret, so the addresses hold nothing else."""

from django.urls import path

from trainings.certifying import views

urlpatterns = [
    path("", views.certificate_find, name="certificate_find"),
    path("<str:code>/", views.certificate_check, name="certificate_check"),
    path("<str:code>/certificate.pdf", views.certificate_file, name="certificate_pdf"),
]
