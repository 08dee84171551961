"""A process that reads, started beside this one, asked one item at a time and replaced when it is lost.

Promises: every item gets an answer. An item on which the process dies is tried once more in a new one, because what
killed it may have had nothing to do with it; if that dies too, or if an item takes longer than it may, the answer is
an issue that names the item. Nothing but the item that was asked can be concerned, because there never is another one
in the process.

It is a plain child process with a pipe either way, not one of ``multiprocessing``: a script that reads needs no guard
around its main part, and workers of a cluster, which may not have children of that kind, can have one of this.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, Generic

from accordingto.model import InputError, Issue, Severity
from accordingto.workflow.one import Item, Job, T, one_thread_each, origin, reader_failed

LIMIT = 120.0
"""Seconds that one report may take where nothing else is said: a megabyte of text takes some five."""

# -P: the working folder may hold a file that is called like a module.
_COMMAND = (sys.executable, "-P", "-c", "from accordingto.workflow.worker import serve; serve()")
_TRIES = 2
_LEAVING = 5.0


class LostError(Exception):
    """The process ended before it answered."""

    def __init__(self, late: bool, code: int) -> None:
        super().__init__()
        self.late, self.code = late, code


class Worker(Generic[T]):
    """Somebody who does a job for one item after the other; not to be asked by two threads at once.

    Args:
        job: What is done with each item; it must be importable by name in another process.
        limit: Seconds that one item may take.
    """

    def __init__(self, job: Job[T], limit: float = LIMIT) -> None:
        self._job, self._limit = job, limit
        self._process: _Process | None = None
        self._stopped = False

    def __call__(self, item: Item) -> list[T | Issue]:
        """What the job gives for an item, or the issue that says why it gives nothing.

        Raises:
            InputError: No process can be started.
        """
        lost: LostError | None = None
        for _ in range(_TRIES):
            try:
                self._process = self._process or _Process(self._job)
                if self._stopped:
                    break
                answer: list[T | Issue] = self._process.ask(item, self._limit)
                return answer
            except LostError as e:
                lost = e
                self.close()
                if e.late:
                    break
        return [_issue(item, lost, self._limit)] if lost else []

    def stop(self) -> None:
        """Have whoever asks get his answer at once, from another thread: there will be none, and no other process."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process; the next item would start another."""
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """One child process, from its start to its end."""

    def __init__(self, job: Job[Any]) -> None:
        # It finds what this process finds, wherever that has its modules from.
        path = os.pathsep.join(p or str(Path.cwd()) for p in sys.path)
        self._child = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
        )
        try:
            self.ask(job, LIMIT)
        except LostError as e:
            self.end()
            raise InputError(_no_start(e)) from None

    def ask(self, question: Any, limit: float) -> Any:
        """Its answer.

        Raises:
            LostError: It ended, or had to be ended because it took longer than it may.
        """
        assert self._child.stdin is not None and self._child.stdout is not None
        late: list[bool] = []

        def too_long() -> None:
            late.append(True)
            self._child.kill()

        timer = Timer(limit, too_long)
        timer.daemon = True
        timer.start()
        try:
            self._child.stdin.write(pickle.dumps(question))
            self._child.stdin.flush()
            return pickle.load(self._child.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise LostError(bool(late), self._ended()) from None
        finally:
            timer.cancel()

    def _ended(self) -> int:
        """How it ended, once it has; one that only closed its pipe is made to."""
        try:
            return self._child.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self._child.kill()
            return self._child.wait()

    def kill(self) -> None:
        """Have it end, whatever it is doing."""
        self._child.kill()

    def end(self) -> None:
        """End it and give back what it held."""
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.kill()
        self._child.wait()
        self._child.stdout.close()
        with suppress(OSError):  # a question that it had not taken any more
            self._child.stdin.close()


def serve() -> None:
    """The life of the child process: a job first, then items, until whoever asks is gone."""
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get among the answers.
    os.dup2(2, 1)
    # Ctrl-C is the parent's to handle; workers would each print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread_each()
    try:
        job = pickle.load(questions).begun()
        _answer(answers, True)
        while True:
            item = pickle.load(questions)
            _answer(answers, job(item))
    except (EOFError, BrokenPipeError):
        # Nobody asks any more; what is left in the buffer for nobody must not be an error at exit.
        os._exit(0)


def _answer(answers: Any, value: Any) -> None:
    answers.write(pickle.dumps(value))
    answers.flush()


def _issue(item: Item, lost: LostError, limit: float) -> Issue:
    if not lost.late:
        return reader_failed(origin(item), f"its process died twice: it {_ending(lost.code)}")
    return Issue(
        "reader-stuck",
        f"reading took longer than {limit:g} seconds and was given up",
        Severity.ERROR,
        origin(item),
        hint="give it more time with --time-limit, or split the report; if it is short, please report it",
    )


def _no_start(lost: LostError) -> Issue:
    why = f"was not ready after {LIMIT:g} seconds" if lost.late else _ending(lost.code)
    return Issue(
        "no-worker",
        f"a process to read with {why} before it had begun",
        Severity.ERROR,
        hint="see what it printed above; where memory is short, use fewer --workers",
    )


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"was killed by {name}" + (", perhaps for want of memory" if name == "SIGKILL" else "")
