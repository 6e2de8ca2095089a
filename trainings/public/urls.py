"""Addresses of the public courses: `/trainings/…`. They come last: a course's slug matches what nothing else did."""

from django.urls import path

from trainings.public import calendars, feeds, views

urlpatterns = [
    path("", views.course_list, name="course_list"),
    path("calendar.ics", calendars.all_sessions_calendar, name="calendar"),
    path("feed.atom", feeds.course_feed, name="feed"),
    path("<slug:slug>/", views.course_detail, name="course_detail"),
    path("<slug:slug>/course.ics", calendars.course_calendar, name="course_calendar"),
]
