"""The reader: one report in, its claims, incidents, number uses and issues out.

Stages, each a pure function: dateline → grammar (sentences, numbers, times, lexicon, pieces) → learned reader → claims
in the report's words → slots carried from other sentences → incidents → toll checks → audit.
"""

from __future__ import annotations

from dataclasses import replace

from accordingto.extract import learned
from accordingto.extract.acts import name_acts
from accordingto.extract.audit import audit_numbers
from accordingto.extract.carry import carry_parties, carry_places, carry_sources, carry_times
from accordingto.extract.claims import Background, build_claim
from accordingto.extract.confidence import rate
from accordingto.extract.dateline import find_dateline
from accordingto.extract.grammar import read_grammar
from accordingto.extract.guards import MAX_TEXT, check_text
from accordingto.extract.incidents import group_claims
from accordingto.extract.locate import country_of, with_points
from accordingto.extract.parties import party_context
from accordingto.extract.places import place_context
from accordingto.extract.statements import add_statements
from accordingto.extract.tolls import toll_checks
from accordingto.extract.weapons import name_means
from accordingto.extract.wording import decide
from accordingto.lang import get
from accordingto.model.reading import Reading
from accordingto.model.text import Report
from accordingto.vocab.gazetteer import Gazetteer


def read_report(
    report: Report, *, lang: str = "en", variant: str = "default", gazetteer: Gazetteer | None = None
) -> Reading:
    """Read one report into claims.

    Args:
        report: The report; its text is never changed.
        lang: Code of the language pack to read it with.
        variant: Which of the language's readers: ``default``, or ``fast`` for less time and less care.
        gazetteer: Where places are looked up; the shipped one by default.

    Returns:
        The reading. Bad input gives a reading with issues and without claims, never an exception.

    Raises:
        KeyError: There is no such language pack.
        ValueError: The language has no such reader.
    """
    pack = get(lang)
    issues = check_text(report, pack=pack)
    if any(i.code in ("empty-input", "no-words") for i in issues):
        return Reading(report, (), (), tuple(issues), (), lang, None)
    # Offsets stay those of the whole text: only the part that is read is shorter.
    part = report if len(report.text) <= MAX_TEXT else replace(report, text=report.text[:MAX_TEXT])
    anchor, found = find_dateline(part.text, part.published, pack=pack)
    reader = learned.load(lang, variant)
    grammar = read_grammar(part, anchor, pack=pack, tokenizer=reader.tokenizer)
    raws = reader.find(grammar.pieces, grammar.numbers)
    parties = party_context(part.text, pack=pack)
    raws = add_statements(raws, part.text, grammar.sentences, grammar.pieces, pack=pack, context=parties)
    background = Background(
        part,
        grammar.pieces,
        grammar.quantities,
        grammar.dates,
        parties,
        place_context(part.text),
        pack,
    )
    claims = [build_claim(raw, i, background) for i, raw in enumerate(raws, start=1)]
    claims = decide(claims, part.text, grammar.sentences, pack=pack)
    claims = carry_parties(carry_sources(claims, raws, part.text, pack=pack), pack=pack, context=parties)
    home = country_of(part.publisher, lang) if part.publisher else None
    claims = with_points(claims, part.text, background.places, home=home, gazetteer=gazetteer)
    grouped, incidents = group_claims(
        claims, part.text, lang=lang, carry=lambda given: carry_times(given, raws), sentences=grammar.sentences
    )
    # What follows makes slots plainer; the grouping has seen them as the network did, as its weights expect.
    plain = name_means(carry_places(grouped), part.text, grammar.sentences, pack=pack)
    plain = name_acts(plain, part.text, pack=pack)
    grouped = tuple(rate(plain, raws, reader.calibration))
    numbers, unexplained = audit_numbers(
        part.text, grouped, grammar.quantities, grammar.dates, grammar.words, grammar.sentences
    )
    return Reading(
        report=report,
        claims=tuple(grouped),
        incidents=incidents,
        issues=(*issues, *found, *unexplained),
        numbers=tuple(numbers),
        lang=lang,
        reader=reader.name,
        tolls=toll_checks(grouped, incidents),
    )
