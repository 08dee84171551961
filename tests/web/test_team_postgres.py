"""The same team on PostgreSQL, from the first account to agreement."""

import pytest

from accordingto.store import Ledger
from tests import fakes, postgres
from tests.store.samples import reading
from tests.web.conftest import LONG
from tests.web.team import gather, signed_in, weak_hashes


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.WHY_NOT)
def test_a_team_on_postgresql() -> None:
    with postgres.server() as address, weak_hashes(), Ledger.open(address, create=True) as ledger:
        ledger.add_reading(fakes.read(reading("long", LONG).report))
        gather(ledger)
        rev, rosa, adm = (signed_in(ledger, name) for name in ("Rev", "Rosa", "Adm"))
        c = rev.json("/report", id="long")["claims"][0]
        about = {"report": "long", "anchor": c["anchor"], "seen": c["seen"]}
        assert rev.post("/judge", verdict="reject", reason="another event", **about).status_code == 303
        assert rosa.post("/judge", verdict="accept", **about).status_code == 409
        (made,) = rosa.json("/second-eye")["proposals"]
        approval = {"verdict": "approve", "report": "long", "judgement": made["id"], "seen": made["seen"]}
        assert rev.post("/judge", **approval).status_code == 403
        assert rosa.post("/judge", **approval).status_code == 303
        assert rev.json("/report", id="long")["claims"][0]["status"] == "rejected"
        assert adm.post("/coding/begin", claims="2", first="Rev", second="Rosa").status_code == 303
        name = adm.json("/coding")["rounds"][0]["id"]
        for coder in (rev, rosa):
            assert coder.http.get("/report?id=long").status_code == 403
            for unit in ("u1", "u2"):
                assert coder.post("/coding", round=name, unit=unit, claim="no").status_code == 303
        assert adm.json("/agreement")["found"]["slots"][0]["same"] == 1.0
        assert [a["did"] for a in adm.json("/audit", person="Rosa")["acts"]][:3] == ["coded", "coded", "approve"]
        assert ledger.verify().holds
