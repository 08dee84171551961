"""The OpenAPI description, asked as it says and otherwise: no answer is a server error or one it does not name."""

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import UndefinedContentType, UndefinedStatusCode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from accordingto.web.pages import openapi as described

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda m: m.value)
@pytest.mark.parametrize("path", sorted(described()["paths"]))
def test_the_server_keeps_to_its_description(client: httpx.Client, path: str, mode: GenerationMode) -> None:
    operation = openapi.from_dict(described())[path]["GET"]
    asked = []

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:  # type: ignore[no-untyped-def]
        answer = case.call(base_url=str(client.base_url), headers={"accept": "application/json"})
        asked.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    assert asked


def test_the_checks_can_fail(client: httpx.Client) -> None:
    wrong = described()
    del wrong["paths"]["/incidents"]["get"]["responses"]["200"]
    case = openapi.from_dict(wrong)["/incidents"]["GET"].Case(query={"format": "json"})
    answer = case.call(base_url=str(client.base_url))
    with pytest.raises((FailureGroup, UndefinedStatusCode, UndefinedContentType)):
        case.validate_response(answer, checks=CHECKS)
