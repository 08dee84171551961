from pathlib import Path

import pytest

import accordingto
from accordingto.model.identity import anchor, fingerprint, text_id
from accordingto.model.parse import claim_from_dict, incident_from_dict, toll_from_dict

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def readings() -> list[accordingto.Reading]:
    found = [r for r in accordingto.read_files([str(EXAMPLES / "ituri-2021")]) if isinstance(r, accordingto.Reading)]
    assert sum(len(r.claims) for r in found) > 10
    return found


def test_what_was_written_is_read_back(readings: list[accordingto.Reading]) -> None:
    for reading in readings:
        written = reading.to_dict()
        assert [claim_from_dict(c).to_dict() for c in written["claims"]] == written["claims"]
        assert [claim_from_dict(c).trigger_span for c in written["claims"]] == [c.trigger_span for c in reading.claims]
        assert tuple(incident_from_dict(i) for i in written["incidents"]) == reading.incidents
        assert tuple(toll_from_dict(t) for t in written["tolls"]) == reading.tolls


def test_another_shape_is_an_error_that_names_the_key() -> None:
    with pytest.raises(ValueError, match="count"):
        claim_from_dict({"id": "c1"})
    with pytest.raises(ValueError, match="what"):
        incident_from_dict({"id": "i1"})
    with pytest.raises(ValueError, match="stated"):
        toll_from_dict({"claim": "c1"})


def test_claims_of_one_text_have_anchors_of_their_own(readings: list[accordingto.Reading]) -> None:
    for reading in readings:
        text = text_id(reading.report.text)
        anchors = [anchor(c, text) for c in reading.claims]
        assert len(set(anchors)) == len(anchors)
        assert not set(anchors) & {anchor(c, text_id("another text")) for c in reading.claims}
        assert not set(anchors) & {fingerprint(c, text) for c in reading.claims}


def test_the_fingerprint_follows_what_was_read_and_the_anchor_where(readings: list[accordingto.Reading]) -> None:
    claim = readings[0].claims[0]
    other = claim_from_dict({**claim.to_dict(), "stance": "possible"})
    renamed = claim_from_dict({**claim.to_dict(), "id": "c99", "confidence": 0.1})
    assert anchor(other, "t") == anchor(claim, "t") == anchor(renamed, "t")
    assert fingerprint(other, "t") != fingerprint(claim, "t") == fingerprint(renamed, "t")
