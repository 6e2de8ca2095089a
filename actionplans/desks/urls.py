"""Where the desks stand below ``/admin/``; the admin site includes them with one line."""

from django.urls import path

from actionplans.desks import history, live, locks, progress, verify, visits


def desk_urls(site):
    """The desks' addresses, each behind the site's own door (signed in, with a desk)."""
    return [
        path("actionplans/progress/", site.admin_view(progress.progress_desk), name="actionplans_progress_desk"),
        path("actionplans/verify/", site.admin_view(verify.verify_desk), name="actionplans_verify_desk"),
        path("actionplans/visits/record/", site.admin_view(visits.visit_record), name="actionplans_visit_record"),
        path("actionplans/counts/", site.admin_view(live.live_counts), name="actionplans_live"),
        path("actionplans/months/", site.admin_view(locks.month_locks), name="actionplans_month_locks"),
        path(
            "actionplans/activities/<int:pk>/progress/",
            site.admin_view(history.activity_history),
            name="actionplans_activity_progress",
        ),
    ]
