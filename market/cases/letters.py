"""What the filer of a case is told when it counts or was rejected: by e-mail, else by SMS."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from council.documents.addresses import absolute
from council.models import Cluster
from market.models import ProcurementCase
from post.services import send_later

State = ProcurementCase.State
SUBJECTS = {
    State.COUNTED: _("The case %(code)s counts"),
    State.REJECTED: _("The case %(code)s was not accepted"),
}


def tell_filer(case):
    """One message for each person who acts for the filer now; of the office's own cases for who filed it.

    Called in the transaction that decided; code and state make the key, so that no cause is told twice. Gives how many.
    """
    language = case.firm.language if case.firm_id else None
    return sum(write_to(user, case, language or user.language) for user in people(case))


def people(case):
    if not case.firm_id and not case.institution_id:
        return [case.filed_by] if case.filed_by.is_active else []
    rows = case.firm.representatives if case.firm_id else case.institution.agents
    return [row.user for row in rows.current().filter(user__is_active=True).select_related("user")]


def write_to(user, case, language):
    """A mail, or a short message to who has no e-mail address; True when one of them was written."""
    address = user.email or user.mobile
    if not address:
        return False
    is_mail = bool(user.email)
    with translation.override(language):
        subject = SUBJECTS[case.state] % {"code": case.code}
        context = {
            "person": user,
            "case": case,
            "subject": subject,
            "url": absolute(*place_of(case)),
            "cluster": Cluster.objects.first(),
        }
        send_later(
            channel="mail" if is_mail else "sms",
            to=address,
            subject=subject if is_mail else "",
            body=render_to_string(f"market/email/case{'' if is_mail else '_sms'}.txt", context).strip(),
            key=f"case/{case.code}/{case.state}/{user.pk}",
            language=language,
        )
    return True


def place_of(case):
    """The name and the parameters of the page on which the filer sees the case."""
    if case.firm_id:
        return "market:firm_case", case.firm.tracking_code, case.code
    if case.institution_id:
        return "market:own_case", case.code
    return "admin:market_procurementcase_change", case.pk
