"""When: the days that a figure covers, from its tense, its measure and the time expressions around it (GUIDE case 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from onrecord.reading import near, stocks, tolls
from onrecord.reading.datewords import words as date_words
from onrecord.reading.governing import nearest
from onrecord.reading.tense import Tense, listed, table, telling, tense_of
from onrecord.reading.timespan import TimeSpan, bounded, closed
from onrecord.reading.whose_date import before_what, is_compared, is_comparison, of_another, of_participle, of_rank
from onrecord.text import Sentence
from onrecord.types import Measure, Period

__all__ = ["REACH", "Tense", "measure_by_date", "period_for", "tense_of"]

_SENTENCE = 1500  # characters: in a sentence longer than a paragraph, dates further off than this do not count
_NEAREST = 12  # time expressions of a sentence that are weighed for a figure
REACH = 700  # characters: how far back in its paragraph a figure takes its date from
_FRONT = 2  # tokens: before a date that opens its sentence
_OPENING = 80  # tokens: where words that resume an event are looked for
_CLAUSE = 8  # tokens: how far before a date its clause may open
_BREATH = 6  # tokens: from a participle to the date behind it
_NEXT = 25  # tokens: how far a date may stand from the figure whose measure it tells
_FRESH = timedelta(days=7)  # a window that ended longer ago is not that of what "has happened" since
_RECALL = 8  # figures: how far back a resumed event may lie


def period_for(
    figure_start: int,
    act: str,
    measure: str,
    tense: Tense,
    sentence: Sentence,
    sentence_spans: tuple[TimeSpan, ...],
    earlier_spans: tuple[TimeSpan, ...],
    published: date | None,
    previous: Sequence[tuple[str, Period]] = (),
    section: TimeSpan | None = None,
) -> Period:
    """The days that a figure covers.

    ``earlier_spans`` are those of the sentences before it in its paragraph, nearest first; ``previous`` holds act and period of the
    figures before it, nearest first, for a sentence that goes on with an event told before ("1,000 had also fled"). Under the heading
    ``section`` the sentence speaks from its day, and what it tells in the present was so then.
    """
    if section is None:
        found = _period(figure_start, act, measure, tense, sentence, sentence_spans, earlier_spans, published, previous)
        return tolls.open_start(found) if measure == "flow" and tolls.is_height(sentence, figure_start) else found
    told = "past" if tense in ("present", "none") else tense
    below = tuple(span for span in earlier_spans if span.start >= section.start)
    found = _period(figure_start, act, measure, told, sentence, sentence_spans, below, section.last, previous)
    return found if found.first or found.last else _event(section, tense, section.last, False)


def measure_by_date(
    stated: Measure, start: int, edge: int, act: str, tense: Tense, sentence: Sentence, spans: tuple[TimeSpan, ...]
) -> Measure:
    """Flow or stock, for acts that may be either, where the date next to a figure leaves no doubt.

    "300 people have been registered since May" counts movements, "300 people were registered at the end of May" those present.
    """
    if act not in listed("state", "either") or tense == "future":
        return stated
    telling_spans = [s for s in spans if not s.said and not s.named and s.kind not in ("habitual", "now", "lapse") and _tells(s)]
    chosen = nearest(start, sentence, telling_spans)
    if chosen is None or len(near.between(sentence, min(start, chosen.end), max(start, chosen.start))) > _NEXT:
        return stated
    closing = chosen.ends is not None and chosen.kind != "since"
    if edge > start and tense in ("none", "present") and chosen.kind == "window" and _dates_participle(start, edge, sentence, chosen):
        return "flow"
    counted = edge > start or act == "registered"  # "has registered 34,000 since 2 May"
    if counted and tense in ("past", "present_perfect") and chosen.kind in ("since", "window") and not closing:
        return "flow"
    return "stock" if closing and tense != "present_perfect" else stated


def _dates_participle(start: int, edge: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date stands behind a participle in one breath: "thousands displaced from their homes this week"."""
    apart = listed("clause", "hard") | listed("clause", "soft") - {"from"}
    between = near.between(sentence, edge, span.start)
    lasting = any(token.lower in listed("state", "verbs") for token in near.behind(sentence, span.end, 2))
    own = len(near.between(sentence, start, edge)) > 1  # "displaced as of Friday, compared to 61,000 in June" has no participle
    return own and edge <= span.start and len(between) <= _BREATH and all(token.lower not in apart for token in between) and not lasting


def _period(
    figure_start: int,
    act: str,
    measure: str,
    tense: Tense,
    sentence: Sentence,
    sentence_spans: tuple[TimeSpan, ...],
    earlier_spans: tuple[TimeSpan, ...],
    published: date | None,
    previous: Sequence[tuple[str, Period]],
) -> Period:
    """The days that a figure covers, seen from the day ``published``."""
    near_by = sorted((s for s in sentence_spans if abs(s.start - figure_start) < _SENTENCE), key=lambda s: abs(s.start - figure_start))
    within = [s for s in near_by[:_NEAREST] if not of_another(figure_start, sentence, s)]
    within = [s for s in within if not before_what(figure_start, sentence, s)]
    within = [s for s in within if s.end > figure_start or not is_compared(sentence, s)] or within
    stated = measure == "stock" and any(s.kind == "point" for s in within)  # "on Sunday the office said that 900 were in tents"
    now = _speaking_day(figure_start, "present" if stated else tense, sentence, within, published)
    own = _own(figure_start, act, tense, sentence, within, now)
    earlier = [s for s in earlier_spans if figure_start - s.end <= REACH and s.kind in ("point", "window", "since", "as_of") and _tells(s)]
    if measure == "stock":
        found = stocks.moment(figure_start, sentence, own, earlier, tense, now)
        return found if found.last or not previous or not stocks.is_part(sentence) else previous[0][1]
    if tense != "future" and tolls.is_height(sentence, figure_start):
        if stood := tolls.period(figure_start, sentence, own, now):
            return stood
        tense = "present_perfect" if tense == "present" else tense  # "the toll is put at 5,000"
    chosen = nearest(figure_start, sentence, own)
    if tense == "future":
        return _to_come(chosen, now)
    if chosen is not None:
        dated = _dated(figure_start, tense, sentence, chosen, own, within, now)
        open_start = chosen.kind == "as_of" and dated.first is None and tense == "present_perfect"
        return closed(_begun_before(earlier), dated.last) if open_start else dated
    if tense == "past" and _had(figure_start, sentence) and stocks.told_behind(figure_start, sentence):
        tense = "present_perfect"
    until_now = tense == "present_perfect" and not any(token.lower == "had" for token in sentence.tokens[:_OPENING])
    return (None if until_now else _resumed(act, tense, sentence, previous)) or _carried(figure_start, sentence, earlier, tense, now)


def _to_come(chosen: TimeSpan | None, now: date | None) -> Period:
    """The days of what is expected: those of its time expression, unless they have passed."""
    if chosen is None:
        return Period()
    if chosen.kind == "since":
        return closed(chosen.first, now)  # "since Friday only 250 have volunteered to return"
    if now and (chosen.last or now) < now:
        return Period()
    return closed(None, chosen.last) if chosen.kind in ("until", "as_of") else Period(chosen.first, chosen.last, chosen.precision)


def _own(start: int, act: str, tense: Tense, sentence: Sentence, within: Sequence[TimeSpan], now: date | None) -> list[TimeSpan]:
    """The time expressions of its sentence that may tell when a figure was so."""
    telling = (s for s in within if not s.said and s.kind not in ("habitual", "now") and _tells(s) and not _is_day(s, sentence, now, tense))
    if tense == "present_perfect" and _of_whom(start, sentence):  # "900 fled on Monday, of whom 200 have come back"
        telling = (s for s in telling if s.start > start)
    own = [told for s in telling if (told := _lapsed(start, sentence, tense, s))]
    own = [s for s in own if not of_rank(sentence, s) and not of_participle(start, act, sentence, s)] or own
    if is_comparison(sentence, start):  # "up from 906 yesterday"
        own = [s for s in own if s.start > start] or own
    if tense in ("past", "present_perfect") and now:
        own = [s for s in own if s.first is None or s.first <= now]  # what has happened is not of tomorrow
    return [s for s in own if not (tense == "present_perfect" and s.named and s.kind == "point")]


def _of_whom(start: int, sentence: Sentence) -> bool:
    """Whether a figure opens a relative clause about some of those told of: ", of whom 200 have come back"."""
    before = [token.lower for token in near.before(sentence, start, 4)]
    return ("of", "whom") in pairwise(before) or ("of", "which") in pairwise(before)


def _dated(
    start: int, tense: Tense, sentence: Sentence, chosen: TimeSpan, own: Sequence[TimeSpan], within: Sequence[TimeSpan], now: date | None
) -> Period:
    """The days of a flow that a time expression of its own sentence dates."""
    if chosen.kind == "since" and tense == "past" and chosen.first and _told_of(start, sentence, chosen):
        return closed(chosen.first, chosen.ends or chosen.first)
    if chosen.kind == "as_of" and (begun := _cause_day(start, sentence, within, chosen)):
        return closed(begun, chosen.last or now)
    if stretch := bounded(chosen, own):
        return stretch
    if tense == "present_perfect":
        begun = next((s.first for s in own if s.kind == "since" and s.first and _narrows(sentence, s, chosen)), None)
        if begun:
            return closed(begun, now)
        if _before_turn(start, sentence, chosen):
            return closed(None, now)
    led_up = _led_up(start, sentence, chosen)
    if led_up and tense == "none" and _counted_now(start, sentence, chosen):
        tense = "present_perfect"
    return _event(chosen, tense, now, led_up or _depends(start, sentence, chosen))


def _narrows(sentence: Sentence, begun: TimeSpan, stretch: TimeSpan) -> bool:
    """Whether a beginning right behind a stretch narrows it down: "this month, since the battle began on 4 April"."""
    within = stretch.kind == "window" and begun.first and stretch.first and begun.first >= stretch.first
    behind = [token.lower for token in near.behind(sentence, stretch.end, 2) if token.text != ","]
    return bool(within) and stretch.end <= begun.start and behind[:1] == ["since"]


def _before_turn(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date belongs to a past told before: "Five died on Sunday, and 80 others have been left homeless"."""
    between = [token.lower for token in near.between(sentence, span.end, start)]
    own = any(token.lower in ("has", "have") for token in near.behind(sentence, start, 8))
    return span.end <= start and span.kind == "point" and own and not {"and", "while", "but"}.isdisjoint(between[:6])


def _lapsed(start: int, sentence: Sentence, tense: Tense, span: TimeSpan) -> TimeSpan | None:
    """What "a month after" tells of a figure: when those "killed" behind it were, or since when those before it "have fled"; else nothing."""
    if span.kind != "lapse":
        return span
    apart = "," in (token.text for token in near.between(sentence, min(start, span.end), max(start, span.start)))
    if span.end <= start and not apart:
        return replace(span, kind="point" if span.first == span.last else "window")
    recent = tense == "present_perfect" and span.precision in ("day", "week") and apart == (span.end <= start)
    return replace(span, kind="since", first=span.counted, last=None) if recent else None


def _had(start: int, sentence: Sentence) -> bool:
    """Whether a pluperfect follows the number, which speech reported behind it turns from a perfect: "400 had been moved, he said"."""
    if stocks.beside(start, sentence):
        return False
    following = [token.lower for token in near.behind(sentence, start, 6)]
    had = following.index("had") if "had" in following else 0
    return had > 0 and following[had + 1 : had + 2] != ["to"] and listed("clause", "relative").isdisjoint(following[:had])


def _carried(start: int, sentence: Sentence, earlier: Sequence[TimeSpan], tense: Tense, now: date | None) -> Period:
    """The days of a flow without a date of its own: those of the event told before it in its paragraph, as its tense allows."""
    if tense == "present_perfect":
        over = next((s for s in earlier if not (s.said or s.named) and s.kind == "window" and s.precision == "span" and _lengthy(s)), None)
        if over and now and over.last and timedelta(0) < now - over.last <= _FRESH:
            return Period(over.first, over.last, over.precision)  # an explicit window says more than the perfect
        begun = _begun_before(earlier)
        grown = any(token.lower in listed("state", "grown") for token in near.before(sentence, start, _OPENING))
        up_to = (s for s in earlier if s.said or (s.kind == "as_of" and not grown))
        said = next((s.last for s in up_to if s.last and (now is None or s.last <= now)), None)
        return closed(begun if begun and now and begun <= now else None, said or now)
    if tense in ("past", "none"):
        event = next((s for s in earlier if not s.said and s.kind != "since" and (_short(s) or start - s.end <= REACH // 2)), None)
        return _event(event, tense, now, True) if event else Period()
    return closed(None, now) if tense == "present" else Period()


def _begun_before(earlier: Sequence[TimeSpan]) -> date | None:
    """The first day of what led to a count that "has" come about, as told before it: "A quake struck on 4 March. So far 41 have died"."""
    return next((s.first for s in earlier if not (s.said or s.named) and s.first and s.kind in ("since", "window", "point")), None)


def _lengthy(span: TimeSpan) -> bool:
    """Whether a span is too long for the event itself: "in the rain of 14 and 15 September" tells what led to the count, not its days."""
    return bool(span.first and span.last and (span.last - span.first).days > 3)


def _short(span: TimeSpan) -> bool:
    """Whether a span is no longer than a month: longer ones set the scene for the next sentence or two only."""
    return bool(span.first and span.last and (span.last - span.first).days <= 31)


def _tells(span: TimeSpan) -> bool:
    """Whether a span says when something happened: "the worst flood since 1990" only compares."""
    return bool(span.first or span.last or span.kind == "since") and not (span.named and span.kind == "since")


def _speaking_day(start: int, tense: Tense, sentence: Sentence, spans: Sequence[TimeSpan], published: date | None) -> date | None:
    """The day from which the sentence speaks: that of a statement it dates, else that of publication."""
    for span in spans:
        day = span.last
        if day and (span.said or _fronted(start, tense, sentence, span)) and (published is None or day <= published):
            return day
    return published


def _fronted(start: int, tense: Tense, sentence: Sentence, span: TimeSpan) -> bool:
    """ "On Saturday the ministry said that 44 people have been killed": with a perfect or present the day is that of the statement."""
    if tense not in ("present_perfect", "present", "future") or span.kind not in ("point", "window") or span.end > start:
        return False
    if sum(token.start < span.start for token in sentence.tokens[: _FRONT + 1]) > _FRONT:
        return False  # "... struck Palu on Friday, the agency said, and 29 are missing"
    return any(token.lower in telling() for token in near.between(sentence, span.end, start))


def _is_day(span: TimeSpan, sentence: Sentence, now: date | None, tense: Tense) -> bool:
    """Whether a span only gives the day of speaking, as :func:`_fronted` found."""
    return span.last == now and span.kind == "point" and _fronted(min(sentence.end, span.end + _SENTENCE), tense, sentence, span)


def _led_up(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date before a figure is that of what led to it: "Following the attack of 3 June on the post, 50,000 have left"."""
    if span.end > start:
        return _begun(start, sentence, span)
    before = [token.lower for token in near.before(sentence, span.start, 2 * _CLAUSE)]
    before = before[max((at for at, low in enumerate(before) if low in (",", ";")), default=-1) + 1 :]
    between = [token.lower for token in near.between(sentence, span.end, start)]
    if any(low in ("after", "following", "since") for low in before) and "," in between:
        return True
    if not frozenset(date_words()["beginning"]["verbs"]).isdisjoint(before[-2:]) and any(low in ("has", "have") for low in between):
        return True  # "the toll of the rains that started in June has reached 40"
    relative = any(low in listed("clause", "relative") for low in before)
    return relative and any(low in ("has", "have") for low in between)  # "the fire that began on Saturday has destroyed 200 homes"


def _begun(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date behind a figure is that on which what led to it began: "have died in the fighting, which began on 20 May"."""
    between = [token.lower for token in near.between(sentence, start, span.start)]
    return not {"which", "that"}.isdisjoint(between[-4:]) and not frozenset(date_words()["beginning"]["verbs"]).isdisjoint(between[-3:])


def _counted_now(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a count is given in the present after what led to it: "Following the quake on 4 March, the agency reports 3 dead"."""
    toll = any(token.lower == "toll" for token in near.before(sentence, start, 8))
    return toll or any(token.lower in listed("state", "counting") for token in near.between(sentence, span.end, start))


def _depends(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a date belongs to a clause that tells what led to the figure: "have been evacuated after the storm landed on Sunday"."""
    leading = listed("clause", "leading") - {"as"}
    return any(token.lower in leading for token in near.between(sentence, min(start, span.end), max(start, span.start)))


def _told_of(start: int, sentence: Sentence, span: TimeSpan) -> bool:
    """Whether a figure stands in a clause about the very day before it: "storms since 8 May, when three people died"."""
    between = [token.lower for token in near.between(sentence, span.end, start)]
    return between[:1] in (["when"], ["where"], ["which"]) or (
        between[:1] == [","] and between[1:2] in (["when"], ["where"], ["which"]) and "," not in between[1:]
    )


def _cause_day(start: int, sentence: Sentence, spans: Sequence[TimeSpan], until: TimeSpan) -> date | None:
    """The day of what led to a count as of another: "as of 6 p.m., 900 people have been affected by a quake that struck on Monday"."""
    for span in spans:
        led = any(token.lower in ("by", "after", "following") for token in near.between(sentence, start, span.start))
        if led and span.kind == "point" and span.first and not span.said and (until.last is None or span.first <= until.last):
            return span.first
    return None


def _event(span: TimeSpan, tense: Tense, now: date | None, cause: bool) -> Period:
    """The days of an event told with this time expression; with ``cause``, it dates what led to the event."""
    if span.kind == "since":
        return closed(span.first, now)
    if span.kind in ("as_of", "until"):
        return closed(None, span.last or span.first)
    if (
        tense == "present_perfect"
        and cause
        and now
        and span.first
        and (span.last is None or span.last <= now)
        and span.kind in ("point", "window")
    ):
        return closed(span.first, now)
    return Period(span.first, span.last, span.precision)


def _resumed(act: str, tense: Tense, sentence: Sentence, previous: Sequence[tuple[str, Period]]) -> Period | None:
    """The period of an event told shortly before that this sentence goes on with, or ``None``."""
    lowered = [token.lower for token in sentence.tokens[:_OPENING]]
    if not lowered or not listed("resume", "just_told").isdisjoint(lowered[:2]):
        return None
    if lowered[0] not in listed("resume", "openers") and (tense == "present" or listed("resume", "words").isdisjoint(lowered)):
        return None  # "Another 300 arrive every day" goes on with no event
    longest: int = table()["resume"]["longest"]
    for other, period in previous[:_RECALL]:
        if act in _family(other) and period.first and period.last and (period.last - period.first).days <= longest:
            return period
    return None


def _family(act: str) -> Iterator[str]:
    yield act
    for family in table()["resume"]["families"]:
        if act in family:
            yield from family
