"""The files of PDFs that an issue leaves behind: kept for a month, gone at once when they name a removed person."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from filing.made import remove_made
from filing.models import StoredFile
from trainings.models import CertificateJob

KEPT_FOR = dt.timedelta(days=30)


@transaction.atomic
def remove_bundles(jobs):
    """Rows and bytes; the jobs themselves stay, as a line of what was issued when."""
    remove_made(StoredFile.objects.filter(pk__in=list(jobs.values_list("file_id", flat=True))))


def forget_bundles():
    """What the clock does: certificates are made again from their rows at any time, so a bundle need not stay."""
    old = CertificateJob.objects.filter(file__isnull=False, ended_at__lt=timezone.now() - KEPT_FOR)
    if old.exists():
        remove_bundles(old)


def bundles_visible_to(user):
    """The ids of the stored files that this user may open: who issues certificates."""
    jobs = CertificateJob.objects.filter(file__isnull=False)
    return (jobs if user.has_perm("trainings.issue_certificate") else jobs.none()).values("file_id")
