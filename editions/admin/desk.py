"""Preparing and freezing on the desk: what is still missing, each with where to mend it or a word in its place."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from council.models import ProgramYear
from editions.admin.forms import ErratumForm, NoteForm, name_of
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
    response = render(
        request, "admin/editions/prepare.html", page.context(), status=REFUSED if page.is_refused else 200
    )
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
        self.erratum = ErratumForm()
        self.read_tasks()

    def read_tasks(self):
        self.tasks = tasks_of(self.draft) if self.draft else []
        self.forms = {name_of(task): self.form_of(task) for task in self.tasks if task.kind}

    def form_of(self, task):
        """Bound to what was sent of it: whichever button was pressed, the page comes back with all that was typed."""
        is_sent = f"{name_of(task)}-reason" in self.request.POST
        return NoteForm(self.request.POST if is_sent else None, task=task)

    @property
    def is_refused(self):
        return bool(self.refused or self.wrong_forms())

    def wrong_forms(self):
        return [form for form in self.forms.values() if form.errors]

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
        """Keep the words on all subjects that stand in the fields, or none of them."""
        self.require_draft()
        kept = self.keep(with_proposals=True)
        if kept == 0:
            self.refused = [_("Nothing was written that is not kept already.")]
        if kept:
            messages.success(self.request, _("Kept."))
        return bool(kept)

    def keep(self, *, with_proposals):
        """How many words were kept; None when one of them is refused at its field."""
        sent = [form for form in self.forms.values() if form.is_bound]
        if self.wrong_forms():
            return None
        said = [(form.task, form.said(with_proposals=with_proposals)) for form in sent]
        said = [(task, words) for task, words in said if words]
        with transaction.atomic():
            for task, words in said:
                write_note(edition=self.draft, kind=task.kind, subject=task.subject, by=self.request.user, **words)
        return len(said)

    def freeze(self):
        """What was typed since is kept first. A proposal that nobody touched is not: freezing is for ever."""
        self.require_draft()
        kept = self.keep(with_proposals=False)
        if kept is None:
            return False
        if kept:
            self.read_tasks()
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
        rows = [(task, self.forms.get(name_of(task))) for task in self.tasks]
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
            wrong_forms=self.wrong_forms(),
            refused_form=None if isinstance(self.refused, list) else self.refused,
            refused_words=self.refused if isinstance(self.refused, list) else [],
            may_propose=self.request.user.has_perm("editions.propose_edition"),
        )
