"""Addresses of a firm's own desk: `/members/desk/…`. A tracking code names the firm; a link to join names none."""

from django.urls import path

from members.desk import papers, people, returns, views

urlpatterns = [
    path("desk/", views.desk_choose, name="desk"),
    path("desk/join/<str:token>/", people.desk_join, name="desk_join"),
    path("desk/<slug:tracking>/", views.desk_firm, name="desk_firm"),
    path("desk/<slug:tracking>/answer/", views.desk_answer, name="desk_answer"),
    path("desk/<slug:tracking>/apply-again/", views.desk_apply_again, name="desk_apply_again"),
    path("desk/<slug:tracking>/profile/", views.desk_profile, name="desk_profile"),
    path("desk/<slug:tracking>/change/", views.desk_change, name="desk_change"),
    path("desk/<slug:tracking>/change/<int:pk>/withdraw/", views.desk_change_withdraw, name="desk_change_withdraw"),
    path("desk/<slug:tracking>/people/", people.desk_people, name="desk_people"),
    path("desk/<slug:tracking>/people/leave/", people.desk_people_leave, name="desk_people_leave"),
    path(
        "desk/<slug:tracking>/people/<int:pk>/withdraw/",
        people.desk_invitation_withdraw,
        name="desk_invitation_withdraw",
    ),
    path("desk/<slug:tracking>/documents/", papers.desk_documents, name="desk_documents"),
    path(
        "desk/<slug:tracking>/documents/<int:pk>/take-back/",
        papers.desk_document_take_back,
        name="desk_document_take_back",
    ),
    path("desk/<slug:tracking>/leave/", views.desk_leave, name="desk_leave"),
    path("desk/<slug:tracking>/export.zip", papers.desk_export, name="desk_export"),
    path("desk/<slug:tracking>/returns/<int:year>/", returns.firm_return, name="firm_return"),
]
