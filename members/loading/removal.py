"""Taking the sample's firms away, with everything that hangs on them; the directory's counts follow."""

from django.db.models import ProtectedError

from council.loading.removal import delete_with_history
from members.models import Firm, FirmChange, FirmDocument, FirmReturn, FirmReview, Network, Representative, ReturnRound
from members.services.directory import publish_firms
from members.services.returns import summed_anew


def remove_firms():
    """Delete every sample row of this room, before the council's; gives the ids of their papers' files.

    Raises ProtectedError when a row that is no sample stands on one: a real firm's return in a round of the sample, a
    sample firm in a real network.
    """
    firms = Firm.objects.filter(is_sample=True)
    Network.objects.filter(is_sample=True, kind=Network.Kind.BUSINESS).delete()
    Network.objects.filter(is_sample=True).delete()
    remove_returns(firms)
    file_ids = list(FirmDocument.objects.filter(firm__in=firms).values_list("file_id", flat=True))
    firms.update(is_listed=False)
    publish_firms(firms)
    FirmReview.objects.filter(firm__in=firms).erase_sample()
    for model in (FirmChange, FirmDocument, Representative):
        model.objects.filter(firm__in=firms).delete()
    delete_with_history(firms)
    return file_ids


def remove_returns(firms):
    """The sample's returns and rounds; what is left in real rounds is added up anew."""
    delete_with_history(FirmReturn.objects.filter(firm__in=firms))
    rounds = ReturnRound.objects.select_related("year")
    for own in rounds:
        left = FirmReturn.objects.filter(year=own.year_id)
        if own.is_sample and left.exists():
            raise ProtectedError("Returns stand in a round of the sample.", set(left.select_related("firm", "year")))
        own.sums = summed_anew(own)
        own.save(update_fields=["sums"])
    rounds.filter(is_sample=True).delete()
