"""Taking the sample's hand-over away, with everything that hangs on it."""

from django.db.models import Q

from handover.models import Assessment, AssessmentEvidence, Criterion, Duty, HandoverClosing, NetworkOfficer


def remove_sample():
    """Delete every sample row of this room, before those it stands on; gives the ids of the files that hung on it.

    What people entered at a sample row goes with it. Raises ProtectedError where a row that is no sample stands on one.
    """
    criteria = Criterion.objects.filter(is_sample=True)
    evidence = AssessmentEvidence.objects.filter(assessment__criterion__in=criteria)
    file_ids = list(evidence.values_list("file_id", flat=True))
    evidence.delete()
    Assessment.objects.filter(criterion__in=criteria).erase_sample()
    criteria.delete()
    Duty.objects.filter(is_sample=True).delete()
    HandoverClosing.objects.filter(decision__is_sample=True).delete()
    NetworkOfficer.objects.filter(Q(network__is_sample=True) | Q(user__is_sample=True)).delete()
    return file_ids
