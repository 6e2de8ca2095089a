"""The certificates of a whole course, issued by the worker in small steps, with one file of all the PDFs at the end."""

import datetime as dt
import zipfile
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from filing.made import keep_made
from filing.services import record_change
from filing.uploads import safe_name
from post.leases import end, run_oldest, tell
from trainings.certifying.pdf import certificate_pdf, make_compiler
from trainings.models import Certificate, CertificateJob, Course, Enrolment
from trainings.services.bundles import remove_bundles
from trainings.services.certificates import issue_batch
from trainings.services.places import lock_course

AT_A_TIME = 50  # certificates of one transaction; two seconds of work between two words to the page
ZIP = "application/zip"
State = CertificateJob.State


@transaction.atomic
def begin_issue(*, course, by):
    """Ask the worker for the certificates of a course; the job that runs already, if there is one.

    Raises ValidationError before the course has ended.
    """
    course = lock_course(course)
    if course.state != Course.State.CLOSED:
        text = _("The course is «%(state)s»: certificates are issued once it has ended.")
        raise ValidationError(text % {"state": course.get_state_display()}, code="course")
    running = course.certificate_jobs.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if running:
        return running
    total = completed(course).count()
    return CertificateJob.objects.create(course=course, by=by, language=translation.get_language(), total=total)


def completed(course):
    return course.enrolments.filter(state=Enrolment.State.COMPLETED)


def run_waiting():
    """What the worker does every few seconds: the oldest job that waits. Gives how many."""
    return run_oldest(CertificateJob.objects.select_related("course", "by"), run, problem=problem, done=0)


def problem():
    return _("The portal stopped for a reason of its own. What was issued is valid; press the button again.")


def run(job):
    """One job from the beginning: what was issued before stays as it is."""
    with TemporaryFile() as out:
        finish(job, out, fill(job, out))


def fill(job, out):
    """Issue and set what is missing, some dozen at a time; gives the certificates whose PDFs stand in the file."""
    keys = list(completed(job.course).order_by("number").values_list("pk", flat=True))
    compiler, packed, new = make_compiler(), [], 0
    tell(job, total=len(keys))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:  # a PDF is packed already
        for start in range(0, len(keys), AT_A_TIME):
            pairs = issue_batch(keys[start : start + AT_A_TIME], by=job.by)
            for certificate, _is_new in pairs:
                packed.append(certificate.pk)
                add(pack, certificate, len(packed), compiler)
            new += sum(is_new for _certificate, is_new in pairs)
            tell(job, done=min(start + AT_A_TIME, len(keys)), issued=new)
    return packed


def add(pack, certificate, place, compiler):
    """One PDF, named so that a folder of them is sorted as the list is and each is found by its person."""
    payload = certificate.payload
    name = safe_name(f"{place:04d} {payload['person'].replace('/', '-')}.pdf")
    entry = zipfile.ZipInfo(name, dt.date.fromisoformat(payload["issued_on"]).timetuple()[:6])
    pack.writestr(entry, certificate_pdf(payload, certificate.sha256, compiler))


@transaction.atomic
def finish(job, bundle, packed):
    """The new bundle takes the place of older ones of the course. Raises LeaseLost.

    Somebody may have been forgotten while it was made: then it is not kept, and can be made again without them.
    """
    tell(job)
    if not packed or has_forgotten(job.course, packed):
        bundle = None
    name = safe_name(f"certificates-{job.course.slug}.zip")
    file = bundle and keep_made(bundle, name=name, content_type=ZIP, is_sample=job.course.is_sample)
    end(job, State.DONE, file=file)
    remove_bundles(job.course.certificate_jobs.filter(file__isnull=False).exclude(pk=job.pk))
    record_change(job, by=job.by, old=State.RUNNING, new=State.DONE)


def has_forgotten(course, packed):
    """Whether one of these was emptied; asked with the enrolments held, as ``erase_learner`` holds them."""
    list(completed(course).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return Certificate.objects.filter(pk__in=packed, payload={}).exists()
