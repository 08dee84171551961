"""The rule set that a user names: one of the package's, or a YAML file of their own.

Promise: a file that cannot be read or is no rule set ends in an ``InputError`` that names file, place and remedy.
"""

from __future__ import annotations

from pathlib import Path

from accordingto.model.issue import InputError, Issue, Severity
from accordingto.reconcile.rules import DEFAULT, Rules, available, built_in, parse_rules


def rules_of(wanted: str | Path | Rules | None) -> Rules:
    """The rule set of a name or a file; the default one for None.

    Args:
        wanted: A name of ``rules.available()``, or a path of a YAML file.

    Raises:
        InputError: There is no such set, or the file is none.
    """
    if isinstance(wanted, Rules):
        return wanted
    if wanted is None:
        return built_in(DEFAULT)
    path = Path(wanted)
    if str(wanted) in available() or not (path.suffix or path.is_file()):
        return built_in(str(wanted))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        why = e.strerror if isinstance(e, OSError) else "it is not UTF-8 text"
        issue = Issue(
            "bad-rules", f"cannot read the rule set: {why}", Severity.ERROR, str(wanted), hint="give a YAML file"
        )
        raise InputError(issue) from e
    return parse_rules(text, str(wanted))
