"""What a consultation says of itself on the participants' pages, in the language asked for."""

from dataclasses import dataclass

from flask import abort, g, url_for

from consult.common.translation import Worded, worded
from consult.loop.close.handover_done import handovers_of
from consult.loop.close.handover_records import Handover
from consult.loop.collect import consultations, rounds
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import Consultation, PromptWording, Round, Successor
from consult.loop.collect.successors import successor_of
from consult.loop.understand import checks, findings
from consult.web.parts import now, parts


@dataclass(frozen=True)
class Asking:
    """A consultation with its present round and its texts, each with the language it is really in."""

    consultation: Consultation
    round: Round
    lang: str
    open: bool
    paused: bool
    reason: Worded
    """Why it is paused or has ended early."""
    name: Worded
    who_asks: Worded
    who_reads: Worded
    what_is_open: Worded
    costs: Worded
    opening: Worded
    meeting: Worded
    results: str | None
    """The address of its findings, when there are any."""
    check: str | None
    """The address where people say now whether they were heard right."""
    successor: Successor | None
    """Who answers if those who run this leave."""
    handed: list[Handover]
    """Hand-overs that were done: to whom, or from whom, and when."""

    def prompts(self) -> list[PromptWording]:
        """What is asked, in its own words: nobody should have to begin to see what it is about."""
        return prompts_of(g.session, self.consultation, self.lang)


def asking(slug: str, lang: str | None = None) -> Asking:
    """The consultation at `slug` as it may be shown to everyone. 404 for drafts and other languages."""
    consultation = consultations.find(g.session, slug=slug)
    if consultation is None:
        abort(404)
    asked = rounds.current_round(g.session, consultation)
    if asked is None or asked.opened_at is None:
        abort(404)
    if lang is not None and lang not in consultation.languages:
        abort(404)
    return said_of(consultation, asked, lang or consultation.language)


def said_of(consultation: Consultation, asked: Round, lang: str) -> Asking:
    wanted = parts().languages.chain(lang)

    def said(field: str) -> Worded:
        return worded(g.session, consultation, field, source=consultation.language, wanted=wanted)

    return Asking(
        consultation=consultation,
        round=asked,
        lang=lang,
        open=consultation.community.disabled_at is None and rounds.is_open(asked, now()),
        paused=rounds.is_paused(asked, now()),
        reason=rounds.reason_of(g.session, round=asked, wanted=wanted),
        name=said("name"),
        who_asks=said("who_asks"),
        who_reads=said("who_reads"),
        what_is_open=said("what_is_open"),
        costs=said("costs"),
        opening=said("opening"),
        meeting=said("meeting"),
        results=_results(consultation, lang),
        check=_check(consultation, lang),
        successor=successor_of(g.session, consultation),
        handed=handovers_of(g.session, consultation.community),
    )


def _check(consultation: Consultation, lang: str) -> str | None:
    if checks.running(g.session, consultation, now=now()) is None:
        return None
    return url_for("public.check", slug=consultation.slug, lang=lang)


def _results(consultation: Consultation, lang: str) -> str | None:
    if findings.latest(g.session, consultation) is None:
        return None
    return url_for("public.results", slug=consultation.slug, lang=lang)
