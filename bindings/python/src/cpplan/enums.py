# SPDX-License-Identifier: LGPL-2.1-or-later
# Written by tools/write-docs.py from the C headers; change those.
"""The closed lists of words: each member is the text that stands in case files, policies and documents."""

import enum


class Word(str, enum.Enum):
    """A member of a closed list, which is also its text: `State.OVERDUE == "overdue"`."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self.value), spec)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class Division(Word):
    """The parts of the United Kingdom that have bank holidays of their own."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class CalendarExtent(Word):
    """How far a built-in calendar reaches."""

    PUBLISHED = "published"  # to the last day for which GOV.UK has published bank holidays
    PROJECTED = "projected"  # on from there to 2099-12-31, by the ordinary rules


class Count(Word):
    """Which day of a period is its first."""

    AFTER = "after"  # the day after the event is day 1
    INCLUSIVE = "inclusive"  # the day of the event is day 1, if it is a day of the unit
    CLEAR = "clear"  # the days between are clear, so one more than `after`


class DayClass(Word):
    """What a day is to a calendar. All but the first are not worked."""

    WORKING = "working"
    WEEKEND = "weekend"  # a Saturday or Sunday with no name of its own
    BANK_HOLIDAY = "bank-holiday"  # by statute or proclamation
    COMMON_LAW_HOLIDAY = "common-law-holiday"  # not in Scotland
    SUBSTITUTE = "substitute"  # in place of a holiday that fell at a weekend
    CLOSURE = "closure"  # an authority's own choice


class MonthEnd(Word):
    """What the corresponding date is in a month that lacks it (31 January and one month)."""

    CLAMP = "clamp"  # the last day of that month (Dodds v Walker [1981] 1 WLR 1027)
    NEXT = "next"  # the first day of the month after it (ages)


class ErrorCode(enum.Enum):
    """What went wrong."""

    DATE = "date"  # not a date of the years 1900 to 2199
    PERIOD = "period"  # not a period, or one with a count outside 0 to 9999
    OUT_OF_COVER = "out-of-cover"  # the calendar does not cover a day that the answer needs
    CALENDAR = "calendar"  # a calendar cannot be made from what was given
    RECORD = "record"  # an event, a person or a case is not as the schema says
    POLICY = "policy"  # a policy file is not as the policy language says
    UNKNOWN_NAME = "unknown-name"  # no policy, division or other thing has that name
    LIMIT = "limit"  # a horizon, a text or a case is larger than allowed
    JSON = "json"  # a text is not JSON, or not the document that it should be


class Status(Word):
    """Whether the thing was done, is arranged, or was called off."""

    HELD = "held"  # it happened on its date
    SCHEDULED = "scheduled"  # an appointment for its date
    CANCELLED = "cancelled"  # known not to have happened, up to and including its date


class FindingState(Word):
    """How a demand of the procedures stands."""

    MISSING = "missing"  # it should be there by now, and is not
    OUTSTANDING = "outstanding"  # it is owed and not done, and the text gives no time; or its time still runs
    UNKNOWN = "unknown"  # it turns on a fact that is not known, see the needs
    SATISFIED = "satisfied"  # it is there
    NOT_APPLICABLE = "not-applicable"  # nothing has called for it, it is no longer owed, or it holds elsewhere


class Unit(Word):
    """What a period counts."""

    WORKING_DAYS = "working-days"  # days that a calendar has as worked
    CALENDAR_DAYS = "calendar-days"  # days, whatever they are
    WEEKS = "weeks"  # seven calendar days each
    MONTHS = "months"  # calendar months: the corresponding date
    YEARS = "years"  # twelve months each


class Change(Word):
    """What became of a rule from the first policy to the second."""

    ADDED = "added"  # only the second has it
    REMOVED = "removed"  # only the first has it
    CHANGED = "changed"  # both have it, and not with the same keys


class Strictness(Word):
    """How the second of two rules compares with the first."""

    SAME = "same"  # it asks the same; only the wording is another
    STRICTER = "stricter"  # who keeps the second keeps the first, whatever happens
    LAXER = "laxer"  # who keeps the first keeps the second, whatever happens
    INCOMPARABLE = "incomparable"  # it turns on what happens, or cannot be told


class RuleKind(Word):
    """What a rule asks. In the order of docs/policy-language.md."""

    DEADLINE = "deadline"  # after a trigger, something must happen within a period
    RECUR = "recur"  # the largest gap between occurrences while an interval lasts
    BEFORE = "before"  # something must be done a period before an event
    BAR = "bar"  # an act may not happen before a date
    EXCEPT = "except"  # extends another rule's period on stated facts and authority
    GATE = "gate"  # a ground on which a plan may end, or what an ending requires
    REQUIRE = "require"  # what a meeting, document, visit or role must have
    CONSIDER = "consider"  # a decision that must be recorded, whichever way it went
    DUTY = "duty"  # must be done, and the text gives no time: never overdue, but outstanding


class Force(Word):
    """How strongly the text puts it."""

    MUST = "must"
    SHOULD = "should"
    GOOD_PRACTICE = "good-practice"  # never overdue: at worst advised


class EventKind(Word):
    """The kinds of events. A kind's text name is what stands in case files and policies."""

    REFERRAL = "referral"
    REFERRAL_DECIDED = "referral-decided"
    STRATEGY_DISCUSSION = "strategy-discussion"
    SECTION_47_CONCLUDED = "section-47-concluded"
    ASSESSMENT_COMPLETED = "assessment-completed"
    INITIAL_CONFERENCE = "initial-conference"
    REVIEW_CONFERENCE = "review-conference"
    TRANSFER_CONFERENCE = "transfer-conference"  # another body's
    CIRCUMSTANCES_RECORDED = "circumstances-recorded"
    CORE_GROUP = "core-group"
    NOTES_CIRCULATED = "notes-circulated"
    COUNTERSIGNED = "countersigned"
    REPORT_SENT = "report-sent"
    REPORT_SHARED = "report-shared"
    VISIT = "visit"
    CONTACT_REFUSED = "contact-refused"
    INFORMED = "informed"
    SUPERVISION = "supervision"
    ALLOCATED = "allocated"
    CIN_PLAN_AGREED = "cin-plan-agreed"
    CIN_MEETING = "cin-meeting"
    CIN_CLOSED = "cin-closed"
    VISIT_FREQUENCY_SET = "visit-frequency-set"
    LEGAL_STATUS = "legal-status"  # another body's
    LETTER_SENT = "letter-sent"
    MOVED_OUT = "moved-out"  # another body's
    RECEIVING_AUTHORITY_NOTIFIED = "receiving-authority-notified"  # another body's
    LEFT_UK = "left-uk"  # another body's
    DEATH = "death"  # another body's
    EXCEPTIONAL_CIRCUMSTANCES = "exceptional-circumstances"
    STATUTORY_REVIEW = "statutory-review"
    PLAN_ENDED = "plan-ended"
    PLAN_RECORDED = "plan-recorded"
    PLAN_PART = "plan-part"
    PLAN_CHANGED = "plan-changed"
    COPY_GIVEN = "copy-given"
    AGREEMENT_RECORDED = "agreement-recorded"
    DECISION_RECORDED = "decision-recorded"
    WORK_RECORDED = "work-recorded"
    RECORD_MADE = "record-made"
    CONCERN_NOTICED = "concern-noticed"
    CIRCUMSTANCES_CHANGED = "circumstances-changed"
    DISAGREEMENT_RECORDED = "disagreement-recorded"
    DISAGREEMENT_DISCUSSED = "disagreement-discussed"
    ACTION_REPORTED = "action-reported"
    APOLOGY_GIVEN = "apology-given"
    ABSENCE_RECORDED = "absence-recorded"
    COVER_ARRANGED = "cover-arranged"
    REPORT_REQUESTED = "report-requested"
    MOVE_PLANNED = "move-planned"
    PROCEEDINGS_BEGUN = "proceedings-begun"
    SECTION_47_STARTED = "section-47-started"
    CASE_CLOSED = "case-closed"
    REFERRED_ON = "referred-on"
    STEP_UP_REQUESTED = "step-up-requested"
    PLACEMENT_MADE = "placement-made"
    LEFT_CARE = "left-care"
    EMERGENCY_ACTION = "emergency-action"
    HELP_WITHDRAWN = "help-withdrawn"
    CARE_PLAN_RECORDED = "care-plan-recorded"


class AttributeType(Word):
    """What an attribute holds."""

    TRUTH = "truth"  # yes or no; unknown where it is not recorded
    CHOICE = "choice"  # one name of a closed list
    NAME = "name"  # any lower-case name, words joined by hyphens
    DATE = "date"  # a date
    PERIOD = "period"  # a period, such as 6 weeks
    PERSON = "person"  # the id of a person of the case
    PEOPLE = "people"  # a list of ids of people of the case
    EVENT = "event"  # the id of an event of the case
    AUDIENCE = "audience"  # a list of ids of people, of audiences and of roles
    CHOICES = "choices"  # a list of names of a closed list
    TEXT = "text"  # any text; it is only compared, and may be a digest of it


class Truth(Word):
    """How a thing that can be true is known (Kleene's strong three-valued logic)."""

    NO = "no"  # known not to be so
    YES = "yes"  # known to be so
    UNKNOWN = "unknown"  # not recorded


class State(Word):
    """How a deadline stands on the day asked about."""

    OPEN = "open"  # not yet done, and in time through the due day
    OVERDUE = "overdue"  # not done, and the due day has passed
    MET = "met"  # done on or before the due day
    MET_LATE = "met-late"  # done after the due day
    EXTENDED = "extended"  # past its own due day, within an authorised delay
    CLOSED = "closed"  # no longer owed since the due day or before it
    LAPSED = "lapsed"  # no longer owed, but it was overdue by then
    SHORT_NOTICE = "short-notice"  # its due day had passed when the event's date became known
    UNDETERMINED = "undetermined"  # it turns on a fact that is not known, see the needs
    BARRED = "barred"  # of a bar: not yet
    CLEAR = "clear"  # of a bar: from the date on
    PROJECTED = "projected"  # beyond the open one, if each is done on its due day
    ADVISED = "advised"  # good practice that was not followed in time


class Flag(Word):
    """What else is to be said of a deadline, or of a timetable."""

    AMBIGUOUS = "ambiguous"  # another reading gives another date or state
    MONTH_CLAMPED = "month-clamped"  # the corresponding date does not exist
    DUE_NON_WORKING = "due-non-working"  # due on a day that is not worked
    SAME_DAY = "same-day"  # met on the trigger's own day, their order unknown
    INHERITED = "inherited"  # a rule of the policy that this one extends
    EXTERNAL = "external"  # another body's duty
    RETROSPECTIVE_AUTHORITY = "retrospective-authority"  # the delay was authorised after it had begun
    STRADDLES_EDITION = "straddles-edition"  # begun in one edition, due in another or in none
    PREDATES_EDITION = "predates-edition"  # begun before the edition was published
    NOT_QUORATE = "not-quorate"  # the review that met it was not quorate
    CALENDAR_PROJECTED = "calendar-projected"  # leans on a year whose holidays are not published
    SUPERSEDED_INPUT = "superseded-input"  # a corrected entry started or met it
    PROJECTED = "projected"  # counted from a day that is not arranged yet
    STALE_POLICY = "stale-policy"  # of a timetable: the policy was last reviewed two years ago


class Outcome(Word):
    """What the procedures say of ending the plan on the day asked about."""

    PERMITTED = "permitted"  # it may be ended, on the ground that is named
    REFER = "refer"  # the text contradicts itself: a person must decide
    UNDETERMINED = "undetermined"  # it turns on facts that are not known, see the needs
    NOT_PERMITTED = "not-permitted"  # it may not
