"""A person's own courses: what they have, giving a place back, taking up an offer, reminders on and off."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trainings import throttle
from trainings.enrolling.forms import ContactForm
from trainings.links import find_learner
from trainings.mine.reading import enrolments_of, live_of, with_words
from trainings.models import Learner
from trainings.services.learners import choose_letters
from trainings.services.places import EnrolmentRefused, accept_offer, withdraw
from trainings.services.requests import ask_for_link

REFUSED = 422
read_or_write = require_http_methods(["GET", "HEAD", "POST"])
DONE = ("withdrawn", "accepted", "stopped", "resumed", "sent")


@never_cache
@read_or_write
def mine(request):
    """The courses of who is signed in; anybody else has the link sent, the same answer for any address."""
    if request.user.is_authenticated:
        return own_page(request, list(Learner.objects.of(request.user)), reverse("trainings:mine"))
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        if not throttle.may(request, "send", key=contact):
            return throttle.too_many(request)
        ask_for_link(contact=contact, language=get_language())
        return redirect(f"{request.path}?done=sent")
    context = {"form": form, "done": done_of(request), "sample": False, "room": "trainings"}
    return render(request, "trainings/mine_link.html", context, status=REFUSED if form.errors else 200)


@never_cache
@read_or_write
def mine_open(request, token):
    """The same page for who holds the link of a message."""
    learner = find_learner(token)
    if learner is None:
        return refused(request)
    return own_page(request, [learner], request.path)


def refused(request):
    return render(request, "trainings/mine_refused.html", {"sample": False, "room": "trainings"}, status=404)


def own_page(request, learners, here, *, refusal="", status=200):
    """A POST does one thing and comes back; ``?withdraw=`` asks first."""
    if request.method == "POST" and not refusal:
        return act(request, learners, here)
    if request.GET.get("withdraw"):
        enrolment = chosen(request.GET.get("withdraw"), learners)
        context = {"enrolment": enrolment, "course": enrolment.course, "here": here, "sample": False}
        return render(request, "trainings/mine_withdraw.html", context | {"room": "trainings"})
    coming, over = with_words(enrolments_of(learners))
    context = {
        "learners": learners,
        "coming": coming,
        "over": over,
        "wants_letters": any(learner.wants_letters for learner in learners),
        "here": here,
        "done": done_of(request),
        "refusal": refusal,
        "sample": any(learner.is_sample for learner in learners),
        "room": "trainings",
    }
    return render(request, "trainings/mine.html", context, status=status)


def done_of(request):
    done = request.GET.get("done", "")
    return done if done in DONE else ""


def act(request, learners, here):
    """Give back, take up, stop or resume reminders. What is refused is said on the page, which shows how it stands."""
    by = request.user if request.user.is_authenticated else None
    do = request.POST.get("do")
    if do in ("stop", "resume"):
        for learner in learners:
            choose_letters(learner=learner, wants=do == "resume")
        return redirect(f"{here}?done={'resumed' if do == 'resume' else 'stopped'}")
    enrolment = chosen(request.POST.get("enrolment"), learners)
    try:
        if do == "withdraw":
            withdraw(enrolment=enrolment, by=by)
            return redirect(f"{here}?done=withdrawn")
        if do == "accept":
            accept_offer(enrolment=enrolment, by=by)
            return redirect(f"{here}?done=accepted")
    except EnrolmentRefused as refusal:
        return own_page(request, learners, here, refusal=refusal.messages[0], status=REFUSED)
    raise Http404


def chosen(value, learners):
    """One of their own enrolments; anything else is not found."""
    field = forms.ModelChoiceField(live_of(learners))
    try:
        return field.clean(value)
    except forms.ValidationError:
        raise Http404 from None


@never_cache
@read_or_write
def stop(request, token):
    """One button that stops reminders. Looking changes nothing: mail programs open links by themselves."""
    learner = find_learner(token)
    if learner is None:
        return refused(request)
    if request.method == "POST":
        choose_letters(learner=learner, wants=False)
        return redirect("trainings:stop", token)
    context = {"learner": learner, "token": token, "sample": False, "room": "trainings"}
    return render(request, "trainings/stop.html", context)
