"""Preparing and freezing on the desk: what is still missing, each with where to mend it or a word in its place."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from council.models import ProgramYear
from editions.admin.forms import ErratumForm, NoteForm
from editions.freezing_jobs import begin_freezing
from editions.models import EditionJob, YearEdition
from editions.services import begin_edition, drop_edition, write_note
from editions.services.preparing import renewed
from editions.todo import tasks_of
from persian.digits import localised

REFUSED = 422
FREEZE = "editions.freeze_edition"
State = YearEdition.State


@require_safe
@permission_required("editions.view_yearedition", raise_exception=True)
def edition_years(request):
    """Every programme year with its editions, newest first. Two queries beside the frame's."""
    years = ProgramYear.objects.order_by("-year").prefetch_related("editions")
    context = frame(request, title=_("Yearly editions"), years=list(years), may_freeze=request.user.has_perm(FREEZE))
    return render(request, "admin/editions/years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(FREEZE, raise_exception=True)
def edition_prepare(request, year):
    """The list of what is missing; POST begins an edition, writes a note, freezes, or gives up.

    Freezing is the worker's: the page may be left and found again. Some twenty queries, whatever the list's length.
    """
    year = ProgramYear.objects.filter(year=year).first()
    if year is None:
        raise Http404
    page = Page(request, year)
    if request.method == "POST" and page.act():
        return redirect("admin:editions_prepare", year.year)
    response = render(request, "admin/editions/prepare.html", page.context(), status=REFUSED if page.refused else 200)
    if page.job and page.job.is_running:
        response.headers["Refresh"] = "2"  # works without script
    return response


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": YearEdition._meta} | context


class Page:
    """What one request shows and does: the draft with its tasks and forms, or the form that begins one."""

    def __init__(self, request, year):
        self.request, self.year, self.refused = request, year, None
        editions = list(year.editions.defer("document").order_by("-number"))
        self.draft = next((renewed(row) for row in editions if not row.is_frozen), None)
        self.frozen = [row for row in editions if row.is_frozen]
        self.job = EditionJob.objects.filter(edition__year=year).order_by("-pk").first()
        self.tasks = tasks_of(self.draft) if self.draft else []
        self.forms = {f"{task.kind}:{task.subject}": NoteForm(task=task) for task in self.tasks if task.kind}
        self.erratum = ErratumForm()

    def act(self):
        """Whether it was done; ``refused`` is the form or the message that says why not, with what was typed kept."""
        acts = {"begin": self.begin, "note": self.note, "freeze": self.freeze, "drop": self.drop}
        act = acts.get(self.request.POST.get("act", ""))
        try:
            return act is None or act()
        except ValidationError as refusal:
            self.refuse(refusal)
            return False

    def refuse(self, refusal):
        self.refused = self.refused or refusal.messages

    def begin(self):
        said = {}
        if self.frozen:
            self.erratum = ErratumForm(self.request.POST)
            if not self.erratum.is_valid():
                self.refused = self.erratum
                return False
            said = self.erratum.cleaned_data
        edition = begin_edition(year=self.year, by=self.request.user, **said)
        messages.success(self.request, _("%(edition)s is in preparation.") % {"edition": edition})
        return True

    def note(self):
        """A word on one subject; what stands in the other forms of the page was not sent, so nothing of it is lost."""
        name = self.request.POST.get("subject", "")
        task = next((row for row in self.tasks if row.kind and f"{row.kind}:{row.subject}" == name), None)
        if task is None:
            self.refused = [_("This is settled in the meantime: nothing has to be said of it.")]
            return False
        form = self.forms[name] = NoteForm(self.request.POST, task=task)
        if not form.is_valid():
            self.refused = form
            return False
        write_note(edition=self.draft, kind=task.kind, subject=task.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Kept."))
        return True

    def freeze(self):
        self.require_draft()
        begin_freezing(edition=self.draft, by=self.request.user)
        return True

    def drop(self):
        self.require_draft()
        drop_edition(edition=self.draft, by=self.request.user)
        messages.success(self.request, _("The edition was given up; nothing of it was public."))
        return True

    def require_draft(self):
        if self.draft is None:
            raise ValidationError(_("No edition of this year is in preparation any more. Look at the list below."))

    def context(self):
        rows = [(task, self.forms.get(f"{task.kind}:{task.subject}")) for task in self.tasks]
        open_rows = [pair for pair in rows if not pair[0].is_done]
        return frame(
            self.request,
            title=_("Edition of the year %(year)s") % {"year": localised(self.year.year)},
            year=self.year,
            draft=self.draft,
            frozen=self.frozen,
            job=self.job,
            states=EditionJob.State,
            open_rows=open_rows,
            done_rows=[pair for pair in rows if pair[0].is_done],
            erratum=self.erratum,
            refused_form=None if isinstance(self.refused, list) else self.refused,
            refused_words=self.refused if isinstance(self.refused, list) else [],
            may_propose=self.request.user.has_perm("editions.propose_edition"),
        )
