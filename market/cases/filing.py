"""The one way in for filers, whatever their door: the form, one case with its papers. A post twice files once."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from filing.uploads import store_file
from market.cases.forms import PaperForm
from market.models import ProcurementCase
from market.once import claim_page, result_of, set_result
from market.services.cases import add_evidence, file_case

REFUSED = 422


def new_key():
    return uuid.uuid4().hex


def posted(request):
    """What was sent, be it nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def send(request, form, **filer):
    """File what a valid form holds; gives the case, or None with the reason in the form.

    ``filer``: ``firm`` or ``institution``, or neither.
    """
    try:
        case, is_first = file_once(request, form, filer)
    except ValidationError as refusal:
        take(form, refusal)
        return None
    if is_first:
        messages.success(request, _("Thank you. The case has the code %(code)s and waits for staff.") % {"code": case})
        twins = earlier(case)
        if twins:
            messages.warning(
                request,
                _("You have filed a case with this need number before: %(codes)s.") % {"codes": ", ".join(twins)},
            )
    return case


@transaction.atomic
def file_once(request, form, filer):
    """(the case, whether it is new): the same page sent again leads to the case that it made.

    Raises ValidationError for the same page with other words; the form then has a new key, for who means a second case.
    """
    key = [request.user.pk, *(row.pk for row in filer.values()), form.cleaned_data["key"] or new_key()]
    page, is_first, is_same = claim_page(
        action="file case", by=request.user, key=key, data=request.POST, files=request.FILES
    )
    if is_first:
        case = file_case(by=request.user, **filer, **form.facts())
        set_result(page, case.code)
        return case, True
    if not is_same:
        form.data = form.data.copy()
        form.data["key"] = new_key()
        text = _(
            "This page was sent before and is kept as the case %(code)s, with other words than these. To correct that "
            "case, tell staff its code or add a paper to it; sending again files a second case."
        )
        raise ValidationError(text % {"code": result_of(page)}, code="sent_before")
    return ProcurementCase.objects.get(code=result_of(page)), False


def take(form, refusal):
    """A refusal of the service, each reason at its field where the form has it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, words in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, words)


def earlier(case):
    """The codes of the filer's own cases with the same need number: of others nobody is told here."""
    if not case.need_number:
        return []
    own = ProcurementCase.objects.filter(filer_key=case.filer_key, need_number=case.need_number)
    return list(own.exclude(pk=case.pk).order_by("filed_at").values_list("code", flat=True))


def paper(request, case):
    """The form of one more paper; None when it was added. Only of an open case."""
    form = PaperForm(posted(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return form
    try:
        with transaction.atomic():
            file = store_file(form.cleaned_data["upload"], by=request.user)
            add_evidence(case=case, file=file, by=request.user)
    except ValidationError as refusal:
        form.add_error("upload", refusal.messages)
        return form
    messages.success(request, _("The paper was added."))
    return None
