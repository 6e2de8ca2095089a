"""Addresses that keep the day a page is about."""

from django.urls import reverse

from actionplans.figures import default_day
from council.documents.addresses import absolute
from persian.jalali import format_day, month_ends


class Addresses:
    """Links between the pages of one year; a day that was asked for travels along, the default one (None) does not."""

    def __init__(self, year, day):
        self.year = year
        self.query = "" if day in (None, default_day(year)) else f"?as_of={format_day(day, 'iso')}"
        self.path = reverse("reports:year_detail", args=[year.year])

    def progress(self, anchor=""):
        return f"{self.path}{self.query}{anchor}"

    def plan(self, number, anchor=""):
        """Built on the year's own address: asking the resolver for each of ninety plans costs more than the sums."""
        return f"{self.path}plans/{number}/{self.query}{anchor}"

    def here(self, number):
        """A plan's page without a day: what the form that asks for one sends to."""
        return f"{self.path}plans/{number}/"

    def csv(self):
        return f"{self.path}report.csv{self.query}"

    def money_csv(self):
        return f"{self.path}money.csv{self.query}"

    def trainings(self):
        """The whole year's courses: no day travels along."""
        return f"{self.path}trainings/"

    def firms(self, anchor=""):
        """The returns are about the whole year, so no day travels along."""
        return f"{self.path}firms/{anchor}"

    def firms_csv(self):
        return f"{self.path}firms.csv"


def decision_url(number):
    """``1403/02-04`` → the page of that decision."""
    return reverse("council:decision_detail", args=[number.replace("/", "-")])


def meeting_url(year, meeting, anchor=""):
    """The page of a meeting whose year is known already; ``#source`` is where its source stands word for word."""
    return reverse("council:meeting_detail", args=[f"{year}-{meeting.number:02d}"]) + anchor


def source_url(year, decision):
    """Where the source of a reported decision stands word for word: on the page of its meeting."""
    meeting = decision.agenda_item.meeting
    return meeting_url(year, meeting, "#source" if meeting.source_id else "")


def as_of_form(year, day, words, last=None):
    """The form that asks for another day, and a ruler of the twelve month ends: links as far as there are figures."""
    last = last or default_day(year)
    ruler = [
        {
            "word": words.month(number),
            "url": f"?as_of={format_day(end, 'iso')}" if end <= last else "",
            "now": end == day,
            "past": day is not None and end <= day,
        }
        for number, end in enumerate(month_ends(year.year), 1)
    ]
    return {
        "value": words.digits(format_day(day, "iso")) if day else "",
        "example": words.digits(f"{year.year}-06-31"),
        "ruler": ruler,
        "year": words.digits(year.year),
    }


def open_graph(picture, *args):
    """What ``includes/open_graph.html`` says of a page beside its title: the address of its picture."""
    return {"picture": absolute(picture, *args)}
