"""The public enrolment: the form, the code, the place. Nothing typed is lost, and no address is told apart."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.contact_codes import confirm_by_code, refusal
from accounts.services import confirmed_addresses
from persian.digits import localised
from persian.jalali import today
from trainings import throttle
from trainings.enrolling.forms import CodeForm, EnrolForm
from trainings.links import learner_token
from trainings.models import Course, Enrolment, EnrolmentRequest
from trainings.public.standing import stand
from trainings.services.places import EnrolmentRefused, require_firm, require_registration
from trainings.services.requests import begin_request, complete_request, send_code

REFUSED = 422
PROVED = "trainings.proved"  # in the session: the requests whose code was typed in this browser
MOST_PROVED = 20
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_write
def enrol(request, slug):
    """Name and address; the answer is the same whether the portal knows the address or not."""
    courses = Course.objects.visible_to(request.user).with_free(timezone.now()).select_related("provider")
    [course] = stand([get_object_or_404(courses, slug=slug)], today())
    if request.method != "POST":
        form = EnrolForm(user=request.user, initial=typed_before(request, course))
        return form_page(request, course, form)
    form = EnrolForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            require_registration(course, Enrolment.Door.PUBLIC)
            require_firm(course, form.cleaned_data.get("firm"))
            return begin(request, course, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return form_page(request, course, form)


def typed_before(request, course):
    """What stands in the form at first: what is known of who is signed in, or of a request that is mended."""
    begun = uuid_of(request.GET.get("from"))
    if begun:
        rows = EnrolmentRequest.objects.filter(pk=begun, course=course, confirmed_at=None)
        return rows.values("full_name", "contact", "firm").first() or {}
    if request.user.is_authenticated:
        return {"full_name": request.user.full_name, "contact": request.user.get_username()}
    return {}


def uuid_of(text):
    try:
        return forms.UUIDField(required=False).clean(text)
    except ValidationError:
        return None


def form_page(request, course, form):
    context = {
        "course": course,
        "form": form,
        "closed": "" if form.is_bound else closed_because(course, form),
        "sample": course.is_sample,
        "room": "trainings",
    }
    return render(request, "trainings/enrol.html", context, status=REFUSED if form.errors else 200)


def closed_because(course, form):
    """Why nobody, or nobody without a firm, can enrol now; said before anything is typed."""
    try:
        require_registration(course, Enrolment.Door.PUBLIC)
        if "firm" not in form.fields:
            require_firm(course, None)
    except EnrolmentRefused as refusal:
        return refusal.messages[0]
    return ""


def begin(request, course, values):
    """On to the code; who signed in with this address needs none. Raises EnrolmentRefused."""
    contact = values["contact"]
    is_proved = contact in confirmed_addresses(request.user)
    if not is_proved and not throttle.may(request, "send", key=contact):
        return throttle.too_many(request)
    with transaction.atomic():
        asked = begin_request(
            pk=values["key"],
            course=course,
            full_name=values["full_name"],
            contact=contact,
            firm=values.get("firm"),
            language=get_language(),
            is_proved=is_proved,
        )
        if is_proved:
            complete_request(request=asked, user=request.user)
            remember(request, asked)
    return redirect("trainings:enrol_code", course.slug, asked.pk)


def remember(request, asked):
    """This browser proved the contact: only here is shown what came of it."""
    proved = [key for key in request.session.get(PROVED, []) if key != str(asked.pk)]
    request.session[PROVED] = [*proved, str(asked.pk)][-MOST_PROVED:]


def is_remembered(request, asked):
    return str(asked.pk) in request.session.get(PROVED, [])


@never_cache
@read_or_write
def enrol_code(request, slug, pk):
    """The code gives the place; afterwards the same address says what came of it."""
    rows = EnrolmentRequest.objects.select_related("course__provider", "enrolment__learner", "enrolment__course")
    asked = get_object_or_404(rows, pk=pk, course__slug=slug)
    if asked.enrolment_id and request.method != "POST":
        return result_page(request, asked)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return code_page(request, asked, form)
    if request.POST.get("go") == "resend":
        return send_again(request, asked)
    if is_proved(request, asked, form):
        try:
            complete_request(request=asked)
            return redirect("trainings:enrol_code", slug, pk)
        except ValidationError as refusal:
            asked.refresh_from_db()
            return code_page(request, asked, form, refusals=refusal.messages, status=REFUSED)
    return code_page(request, asked, form, status=REFUSED)


def send_again(request, asked):
    """A new code, at most one a minute and ten a day for one address."""
    if not throttle.may(request, "send", key=asked.contact):
        return throttle.too_many(request)
    is_sent = send_code(request=asked)
    return redirect(f"{request.path}?sent={'1' if is_sent else '0'}")


def is_proved(request, asked, form):
    """The code was typed in this browser before, or is right now; else the field says what to do."""
    if asked.confirmed_at and is_remembered(request, asked):
        return True
    if not form.is_valid():
        return False
    is_allowed = throttle.may(request, "code")
    if is_allowed and confirm_by_code(asked, form.cleaned_data["code"]):
        remember(request, asked)
        return True
    asked.refresh_from_db()
    form.add_error("code", refusal(asked, is_allowed=is_allowed))
    return False


def code_page(request, asked, form, *, status=200, **context):
    context |= {
        "asked": asked,
        "course": asked.course,
        "contact": asked.contact if "@" in asked.contact else localised(asked.contact),
        "form": form,
        "needs_code": not (asked.confirmed_at and is_remembered(request, asked)),
        "sent": request.GET.get("sent", ""),
        "sample": asked.course.is_sample,
        "room": "trainings",
    }
    return render(request, "trainings/enrol_code.html", context, status=status)


def result_page(request, asked):
    """What came of it, for who typed the code; whoever else knows the address of this page learns nothing."""
    enrolment = asked.enrolment
    is_own = is_remembered(request, asked) or enrolment.learner.user_id == (request.user.pk or 0)
    state = enrolment.state_at(timezone.now())
    waiting = enrolment.course.enrolments.waiting().filter(number__lte=enrolment.number)
    context = {
        "course": asked.course,
        "is_own": is_own,
        "enrolment": enrolment,
        "state": str(state),
        "word": state.label,
        "known_as": enrolment.learner.full_name if enrolment.learner.full_name != asked.full_name else "",
        "is_live": state in Enrolment.LIVE and not asked.course.is_cancelled,
        "place": waiting.count() if is_own and state == Enrolment.State.WAITING else None,
        "token": learner_token(enrolment.learner) if is_own else "",
        "sample": asked.course.is_sample,
        "room": "trainings",
    }
    return render(request, "trainings/enrolled.html", context)
