"""Who acts for the firm: invited by a link, there since, gone when they leave."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members.desk.access import own_firm, posted
from members.desk.forms import InviteForm, JoinForm
from members.desk.views import REFUSED, done, show
from members.services import people

GONE = 410
BACKEND = "accounts.backends.IdentifierBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@own_firm
def desk_people(request, firm):
    """The people and the open invitations; POST invites one more."""
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid() and invite(request, firm, form):
        return redirect("members:desk_people", firm.tracking_code)
    return show(
        request,
        firm,
        "people",
        status=REFUSED if form.errors else 200,
        form=form,
        rows=list(firm.representatives.current().select_related("user")),
        invitations=list(people.open_invitations(firm).select_related("invited_by")),
    )


def invite(request, firm, form):
    """False, with the reason in the form, when it was refused."""
    if not done(form, people.invite_representative, firm=firm, by=request.user, **form.cleaned_data):
        return False
    messages.success(request, _("The invitation is on its way. It can be used once, within 14 days."))
    return True


@require_POST
@own_firm
def desk_invitation_withdraw(request, firm, pk):
    invitation = get_object_or_404(firm.invitations, pk=pk)
    people.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation was withdrawn; its link opens no more."))
    return redirect("members:desk_people", firm.tracking_code)


@require_POST
@own_firm
def desk_people_leave(request, firm):
    """One stops acting for the firm oneself; nobody is put out by a colleague."""
    try:
        people.stop_representing(firm=firm, user=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("members:desk_people", firm.tracking_code)
    messages.success(request, _("You do not act for %(firm)s any more.") % {"firm": firm})
    return redirect("members:desk")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk_join(request, token):
    """The invited person's page: accept with the account one is signed in to, or with a new one.

    A link that came to the address of an account signs nobody in: its owner signs in first.
    """
    invitation = people.find_invitation(token)
    if invitation is None:
        raise Http404
    context = {"room": "members", "invitation": invitation, "firm": invitation.firm}
    if not people.is_open(invitation):
        return render(request, "members/desk/join_closed.html", context, status=GONE)
    is_new = not request.user.is_authenticated
    if is_new and get_user_model().objects.find(invitation.contact):
        return render(request, "members/desk/join.html", context | {"must_sign_in": True})
    form = JoinForm(posted(request), is_new=is_new)
    if request.method == "POST" and form.is_valid() and join(request, invitation, form):
        messages.success(request, _("You act for %(firm)s now.") % {"firm": invitation.firm})
        return redirect("members:desk_firm", invitation.firm.tracking_code)
    return render(request, "members/desk/join.html", context | {"form": form}, status=REFUSED if form.errors else 200)


def join(request, invitation, form):
    """False, with the reason in the form, when it was refused. A new person is signed in at once."""
    if request.user.is_authenticated:
        return done(form, people.accept_invitation, invitation=invitation, user=request.user, **form.cleaned_data)
    if not done(form, people.accept_as_new, invitation=invitation, **form.cleaned_data):
        return False
    login(request, get_user_model().objects.find(invitation.contact), backend=BACKEND)
    return True
