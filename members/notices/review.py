"""What a firm's representatives are told about a review: by e-mail, else by SMS, in the language of the firm."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from council.documents.addresses import absolute
from council.models import Cluster
from members.models import FirmReview
from post.services import send_later

Act = FirmReview.Act
SUBJECT_LENGTH = 200  # what the outbox keeps
SUBJECTS = {
    Act.ASKED: _("More is asked about the application of %(firm)s"),
    Act.APPROVED: _("%(firm)s is a member of the cluster"),
    Act.REJECTED: _("The application of %(firm)s was not accepted"),
    Act.CHANGE_ACCEPTED: _("The change of %(firm)s was accepted"),
    Act.CHANGE_REFUSED: _("The change of %(firm)s was not accepted"),
    Act.SUSPENDED: _("The membership of %(firm)s is suspended"),
    Act.RESUMED: _("The membership of %(firm)s is active again"),
    Act.LEFT: _("%(firm)s has left the cluster"),
}


def tell_representatives(review):
    """One message for each person who acts for the firm now; who has neither address gets none. Gives how many.

    Called in the transaction that wrote the review; its number makes the key, so that no cause is told twice.
    """
    people = review.firm.representatives.current().filter(user__is_active=True).select_related("user")
    with translation.override(review.firm.language):
        return sum(write_to(row.user, review) for row in people)


def write_to(user, review):
    """A mail, or a short message to who has no e-mail address; True when one of them was written."""
    firm = review.firm
    subject = (SUBJECTS[review.act] % {"firm": firm})[:SUBJECT_LENGTH]
    context = {
        "person": user,
        "firm": firm,
        "review": review,
        "subject": subject,
        "url": absolute("members:desk_firm", firm.tracking_code),
        "cluster": Cluster.objects.first(),
    }
    message = {"key": f"firm-review/{review.pk}/{user.pk}", "language": firm.language}
    if user.email:
        body = render_to_string("members/email/review.txt", context)
        return bool(send_later(channel="mail", to=user.email, subject=subject, body=body, **message))
    if user.mobile:
        body = render_to_string("members/email/review_sms.txt", context)
        return bool(send_later(channel="sms", to=user.mobile, subject="", body=body, **message))
    return False
