"""A reader that does to its process what the text of the report says, for tests of what happens then."""

import os
import re
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from accordingto.model import Reading, Report
from tests import fakes


def read(report: Report, *, lang: str = "en") -> Reading:
    """What ``fakes.read`` gives, unless the text has something else done.

    ``HANG`` never ends, in native code that lets no other thread run; ``SIGSEGV`` and ``SIGKILL`` end the process;
    ``ONCE path`` does so unless the file is there, and makes it; ``SLOW`` takes a twentieth of a second; ``PRINT``
    writes to standard output; ``EXIT`` ends as a library would that believes itself the main program.
    """
    text = report.text
    if "HANG" in text:
        re.match(r"(a+)+b", "a" * 40)
    for name in ("SIGSEGV", "SIGKILL"):
        if name in text:
            os.kill(os.getpid(), signal.Signals[name])
    if (once := re.search(r"ONCE (\S+)", text)) and not Path(once[1]).exists():
        Path(once[1]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "SLOW" in text:
        time.sleep(0.05)
    if "PRINT" in text:
        print("a library says something", flush=True)
    if "EXIT" in text:
        sys.exit(3)
    return fakes.read(report, lang=lang)


def named(report: Report, *, lang: str = "en") -> Reading:
    """The same, with the number of the process as the reader's name."""
    return replace(read(report, lang=lang), reader=str(os.getpid()))
