"""The addresses of frozen editions, below those of the year. They are stable: printed reports point to them."""

from django.urls import path

from editions.public import check_views, feeds, files, views

app_name = "editions"
urlpatterns = [
    path("editions/schema-1.json", views.schema, name="schema"),
    path("editions/feed.atom", feeds.edition_feed, name="feed"),
    path("check/", check_views.check, name="check"),
    path("<int:year>/editions/", views.edition_list, name="edition_list"),
    path("<int:year>/editions/<int:number>/", views.edition_detail, name="edition_detail"),
    path("<int:year>/editions/<int:number>/changes/", views.edition_changes, name="edition_changes"),
    path("<int:year>/editions/<int:number>/report.pdf", files.edition_file, {"kind": "pdf"}, name="report_pdf"),
    path("<int:year>/editions/<int:number>/report.xlsx", files.edition_file, {"kind": "xlsx"}, name="report_xlsx"),
    path("<int:year>/editions/<int:number>/report.csv", files.edition_file, {"kind": "csv"}, name="report_csv"),
    path("<int:year>/editions/<int:number>/snapshot.json", files.edition_file, {"kind": "json"}, name="snapshot"),
]
