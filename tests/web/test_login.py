"""Signing in: what a stranger, a guesser and a thief of cookies can do, and who may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from accordingto.store import Ledger
from accordingto.store.people import Role
from accordingto.web.app import create_app
from accordingto.web.login import own_address
from accordingto.web.pages import PAGES
from accordingto.web.throttle import Throttle
from tests.web.team import HOME, MARKUP, ROLES, Visitor, executed, gather, signed_in, weak_hashes, words_of

ELSEWHERE = ["https://evil.example", "//evil.example", "/\\evil.example", "\\/evil", "javascript:alert(1)", "/\t/x", ""]


def test_nobody_gets_in_without_an_account(ledger: Ledger) -> None:
    for shared in (True, False):
        if not shared:  # accounts close even a server that listens on this machine alone
            with weak_hashes():
                gather(ledger)
        app = create_app(ledger, reviewer="Ada", hosts=frozenset({"review.example.org"}), shared=shared)
        stranger = Visitor(ledger, app=app)
        for route in app.routes:
            if not isinstance(route, Route) or route.path in ("/login", "/logout"):
                continue
            path = route.path.replace("{name}", "inc-1")
            if "GET" in (route.methods or ()) and path != "/propose":
                page = stranger.http.get(path, params={"id": "hostile"})
                assert page.status_code == 303 and page.headers["location"].startswith("/login?next=%2F"), path
                assert stranger.http.get(path, params={"format": "json"}).status_code == 401, path
            elif "POST" in (route.methods or ()):
                answer = stranger.http.post(path, data={"csrf": stranger.token()})
                assert answer.status_code == 401 and "hostile" not in answer.text, path
        assert stranger.http.get("/login").status_code == 200
        assert stranger.http.get("/propose").status_code == 401


def test_the_first_page_leads_to_signing_in_and_back(team: Ledger) -> None:
    visitor = Visitor(team)
    asked = visitor.http.get("/report", params={"id": "hostile"})
    form = visitor.http.get(asked.headers["location"])
    assert 'name="next" value="/report?id=hostile"' in form.text
    back = visitor.sign_in("Rea", to="/report?id=hostile")
    assert back.status_code == 303 and back.headers["location"] == "/report?id=hostile"
    assert "Rea" in visitor.http.get("/report?id=hostile").text


@pytest.mark.parametrize("to", ELSEWHERE)
def test_signing_in_leads_nowhere_else(team: Ledger, to: str) -> None:
    visitor = Visitor(team)
    assert visitor.sign_in("Rea", to=to).headers["location"] == "/"
    assert visitor.http.get("/login", params={"next": to}).headers["location"] == "/"


@given(st.text(max_size=30))
def test_any_words_lead_to_a_page_of_this_server(to: str) -> None:
    found = own_address(to)
    assert found == "/" or (found.startswith("/") and found[1:2] not in ("/", "\\") and found.isprintable())


def test_the_cookie_is_new_at_each_sign_in_and_well_kept(team: Ledger) -> None:
    visitor = Visitor(team)
    visitor.token()
    planted = visitor.http.cookies["__Host-accordingto"]
    answer = visitor.sign_in("Rea")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-accordingto=") and "; secure" in cookie and "; httponly" in cookie
    assert "samesite=lax" in cookie and "; path=/" in cookie and "domain" not in cookie
    first = visitor.http.cookies["__Host-accordingto"]
    thief = Visitor(team, app=visitor.app)
    thief.http.cookies.set("__Host-accordingto", planted)
    assert thief.http.get("/").status_code == 303, "a cookie planted before signing in is no session after"
    visitor.http.cookies.clear()
    visitor.sign_in("Rea")
    assert visitor.http.cookies["__Host-accordingto"] != first
    assert visitor.http.get("/").headers["strict-transport-security"]


def test_without_tls_the_cookie_is_this_machines_alone(team: Ledger) -> None:
    app = create_app(team, reviewer="Ada")
    visitor = Visitor(team, app=app, home="http://127.0.0.1:8765")
    answer = visitor.sign_in("Rea")
    assert answer.headers["set-cookie"].startswith("accordingto=") and visitor.http.get("/").status_code == 200


def test_signing_out_ends_the_session_for_good(team: Ledger) -> None:
    visitor = signed_in(team, "Rea")
    held = visitor.http.cookies["__Host-accordingto"]
    assert visitor.post("/logout").headers["location"] == "/login"
    visitor.http.cookies.set("__Host-accordingto", held)
    assert visitor.http.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/login", "/logout", "/account", "/people", "/coding", "/coding/begin", "/judge"])
def test_every_form_needs_the_token_of_a_page(team: Ledger, path: str) -> None:
    visitor = signed_in(team, "Adm")
    given = {"name": "Adm", "password": words_of("Adm"), "do": "four-eyes", "wanted": "off"}
    foreign = {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}
    assert visitor.http.post(path, data=given).status_code == 403
    assert visitor.http.post(path, data={**given, "csrf": "0" * 64}).status_code == 403
    assert visitor.http.post(path, data={**given, "csrf": Visitor(team).token()}).status_code == 403
    for headers in foreign:
        answer = visitor.http.post(path, data={**given, "csrf": visitor.token("/account")}, headers=headers)
        assert answer.status_code == 403
    assert team.four_eyes() and visitor.http.get("/").status_code == 200


def test_guessing_is_slow_and_says_nothing(team: Ledger) -> None:
    visitor = Visitor(team)
    wrong = [visitor.sign_in(name, "not the password").text for name in ("Rea", "nobody at all")]
    assert wrong[0].replace("Rea", "") == wrong[1].replace("nobody at all", "") or "do not go together" in wrong[1]
    answers = [visitor.sign_in("Rea", "wrong words here").status_code for _ in range(5)]
    assert answers[-1] == 429
    waiting = visitor.sign_in("rea")
    assert waiting.status_code == 429 and "Wait" in waiting.text, "the right password does not help either"
    assert visitor.sign_in("Rev").status_code == 303, "nobody else is shut out"


def test_a_throttle_forgets_and_is_bounded() -> None:
    now = [0.0]
    throttle = Throttle(3, lambda: now[0])
    assert [throttle.attempt("x") for _ in range(4)] == [0, 0, 0, 1]
    now[0] += 1
    assert throttle.attempt("x") == 0 and throttle.attempt("x") == 2
    for n in range(12):
        now[0] += 2.0**n
        throttle.attempt("x")
    assert 0 < throttle.attempt("x") <= 900
    now[0] += 4000
    assert throttle.attempt("x") == 0
    for n in range(30_000):
        throttle.attempt(str(n))
    assert len(throttle._tries) <= 10_000


def test_one_with_an_account_makes_no_room_for_guesses(team: Ledger) -> None:
    throttle = Throttle(2, lambda: 0.0)
    assert throttle.attempt("a") == throttle.attempt("a") == 0
    throttle.passed("a", wholly=False)
    assert throttle.attempt("a") == 0 and throttle.attempt("a") > 0


def test_a_new_password_takes_the_old_one_and_ends_other_sessions(team: Ledger) -> None:
    here, elsewhere = signed_in(team, "Rea"), signed_in(team, "Rea")
    new = "a quite different sentence"
    for old, again, status in (("wrong", new, 403), (words_of("Rea"), "x", 400), (words_of("Rea"), new, 303)):
        answer = here.post("/account", old=old, new=new, again=again)
        assert answer.status_code == status and new not in answer.text
    assert here.http.get("/").status_code == 200 and elsewhere.http.get("/").status_code == 303
    weak = here.post("/account", old=new, new="Rea", again="Rea")
    assert weak.status_code == 400 and "12 to" in weak.text
    assert Visitor(team).sign_in("Rea").status_code == 403 and Visitor(team).sign_in("Rea", new).status_code == 303


def test_whoever_is_disabled_is_out_at_the_next_page(team: Ledger) -> None:
    visitor = signed_in(team, "Rev")
    assert signed_in(team, "Adm").post("/people", do="disable", name="Rev").status_code == 303
    assert visitor.http.get("/").status_code == 303


DOING: list[tuple[Role, str, dict[str, str]]] = [
    (Role.CODER, "/judge", {"verdict": "accept", "report": "hostile"}),
    (Role.REVIEWER, "/judge", {"verdict": "approve", "report": "hostile", "judgement": "j-1"}),
    (Role.REVIEWER, "/judge", {"verdict": "decline", "report": "hostile", "judgement": "j-1", "reason": "no"}),
    (Role.CODER, "/rebuild", {}),
    (Role.CODER, "/hold", {"do": "take", "reason": "unread", "subject": "hostile"}),
    (Role.CODER, "/coding", {"round": "r-1", "unit": "u1", "claim": "no"}),
    (Role.REVIEWER, "/coding/begin", {"claims": "1", "first": "Cod", "second": "Rev"}),
    (Role.REVIEWER, "/coding/close", {"round": "r-1"}),
    (Role.ADMIN, "/people", {"do": "role", "name": "Rea", "role": "reader"}),
]


@pytest.mark.parametrize("name", ROLES)
def test_the_server_lets_each_role_do_what_it_may_and_no_more(team: Ledger, name: str) -> None:
    visitor = signed_in(team, name)
    posts = {r.path for r in visitor.app.routes if isinstance(r, Route) and "POST" in (r.methods or ())}
    assert posts - {"/login", "/logout", "/account"} == {path for _, path, _ in DOING}, "every form is in the list"
    for least, path, fields in DOING:
        answer = visitor.post(path, **fields)
        refused = answer.status_code == 403 and "takes the role" in answer.text
        assert refused is not ROLES[name].may(least), (path, fields, answer.status_code)
    for page in PAGES:
        answer = visitor.http.get(page.path.replace("{name}", "inc-1"), params={"id": "hostile"})
        assert ("takes the role" in answer.text) is not ROLES[name].may(page.least), page.path
    proposing = visitor.http.get("/propose", params={"id": "hostile", "slot": "count", "start": 0, "end": 4})
    assert ("takes the role" in proposing.text) is not ROLES[name].may(Role.CODER)


@pytest.mark.parametrize("name", MARKUP)
def test_what_is_typed_is_data(team: Ledger, name: str) -> None:
    visitor = Visitor(team)
    assert visitor.sign_in(name, "whatever it may be").status_code == 403
    adm = signed_in(team, "Adm")
    password = words_of("somebody new")
    added = adm.post("/people", do="add", name=name, role="coder", password=password, again=password)
    assert added.status_code == 400 and not executed(name, added.text)
    for path, asked in (("/login", "next"), ("/audit", "record"), ("/audit", "person"), ("/coding", "round"),
                        ("/agreement", "round"), ("/second-eye", "page")):  # fmt: skip
        page = adm.http.get(path, params={asked: name})
        assert page.status_code in (200, 303, 400, 404) and not executed(name, page.text), path
    assert len(team.people()) == len(ROLES)


def test_the_last_admin_stays_one(team: Ledger) -> None:
    adm = signed_in(team, "Adm")
    for fields in ({"do": "disable", "name": "Adm"}, {"do": "role", "name": "Adm", "role": "reader"}):
        answer = adm.post("/people", **fields)
        assert answer.status_code == 400 and "only admin" in answer.text
    assert HOME in str(adm.http.base_url)
