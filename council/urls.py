"""Addresses of the council. They are stable: minutes and reports point to them."""

from django.urls import path, re_path

from council import views
from council.desk import views as desk
from council.public import decisions, feeds, meetings

app_name = "council"
MEETING = r"^council/meetings/(?P<slug>\d{4}-\d{2})/"
urlpatterns = [
    path("council/", views.composition, name="composition"),
    path("council/meetings/", meetings.meeting_list, name="meeting_list"),
    path("council/meetings.ics", meetings.all_meetings_calendar, name="meetings_calendar"),
    re_path(rf"{MEETING}$", meetings.meeting_detail, name="meeting_detail"),
    re_path(rf"{MEETING}minutes\.pdf$", meetings.minutes_file, name="minutes_file"),
    re_path(rf"{MEETING}meeting\.ics$", meetings.meeting_calendar, name="meeting_calendar"),
    path("council/decisions/", decisions.decision_list, name="decision_list"),
    path("council/decisions.csv", decisions.decision_csv, name="decision_csv"),
    re_path(r"^council/decisions/(?P<slug>\d{4}-\d{2}-\d{2})/$", decisions.decision_detail, name="decision_detail"),
    path("council/desk/", desk.member_desk, name="desk"),
    path("council/desk/invitations/<int:pk>/", desk.desk_answer, name="desk_answer"),
    path("council/desk/items/<int:pk>/comment/", desk.desk_comment, name="desk_comment"),
    path("council/desk/comments/<int:pk>/drop/", desk.desk_comment_drop, name="desk_comment_drop"),
    path("council/desk/actions/<int:pk>/report/", desk.desk_report, name="desk_report"),
    path("council/institutions/", views.institution_list, name="institution_list"),
    path("council/institutions/<slug:key>/", views.institution_detail, name="institution_detail"),
    path("feed.atom", feeds.decision_feed, name="feed"),
]
