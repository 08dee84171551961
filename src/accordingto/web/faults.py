"""What a page answers when it cannot answer: each with a status, a sentence and what to do."""

from __future__ import annotations


class PageError(Exception):
    """A request that cannot be fulfilled.

    Attributes:
        status: HTTP status.
        message: One sentence for a person.
        hint: What to do about it.
    """

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.hint = status, message, hint


def missing(what: str) -> PageError:
    """Nothing of that name is held."""
    return PageError(
        404, f"This ledger holds no {what}.", "It may have been merged, renamed or erased: look for it in the lists."
    )


def unreadable(name: str, message: str) -> PageError:
    """A parameter or field that cannot be understood."""
    return PageError(400, f"{name}: {message}", "Correct it in the address or form and try again.")


def overtaken(message: str) -> PageError:
    """Somebody else was quicker."""
    return PageError(409, message, "Look at what they decided; decide again if you still see it otherwise.")


def signed_out() -> PageError:
    """Nobody is signed in."""
    return PageError(401, "You are not signed in, or your session has ended.", "Sign in and try again.")


def denied(least: str, role: str) -> PageError:
    """Somebody's role does not reach."""
    return PageError(
        403, f"This takes the role {least} or a higher one; yours is {role}.", "Ask an admin if you should have it."
    )


def blinded() -> PageError:
    """Somebody is coding claims of it blind."""
    return PageError(
        403, "You are coding claims of this report blind, so what was read in it is not shown to you yet.",
        "Finish your claims first: they are under Blind coding on your page.",
    )  # fmt: skip


def refused(message: str) -> PageError:
    """The request does not come from a page of this server."""
    return PageError(403, message, "Reload the page and try again.")


def being_worked_out(what: str) -> PageError:
    """An answer that takes longer than a page should wait."""
    return PageError(202, f"{what[0].upper()}{what[1:]} is being worked out.", "This page asks again by itself.")
