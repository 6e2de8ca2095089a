"""Reading one meeting for its editor, in a fixed number of queries whatever the meeting's year holds.

Six queries: seats, attendance, action items, agenda with the comments of members, remarks, decisions with the votes by
name. The rule and the draft come with the meeting. Besides, what the proposals of the item in work are tied to.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from council import effects
from council.editor import kinds, rows
from council.editor.board import ActionLine, Board, DecisionLine, ItemLine, SeatLine
from council.editor.cells import Cell
from council.electorate import Quorum, electors_of, is_there, people_of, who_sat_for
from council.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Comment,
    CouncilRule,
    Decision,
    Invitation,
    Remark,
    Seat,
    Vote,
)
from council.panels import proposal_panels

PRESENCE = kinds.Choice([*Attendance.Status.choices, (rows.ALTERNATE, _("alternate"))])
ITEM_KIND = kinds.Choice(AgendaItem.Kind.choices)
MODE = kinds.Choice(
    [
        (rows.DecisionRow.CONSENSUS, _("consensus")),
        (rows.DecisionRow.COUNTED, _("count")),
        (rows.DecisionRow.NAMED, _("by name")),
    ]
)
VOTE = kinds.Choice([("", ""), *Vote.Choice.choices])
TITLE, PRESENTER, NAME = (kinds.Text(longest, one_line=True) for longest in (300, 200, 120))
TEXT, COUNT, CLOCK, DAY = kinds.Text(), kinds.Count(), kinds.Clock(), kinds.Day()
PROPOSAL = kinds.Text(required=_("A proposal has words. Withdraw it if the council does not decide on it."))


def group(found, key="agenda_item_id"):
    """Rows by what they hang on."""
    lists = {}
    for row in found:
        lists.setdefault(getattr(row, key), []).append(row)
    return lists


RULE_FIELDS = [field.name for field in CouncilRule._meta.concrete_fields]


def with_rule(meetings):
    """Add ``rule_facts``: the rule in force on each meeting's day, as JSON, without a query of its own."""
    rules = CouncilRule.objects.filter(valid_from__lte=OuterRef("held_on")).order_by("-valid_from")
    facts = rules.values(facts=JSONObject(**{name: name for name in RULE_FIELDS}))
    return meetings.annotate(rule_facts=Subquery(facts[:1]))


def rule_of(meeting):
    """The rule in force on the meeting's day, from what was read with it; else asked for. None when there was none."""
    if not hasattr(meeting, "rule_facts"):
        return CouncilRule.objects.in_force(meeting.held_on)
    facts = meeting.rule_facts
    return facts and CouncilRule(**{name: CouncilRule._meta.get_field(name).to_python(facts[name]) for name in facts})


def owners_of(seats):
    """Who may own an action item: (value in the form, seat, institution); institutions after the people, each once."""
    institutions = {seat.institution.pk: seat.institution for seat in seats if seat.institution}
    people = [(f"s{seat.pk}", seat, None) for seat in seats]
    return people + [(f"i{key}", None, institution) for key, institution in institutions.items()]


def owner_values(owners):
    return [("", (None, None)), *((value, (seat, institution)) for value, seat, institution in owners)]


def says_something(row):
    return row.status != Attendance.Status.UNRECORDED or row.seat.alternate_for_id is not None


def owner_words(owner):
    return next((str(one) for one in owner if one), "")


def mark_current(items, asked):
    """The item in work: the asked one, else the first that is not dealt with, else the last."""
    waiting = [line for line in items if line.item.state == AgendaItem.State.OPEN]
    chosen = [line for line in items if line.item.pk == asked] or waiting or items[-1:]
    if chosen:
        chosen[0].is_current = True


class Reader:
    """Reads a meeting's board and gives every box its name."""

    def __init__(self, meeting, user):
        self.meeting, self.user = meeting, user
        self.cells, self.owner_kind = [], None

    def cell(self, name, row, column, kind, value):
        cell = Cell(name, row, column, kind, kind.show(value))
        self.cells.append(cell)
        return cell

    def read(self, current=None):
        """The whole board. ``current``: the item in work, by its key."""
        meeting = self.meeting
        seats, attendances = self.read_seats(), self.read_attendances()
        rule = rule_of(meeting)
        quorum = self.quorum(rule, seats, attendances)
        lines = self.seat_lines(seats, attendances, quorum)
        guests = rows.GuestsRow(meeting, [row for row in attendances if row.seat_id is None])
        board = Board(
            meeting=meeting,
            rule=rule,
            draft=None,
            seats=lines,
            missing=sum(line.presence.row.instance.pk is None for line in lines),
            guests=self.cell("guests", guests, "text", kinds.Text(2000), guests.text),
            items=[],
            earlier=[],
            owners=owners_of(seats),
            quorum=quorum,
            new_item={},
            cells=self.cells,
        )
        self.owner_kind = kinds.Choice((value, owner_words(owner)) for value, owner in owner_values(board.owners))
        actions = self.read_actions()
        board.items = self.item_lines(board, seats, actions)
        board.earlier = [row for row in actions if row.meeting_id != meeting.pk]
        board.fill_loose({})
        fresh = rows.NewRow(AgendaItem(meeting=meeting))
        board.new_item = {
            "title": self.cell("new-item-title", fresh, "title", TITLE, ""),
            "kind": self.cell("new-item-kind", fresh, "kind", ITEM_KIND, AgendaItem.Kind.DECISION),
        }
        mark_current(board.items, current)
        self.add_panels(board)
        return board

    def add_panels(self, board):
        """What the proposals of the item in work would do: each asks for itself, so the others are a link."""
        for item in board.items:
            for line in item.decisions:
                line.is_current = item.is_current
                if item.is_current and line.is_open and line.kinds:
                    line.panels = proposal_panels.of(line.decision, self.user)

    # Reading ---------------------------------------------------------------
    def read_seats(self):
        """Seats held on the day, without alternates, with what each answered to the newest invitation."""
        answers = Invitation.objects.filter(meeting=self.meeting, seat=OuterRef("pk")).order_by("-round")
        seats = Seat.objects.in_force(self.meeting.held_on).filter(alternate_for__isnull=True)
        rank = {role: place for place, role in enumerate(Seat.Role.values)}
        found = seats.select_related("institution").annotate(answer=Subquery(answers.values("answer")[:1]))
        return sorted(found, key=lambda seat: (rank[seat.role], seat.pk))

    def read_attendances(self):
        found = Attendance.objects.filter(meeting=self.meeting).select_related("seat__institution", "institution")
        return list(found.order_by("pk"))

    def read_actions(self):
        """Those of this meeting, and the open ones of earlier meetings."""
        earlier = Q(pk__in=ActionItem.objects.open().values("pk"), meeting__held_on__lte=self.meeting.held_on)
        found = ActionItem.objects.filter(Q(meeting=self.meeting) | earlier)
        return list(found.select_related("meeting__year", "seat", "institution").order_by("due_on", "pk"))

    def quorum(self, rule, seats, attendances):
        voting = sorted((seat for seat in seats if seat.is_voting), key=lambda seat: seat.pk)
        here = [row for row in attendances if row.status == Attendance.Status.PRESENT and row.seat_id]
        sat_for = who_sat_for(self.meeting, {seat.pk for seat in voting}, [row for row in here if is_there(row, None)])
        return Quorum(rule, self.meeting.call, electors_of(voting, sat_for))

    # Who -------------------------------------------------------------------
    def seat_lines(self, seats, attendances, quorum):
        by_seat = {row.seat_id: row for row in attendances if row.seat_id}
        known = {seat.pk for seat in seats}
        # Alternates may hold a seat of their own; a seat that was entered before the day was moved says nothing.
        others = [row.seat for row in by_seat.values() if row.seat_id not in known and says_something(row)]
        person_of = {
            seat.pk: number
            for number, held in enumerate(people_of([seat for seat in seats if seat.is_voting]), 1)
            for seat in held
        }
        return [
            self.seat_line(seat, by_seat.get(seat.pk), person_of.get(seat.alternate_for_id or seat.pk, 0))
            for seat in [*seats, *others]
        ]

    def seat_line(self, seat, attendance, person):
        row, name = rows.SeatRow(self.meeting, seat, attendance), f"seat-{seat.pk}"
        return SeatLine(
            seat=seat,
            presence=self.cell(name, row, "presence", PRESENCE, row.presence),
            alternate=self.cell(f"{name}-alt", row, "by_alternate", NAME, row.instance.by_alternate),
            arrived=self.cell(f"{name}-in", row, "arrived_at", CLOCK, row.instance.arrived_at),
            left=self.cell(f"{name}-out", row, "left_at", CLOCK, row.instance.left_at),
            answer=getattr(seat, "answer", "") or "",
            person=person,
            counts=bool(person),
        )

    # What ------------------------------------------------------------------
    def item_lines(self, board, seats, actions):
        items, said = self.read_agenda()
        remarks = group(Remark.objects.filter(agenda_item__meeting=self.meeting).select_related("institution"))
        decisions, votes = self.read_decisions()
        decisions = group(decisions)
        institutions = list({seat.institution.pk: seat.institution for seat in seats if seat.institution}.values())
        own = [row for row in actions if row.meeting_id == self.meeting.pk]
        return [
            ItemLine(
                item=item,
                cells=self.item_cells(item),
                remarks=self.remark_cells(item, institutions, remarks.get(item.pk, [])),
                decisions=[self.decision_line(one, board, votes) for one in decisions.get(item.pk, [])],
                actions=[self.action_line(row, board) for row in own if row.agenda_item_id == item.pk],
                comments=said.get(item.pk, []),
                new_decision=self.cell(
                    f"item-{item.pk}-dec", rows.NewRow(Decision(agenda_item=item)), "text", TEXT, ""
                ),
                new_action=self.new_action(item, board),
            )
            for item in items
        ]

    def item_cells(self, item):
        row, name = rows.Row(item), f"item-{item.pk}"
        return {
            "title": self.cell(f"{name}-title", row, "title", TITLE, item.title),
            "kind": self.cell(f"{name}-kind", row, "kind", ITEM_KIND, item.kind),
            "presenter": self.cell(f"{name}-presenter", row, "presenter", PRESENTER, item.presenter),
            "text": self.cell(f"{name}-text", row, "text", TEXT, item.text),
            "notes": self.cell(f"{name}-notes", row, "notes", TEXT, item.notes),
            "title_en": self.cell(f"{name}-title_en", row, "title_en", TITLE, item.title_en),
        }

    def remark_cells(self, item, institutions, remarks):
        """One box per institution with a seat that day, and for each other one that spoke."""
        said = {remark.institution_id: remark for remark in remarks}
        offered = {institution.pk for institution in institutions}
        others = [remark.institution for remark in remarks if remark.institution_id not in offered]
        cells = []
        for institution in [*institutions, *others]:
            remark = said.get(institution.pk)
            row = rows.RemarkRow(item, institution, remark)
            name = f"rem-{item.pk}-{institution.pk}"
            cells.append((institution, self.cell(name, row, "text", TEXT, remark.text if remark else "")))
        return cells

    def read_decisions(self):
        """Decisions with ``kind_…`` for each kind that a room registered, and the votes by name of each. One query."""
        same = Decision.objects.filter(pk=OuterRef("pk"))
        marks = {f"kind_{kind.name}": Exists(same.filter(kind.which)) for kind in effects.kinds().values()}
        named = {"vote_seat": F("votes__seat"), "vote_choice": F("votes__choice")}
        found = Decision.objects.visible_to(self.user).filter(agenda_item__meeting=self.meeting)
        found = found.select_related("supersedes", "agenda_item")
        decisions, votes = {}, {}
        for row in found.annotate(**named, **marks).order_by("number", "pk", "votes__seat"):
            one = decisions.setdefault(row.pk, row)
            if row.vote_seat:
                vote = Vote(decision=one, seat_id=row.vote_seat, choice=row.vote_choice)
                votes.setdefault(row.pk, []).append(vote)
        return decisions.values(), votes

    def read_agenda(self):
        """The items in order, and what members wrote on each before the meeting. One query."""
        columns = {f"said_{name}": F(f"comments__{name}") for name in ("pk", "text", "written_at", "remark")}
        columns |= {f"said_by_{name}": F(f"comments__seat__{name}") for name in ("person", "person_en")}
        items, said = {}, {}
        for row in self.meeting.agenda.annotate(**columns).order_by("order", "pk", "comments__pk"):
            items.setdefault(row.pk, row)
            if row.said_pk:
                seat = Seat(person=row.said_by_person, person_en=row.said_by_person_en)
                facts = {"text": row.said_text, "written_at": row.said_written_at, "remark_id": row.said_remark}
                said.setdefault(row.pk, []).append(Comment(pk=row.said_pk, agenda_item=row, seat=seat, **facts))
        return items.values(), said

    def decision_line(self, decision, board, votes):
        found = [kind for kind in effects.kinds().values() if getattr(decision, f"kind_{kind.name}")]
        line = DecisionLine(decision, found)
        decision.agenda_item.meeting = self.meeting  # read once, not once a decision
        if not decision.is_open:
            return line
        row, name = rows.DecisionRow(decision, votes.get(decision.pk, [])), f"dec-{decision.pk}"
        columns = {
            "text": ("text", PROPOSAL, decision.text),
            "text_en": ("text_en", TEXT, decision.text_en),
            "mode": ("mode", MODE, row.mode),
            "for": ("votes_for", COUNT, decision.votes_for),
            "against": ("votes_against", COUNT, decision.votes_against),
            "abstain": ("votes_abstain", COUNT, decision.votes_abstain),
            "at": ("taken_at", CLOCK, decision.taken_at),
            "until": ("confidential_until", DAY, decision.confidential_until),
            "supersedes": ("superseded", NAME, row.superseded),
        }
        line.cells = {key: self.cell(f"{name}-{key}", row, *rest) for key, rest in columns.items()}
        line.ties = [(kind.label, kind.add_url(decision)) for kind in effects.kinds().values() if kind.add_url]
        line.votes = [self.vote(name, row, elector) for elector in board.quorum.electors if elector.is_present]
        return line

    def vote(self, name, row, elector):
        seat = elector.seats[0]
        given = next((row.votes[one.pk] for one in elector.seats if one.pk in row.votes), None)
        at = given.seat_id if given else seat.pk
        return elector, self.cell(f"{name}-vote-{at}", row, f"vote-{at}", VOTE, given.choice if given else "")

    def action_line(self, action, board):
        if action.state != ActionItem.State.OPEN or not self.meeting.is_open:
            return ActionLine(action)
        row = rows.ActionRow(action, dict(owner_values(board.owners)))
        return self.action_cells(action, row, f"act-{action.pk}", board)

    def new_action(self, item, board):
        action = ActionItem(meeting=self.meeting, agenda_item=item, number=1)
        row = rows.NewActionRow(action, dict(owner_values(board.owners)))
        return self.action_cells(action, row, f"item-{item.pk}-act", board)

    def action_cells(self, action, row, name, board):
        return ActionLine(
            action,
            text=self.cell(f"{name}-text", row, "text", TEXT, action.text),
            owner=self.cell(f"{name}-owner", row, "owner", self.owner_kind, row.owner),
            due=self.cell(f"{name}-due", row, "due_on", DAY, action.due_on),
        )
