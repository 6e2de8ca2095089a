"""What learners answered, as counts: of a course, and summed over courses. Never about fewer than five people.

The rule of suppression: a course with fewer than five answers of a kind is not shown, and a sum is the sum of the
courses that are shown by themselves. So whichever sums somebody subtracts from each other, of a year, a plan or a kind,
what is left is made of whole courses that everybody may see anyway; and a course never appears in a sum only. Within a
course each question has the same number of answers, and no two questions are crossed.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from trainings.models import CourseFeedback

LEAST = 5
Kind = CourseFeedback.Kind
GRADES = (1, 2, 3, 4, 5)
CHOICES = {
    Kind.AFTER: dict.fromkeys(CourseFeedback.QUESTIONS, GRADES),
    Kind.FOLLOW_UP: {"use": tuple(CourseFeedback.Use.values), "effect": tuple(CourseFeedback.Effect.values)},
}


@dataclass
class Distribution:
    """How many chose what: ``questions`` maps each question to the count of each of its choices."""

    kind: str
    answers: int = 0
    questions: dict = field(default_factory=dict)
    courses: int = 1  # how many stand in it
    left_out: int = 0  # courses with answers that are too few to stand in it

    @property
    def is_shown(self):
        return self.answers >= LEAST

    def mean(self, question):
        """The mean grade of a question, exact enough for one decimal; None for words or without answers."""
        counts = self.questions[question]
        if self.kind != Kind.AFTER or not self.answers:
            return None
        return sum(grade * count for grade, count in counts.items()) / self.answers


def read_distributions(courses):
    """The answers of courses (a queryset or a list) by kind and course id, not suppressed yet. One query."""
    columns = {
        f"{question}__{value}": Count("pk", filter=Q(**{question: value}))
        for choices in CHOICES.values()
        for question, values in choices.items()
        for value in values
    }
    rows = CourseFeedback.objects.filter(enrolment__course__in=courses).order_by()
    found = {kind: {} for kind in CHOICES}
    for row in rows.values("kind", "enrolment__course").annotate(answers=Count("pk"), **columns):
        kind = row["kind"]
        questions = {
            question: {value: row[f"{question}__{value}"] for value in values}
            for question, values in CHOICES[kind].items()
        }
        found[kind][row["enrolment__course"]] = Distribution(kind, row["answers"], questions)
    return found


def shown(distribution):
    """The distribution of one course, or None when it is about too few."""
    return distribution if distribution and distribution.is_shown else None


def summed(kind, distributions):
    """The sum of the courses that are shown by themselves, or None when none is."""
    distributions = list(distributions)
    parts = [part for part in distributions if part.is_shown]
    if not parts:
        return None
    questions = {
        question: {value: sum(part.questions[question][value] for part in parts) for value in values}
        for question, values in CHOICES[kind].items()
    }
    answers = sum(part.answers for part in parts)
    return Distribution(kind, answers, questions, courses=len(parts), left_out=len(distributions) - len(parts))


def distributions_of(courses):
    """The sums over courses by kind, None for a kind that is about too few: for a year, a plan. One query."""
    read = read_distributions(courses)
    return {kind: summed(kind, by_course.values()) for kind, by_course in read.items()}
