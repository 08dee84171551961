"""What may be published of a view, and the list of what was taken out.

Promise: the list holds subjects, fields and rules and never the words; it is for the keeper of the ledger, because it
names reports as the ledger does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from accordingto.export.base import View
from accordingto.export.cells import write_rows
from accordingto.export.policy import RULES, Policy, Removed
from accordingto.export.public import public
from accordingto.workflow.exporting import whole_file

REDACTIONS_SUFFIX = ".redactions.csv"
_COLUMNS = ("subject", "field", "rule", "times", "what the rule says")


def published(
    view: View, *, delay: int = Policy().delay, named: Iterable[str] = (), lang: str = "en"
) -> tuple[View, Iterable[Removed]]:
    """A view as it may be published.

    Args:
        view: What the ledger knows.
        delay: Hours between what happened and its publication.
        named: Names that may stand.
        lang: Language of the reports.

    Returns:
        The public view, and what it leaves out.

    Raises:
        ValueError: The delay is so short that live positions would be published.
    """
    return public(view, Policy(delay=delay, named=tuple(named), lang=lang))


def write_redactions(removed: Iterable[Removed], path: Path) -> Counter[str]:
    """Write the list of what was taken out.

    Args:
        removed: What ``published`` gave.
        path: Where to.

    Returns:
        How often each rule applied.

    Raises:
        OSError: The file cannot be written.
    """
    counts: Counter[str] = Counter()

    def rows() -> Iterable[dict[str, str | int | float | None]]:
        for r in removed:
            counts[r.rule] += r.times
            yield dict(zip(_COLUMNS, (r.subject, r.field, r.rule, r.times, RULES[r.rule]), strict=True))

    with whole_file(path) as out:
        write_rows(out, _COLUMNS, rows())
    return counts
