"""What may be published: the settings of the public profile, its rules, and what is said of each thing taken out.

Promise: the defaults protect; whoever loosens one has to say so. The report names the place and the rule, never the
words that were taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_DELAY = 24
"""Hours. An export with less would be one of live positions, and is refused."""

RULES: Mapping[str, str] = {
    "delay": "what happened within the delay, or on a day that nobody knows, is withheld",
    "position": "where forces stand or move is withheld for longer, and then shown by its province only",
    "coordinates": "coordinates are coarsened; other places that a name may mean are left out",
    "text-coordinates": "exact coordinates in words are taken out",
    "victim-name": "names of victims who live or whose death nobody here has confirmed are taken out",
    "child-name": "names in claims about children are taken out",
    "witness-name": "names of witnesses and local sources are taken out",
    "detainee-name": "names of people detained, abducted or missing are taken out",
    "name": "other names of persons who do not speak in office are taken out",
    "script": "words in another script, in which a name could not be told, are taken out",
    "phone": "phone numbers are taken out",
    "email": "e-mail addresses are taken out",
    "account": "handles, accounts and links are taken out",
    "address": "street addresses and numbers of papers and plates are taken out",
    "quote": "quotes are cut to the limit",
    "source": "a report is named by its outlet and day; its title, address, text and file name are left out",
}
"""Each rule by its name."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of the public profile.

    Attributes:
        delay: Hours between what happened and its publication; ``LEAST_DELAY`` at least.
        positions: Days for which the places of forces are withheld.
        decimals: Digits of a coordinate after the point, 3 at most (some hundred metres).
        quote: Code points of a quote, at most.
        named: Names that may stand, because the family or the person agreed or the office is public.
        lang: Language of the reports.

    Raises:
        ValueError: A setting would publish what the profile is there to hold back.
    """

    delay: int = 72
    positions: int = 30
    decimals: int = 2
    quote: int = 200
    named: tuple[str, ...] = ()
    lang: str = "en"

    def __post_init__(self) -> None:
        if self.delay < LEAST_DELAY:
            raise ValueError(
                f"a delay of {self.delay} hours would publish live positions; {LEAST_DELAY} is the least, "
                "and the internal profile has none"
            )
        if self.positions * 24 < self.delay:
            raise ValueError(f"positions are withheld at least as long as the rest: {-(-self.delay // 24)} days")
        if not 0 <= self.decimals <= 3:
            raise ValueError(f"{self.decimals} decimals: 0 to 3 may be published")
        if self.quote < 20:
            raise ValueError(f"a quote of {self.quote} characters says nothing; 20 is the least")


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that the public profile took out.

    Attributes:
        subject: The incident, claim, series or report, as the *original* names it: the report is for the keeper.
        field: The part of it; "" for the whole.
        rule: Name of the rule (``RULES``).
        times: How often.
    """

    subject: str
    field: str
    rule: str
    times: int = 1
