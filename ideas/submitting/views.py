"""The pages of the submission: begun with an address or an account, written, sent. Every POST keeps what was typed."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.contact_codes import confirm_by_code, refusal
from ideas import throttle
from ideas.links import KEPT_FOR, draft_token
from ideas.services.drafts import (
    MOST_FILES,
    AlreadySent,
    DraftChanged,
    add_file,
    begin_draft,
    begin_own_draft,
    remove_file,
    save_draft,
    send_code,
)
from ideas.services.submitting import submit_idea
from ideas.submitting.forms import CodeForm, StartForm, bound_to, shown_of, typed_in, whole
from ideas.submitting.opening import CONFLICT, REFUSED, forget_held, remember, show_held, with_draft
from members.models import Firm
from persian.digits import localised

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
MYSELF = "me"


@never_cache
@read_or_write
def submit_start(request):
    """An address, or the account that is signed in. The answer is the same whether the portal knows the address."""
    is_post, own = request.method == "POST", request.POST.get("as", "")
    if is_post and own and request.user.is_authenticated:
        return begin_signed_in(request, own)
    form = StartForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        if not throttle.may(request, "begin", key=form.cleaned_data["contact"]):
            return throttle.too_many(request)
        draft = begin_draft(contact=form.cleaned_data["contact"], language=get_language())
        return to_draft(request, draft_token(draft))
    return start_page(request, form)


def begin_signed_in(request, own):
    """``own``: «me», or the tracking code of an active firm for which this person acts."""
    firm = None
    if own != MYSELF:
        firm = Firm.objects.of(request.user).active().filter(tracking_code=own[:20].replace("\0", "")).first()
        if firm is None:
            raise Http404
    try:
        draft = begin_own_draft(user=request.user, language=get_language(), firm=firm)
    except ValidationError as refused:
        form = StartForm({})
        form.errors.clear()
        form.add_error(None, refused.messages)
        return start_page(request, form)
    return to_draft(request, draft_token(draft))


def to_draft(request, token):
    """With the call that one comes from, if any, chosen in the form."""
    call = request.GET.get("call", "")[:60]
    return redirect(f"{reverse('ideas:submit_draft', args=[token])}{'?' + urlencode({'call': call}) if call else ''}")


def start_page(request, form):
    firms = Firm.objects.of(request.user).active().order_by("sort_text", "pk")
    context = {"room": "ideas", "sample": False, "form": form, "firms": firms, "myself": MYSELF}
    return render(request, "ideas/submit_start.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@read_or_write
@with_draft
def submit_draft(request, token):
    """The idea on one page. A POST keeps what was typed and the chosen files, then goes where its button says."""
    if request.method != "POST":
        is_held = show_held(request)
        form = bound_to(request.draft) if "errors" in request.GET else shown_of(request.draft, request.GET.get("call"))
        return draft_page(request, token, form, is_held=is_held)
    try:
        request.draft = save_draft(
            draft=request.draft, typed=typed_in(request.POST), seen=whole(request.POST.get("seen", ""))
        )
    except DraftChanged as change:
        return conflict_page(request, token, change)
    forget_held(request)
    return keep_files(request, token) or go_on(request, token)


def conflict_page(request, token, change):
    """What this tab typed stands in the form; sending it again is a decision made knowingly."""
    request.draft.payload = typed_in(request.POST)
    return draft_page(request, token, shown_of(request.draft), status=CONFLICT, problems=change.messages)


def keep_files(request, token):
    """The chosen files, each for itself; a page that names what was refused, or None."""
    uploads, refused = request.FILES.getlist("files"), []
    if uploads and not throttle.may(request, "upload"):
        return throttle.too_many(request)
    for upload in uploads[: MOST_FILES + 1]:
        try:
            add_file(draft=request.draft, upload=upload)
        except AlreadySent:
            raise
        except ValidationError as problem:
            refused += [f"{upload.name}: {words}" for words in problem.messages]
    if "remove" in request.POST:
        remove_file(draft=request.draft, pk=whole(request.POST["remove"]))
    if not refused:
        return None
    return draft_page(request, token, shown_of(request.draft), status=REFUSED, problems=refused)


def go_on(request, token):
    """To the page that sends it when nothing is missing; else back here."""
    here, go = reverse("ideas:submit_draft", args=[token]), request.POST.get("go", "next")
    if "remove" in request.POST or go == "add":
        return redirect(f"{here}#files")
    if go == "keep":
        return redirect(f"{here}?kept=1")
    form = bound_to(request.draft)
    if not form.is_valid():
        return draft_page(request, token, form, status=REFUSED)
    return redirect("ideas:submit_send", token)


def draft_page(request, token, form, *, status=200, **context):
    draft = request.draft
    context |= {
        "room": "ideas",
        "sample": False,
        "token": token,
        "draft": draft,
        "form": form,
        "files": draft.attachments.select_related("file"),
        "most_files": MOST_FILES,
        "kept_until": timezone.localdate(draft.touched_at + KEPT_FOR),
        "is_kept": "kept" in request.GET,
        "contact": shown_contact(draft),
    }
    return render(request, "ideas/submit_draft.html", context, status=status)


@never_cache
@read_or_write
@with_draft
def submit_send(request, token):
    """Everything once more; the code proves the address, and the idea is sent."""
    idea_form = bound_to(request.draft)
    if not idea_form.is_valid():
        return redirect(f"{reverse('ideas:submit_draft', args=[token])}?errors=1")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return send_page(request, token, idea_form, form)
    if request.POST.get("go") == "resend":
        return send_again(request, token)
    if not is_proved(request, form):
        return send_page(request, token, idea_form, form, status=REFUSED)
    try:
        idea = submit_idea(draft=request.draft, **idea_form.cleaned_data)
    except ValidationError as problem:
        return send_page(request, token, idea_form, form, status=REFUSED, problems=problem.messages)
    return redirect(f"{reverse('ideas:track', args=[idea.code])}?sent=1")


def send_again(request, token):
    """A new code, at most one a minute and ten a day for one address."""
    if not throttle.may(request, "begin", key=request.draft.contact):
        return throttle.too_many(request)
    is_sent = send_code(draft=request.draft)
    return redirect(f"{reverse('ideas:submit_send', args=[token])}?sent={'1' if is_sent else '0'}")


def is_proved(request, form):
    """By an account, by the mailed link, or by the code right now; else the field says what to do."""
    draft = request.draft
    if draft.confirmed_at:
        return True
    if not form.is_valid():
        return False
    is_allowed = throttle.may(request, "code")
    if is_allowed and confirm_by_code(draft, form.cleaned_data["code"]):
        remember(request, draft)
        return True
    draft.refresh_from_db()
    form.add_error("code", refusal(draft, is_allowed=is_allowed))
    return False


def send_page(request, token, idea_form, form, *, status=200, **context):
    draft = request.draft
    context |= {
        "room": "ideas",
        "sample": False,
        "token": token,
        "draft": draft,
        "idea": idea_form.cleaned_data,
        "form": form,
        "needs_code": not draft.confirmed_at,
        "files": draft.attachments.select_related("file"),
        "sent": request.GET.get("sent", ""),
        "contact": shown_contact(draft),
    }
    return render(request, "ideas/submit_send.html", context, status=status)


def shown_contact(draft):
    return draft.contact if "@" in draft.contact else localised(draft.contact)
