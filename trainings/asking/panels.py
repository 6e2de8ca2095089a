"""What learners thought, on a course's own page: distributions with counts, nothing about fewer than five."""

from persian.numbers import number
from trainings.asking.forms import words
from trainings.distributions import CHOICES, GRADES, LEAST, Kind, read_distributions, shown
from trainings.models import Course, CourseFeedback


def feedback_panel(course, user):
    """For a course that has ended. One query, and one more for who may read what was written; none before its end."""
    if course.state != Course.State.CLOSED:
        return None
    read = read_distributions([course.pk])
    after, later = (shown(read[kind].get(course.pk)) for kind in (Kind.AFTER, Kind.FOLLOW_UP))
    kinds = [kind for kind, sums in ((Kind.AFTER, after), (Kind.FOLLOW_UP, later)) if sums]
    context = panel_context(after, later) | {"comments": comments_of(course, user, kinds)}
    return {"template": "trainings/feedback_panel.html", "context": context}


def comments_of(course, user, kinds):
    """What learners wrote, for those who run the courses: without names, by its letters and not by time."""
    if not kinds or user is None or not user.has_perm("trainings.view_coursefeedback"):
        return []
    written = CourseFeedback.objects.filter(enrolment__course=course, kind__in=kinds).exclude(comment="")
    return sorted(written.values_list("comment", flat=True))


def panel_context(after, later):
    """For the template: both kinds, each None when it is about too few people. Also for sums over courses."""
    return {
        "after": after and {"answers": after.answers, "grades": GRADES, "rows": grade_rows(after)},
        "later": later and {"answers": later.answers, "questions": word_rows(later)},
        "least": LEAST,
    }


def grade_rows(distribution):
    """A row for each question: its words, how many gave each grade, the mean, and the parts of its bar."""
    for question in CHOICES[Kind.AFTER]:
        counts = distribution.questions[question]
        yield {
            "question": words(question),
            "counts": list(counts.values()),
            "mean": number(round(distribution.mean(question), 4), 1),
            "parts": parts(counts, distribution.answers),
        }


def word_rows(distribution):
    """A table for each question: its choices in words with how many chose them, and a bar from zero."""
    for question, labels in (("use", CourseFeedback.Use), ("effect", CourseFeedback.Effect)):
        counts = distribution.questions[question]
        yield {
            "question": words(question),
            "rows": [
                {"choice": label, "count": counts[value], "width": percent(counts[value], distribution.answers)}
                for value, label in labels.choices
            ],
        }


def parts(counts, answers):
    """The parts of a bar, one for each grade that somebody gave: class, start and width in percent as ASCII text."""
    done = 0
    for grade, count in counts.items():
        if count:
            yield {"grade": grade, "start": percent(done, answers), "width": percent(count, answers)}
        done += count


def percent(part, whole):
    return f"{100 * part / whole:.2f}"
