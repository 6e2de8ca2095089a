"""Addresses of everything public of a year. They are stable: other sites and printed reports point to them."""

from django.urls import path

from reports import feeds, sharing, views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("progress/", views.progress_index, name="progress_index"),
    path("progress/compare/", views.comparison, name="comparison"),
    path("progress/<int:year>/", views.year_detail, name="year_detail"),
    path("progress/<int:year>/report.csv", views.year_csv, name="year_csv"),
    path("progress/<int:year>/money.csv", views.year_money_csv, name="year_money_csv"),
    path("progress/<int:year>/firms.csv", views.year_firms_csv, name="year_firms_csv"),
    path("progress/<int:year>/firms/", views.year_firms, name="year_firms"),
    path("progress/<int:year>/trainings/", views.year_trainings, name="year_trainings"),
    path("progress/<int:year>/feed.atom", feeds.year_feed, name="year_feed"),
    path("progress/<int:year>/badge.svg", sharing.year_badge, name="year_badge"),
    path("progress/<int:year>/picture.png", sharing.year_picture, name="year_picture"),
    path("progress/<int:year>/plans/<int:number>/", views.plan_detail, name="plan_detail"),
    path("progress/<int:year>/plans/<int:number>/badge.svg", sharing.plan_badge, name="plan_badge"),
    path("progress/<int:year>/plans/<int:number>/picture.png", sharing.plan_picture, name="plan_picture"),
]
