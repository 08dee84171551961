"""A program that adds a file to a ledger with the stand-in reader, to be killed: ``python adder.py LEDGER INPUT``."""

import sys

from accordingto.store import Ledger, LedgerError
from accordingto.workflow.adding import add_inputs
from tests import fakes


def main(where: str, given: str) -> int:
    """Add, saying each report on a line; an error of the ledger is its code."""
    try:
        with Ledger.open(where, create=True) as ledger:
            for outcome in add_inputs([given], ledger, reader=fakes.read):
                print(outcome.report, flush=True)
    except LedgerError as e:
        print(e.issue.code, e.issue.hint, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
