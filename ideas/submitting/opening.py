"""Who may open a draft: who holds its link; once its contact is proved, only who proved it.

What somebody sends who may not open it, such as after the end of their session, waits in their own browser's session
until they may.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render

from accounts.contact_codes import confirm_contact
from ideas.links import find_draft
from ideas.services.drafts import AlreadySent
from ideas.submitting.forms import typed_in, whole

REFUSED, CONFLICT = 422, 409
PROVED = "ideas.proved"  # in the session: the drafts whose code was typed in this browser
MOST_PROVED = 20
HELD = "ideas.held"  # in the session: what was typed last without being let in, and into which draft


def with_draft(view):
    """Opens the signed link as ``request.draft``. A draft of an account opens for that account alone.

    Whoever began a draft with somebody else's address never reads what that person typed, nor the tracking code.
    """

    @wraps(view)
    def answer(request, token, *args, **kwargs):
        draft, is_proved = find_draft(token)
        if draft is not None and draft.user_id and not request.user.is_authenticated:
            hold(request, draft)
            return redirect_to_login(request.get_full_path())
        if draft is None or not may_open(request, draft, is_proved):
            context = {"room": "ideas", "sample": False, "is_held": draft is not None and hold(request, draft)}
            return render(request, "ideas/submit_closed.html", context, status=404)
        request.draft = draft
        if draft.sent_at:
            return sent_page(draft.idea)
        if request.method == "POST" and is_proved and not draft.confirmed_at and confirm_contact(draft):
            remember(request, draft)
        try:
            return view(request, token, *args, **kwargs)
        except AlreadySent as sent:
            return sent_page(sent.idea)

    return answer


def may_open(request, draft, is_proved):
    if draft.user_id:
        return draft.user_id == request.user.pk
    return is_proved or is_remembered(request, draft) or not (draft.confirmed_at or draft.sent_at)


def remember(request, draft):
    """This browser proved the contact: it goes on where it was."""
    proved = [key for key in request.session.get(PROVED, []) if key != str(draft.pk)]
    request.session[PROVED] = [*proved, str(draft.pk)][-MOST_PROVED:]


def is_remembered(request, draft):
    return str(draft.pk) in request.session.get(PROVED, [])


def hold(request, draft):
    """Whether there is text that waits now. Nothing is written in the draft, nor told of it."""
    typed = typed_in(request.POST)
    if typed:
        seen = whole(request.POST.get("seen", ""))
        request.session[HELD] = {"draft": str(draft.pk), "typed": typed, "seen": seen}
    return bool(typed)


def show_held(request):
    """Whether the opened draft now says, for this page only, what waited for it; it is kept by sending it again."""
    held = request.session.get(HELD)
    if held is None or held["draft"] != str(request.draft.pk):
        return False
    request.draft.payload, request.draft.row_version = held["typed"], held["seen"]
    return True


def forget_held(request):
    """Once the draft was kept."""
    if request.session.get(HELD, {}).get("draft") == str(request.draft.pk):
        del request.session[HELD]


def sent_page(idea):
    return redirect("ideas:track", idea.code)
