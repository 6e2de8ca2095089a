"""The addresses of the procurement cases. The fixed words stand before the codes."""

from django.urls import path

from market.cases import firm_views, own_views, public

FIRM = "firm/<slug:tracking>/"
urlpatterns = [
    path("", public.case_figures, name="case_figures"),
    path("figures.csv", public.case_csv, name="case_csv"),
    path("released/", public.case_released, name="case_released"),
    path(FIRM, firm_views.firm_cases, name="firm_cases"),
    path(f"{FIRM}new/", firm_views.firm_case_new, name="firm_case_new"),
    path(f"{FIRM}<slug:code>/", firm_views.firm_case, name="firm_case"),
    path("mine/", own_views.own_cases, name="own_cases"),
    path("mine/new/", own_views.own_case_new, name="own_case_new"),
    path("mine/<slug:code>/", own_views.own_case, name="own_case"),
]
