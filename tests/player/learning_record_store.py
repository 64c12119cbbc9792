"""A learning system for the tests: it launches a cmi5 unit, gives the token once, and keeps records (an LRS).

It rejects what learning_record_rules.py finds, and remembers every rejection: `violations` must be empty at the end.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from tests.player.learning_record_rules import EXTENSION, Session, forbidden, is_defined, malformed, new_id, verb_of

ACTOR = {"objectType": "Agent", "account": {"homePage": "https://system.example", "name": "ada & co +1"}}
ACTIVITY = "https://system.example/activity?id=7"
PATIENCE = 60
"""Seconds."""
PUBLISHER = "urn:coursewright:small-course:all"
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, PUT, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Max-Age": "600",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: int
    body: str = ""
    etag: str = ""


@dataclass(slots=True)
class LearningRecordStore:
    """``away`` makes it answer 503 to everything, ``unheard`` only after it has taken what came. ``refuses`` are verbs
    that it takes for malformed, ``documents`` the state documents, ``requests`` what came in,
    ``stale`` what is read of the unit's document whatever was written, ``conflicts`` how many requests brought a
    statement under the id of another. ``strict`` makes it refuse a request that brings any statement again; while
    ``gate`` is not set, it takes statements and keeps silent."""

    address: str = ""
    away: bool = False
    unheard: bool = False
    refuses: tuple[str, ...] = ()
    profile_status: int = 404
    gives_tags: bool = True
    stale: str = ""
    sessions: list[Session] = field(default_factory=list)
    documents: dict[tuple[str, str, str], str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    conflicts: int = 0
    strict: bool = False
    gate: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)

    # ---- the learning system's side ----

    def launch(
        self, package: str, registration: str = "", mode: str = "Normal", activity: str = ACTIVITY, **more: Any
    ) -> str:
        """Begin a session and return the address that opens the unit; ``more`` goes into the launch data."""
        number = len(self.sessions)
        template = {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": PUBLISHER}]},
            "extensions": {f"{EXTENSION}sessionid": f"session {number}"},
        }
        data = {"contextTemplate": template, "launchMode": mode, "moveOn": "Passed", "masteryScore": 0.7, **more}
        session = Session(number, registration or new_id(), activity, ACTOR, data, f"dG9rZW4g{number}")
        self.sessions.append(session)
        self.documents[self._key(session, "LMS.LaunchData")] = json.dumps(data)
        launched = {
            "actor": json.dumps(ACTOR),
            "activityId": session.activity,
            "fetch": f"{self.address}/fetch?k={number}&for=ada",
            "registration": session.registration,
            "endpoint": f"{self.address}/lrs" + ("/" if number % 2 else ""),
        }
        order = sorted(launched, reverse=bool(number % 2))
        return f"{package}?{urlencode({name: launched[name] for name in order}, quote_via=quote, safe='')}"

    def said(self, number: int = -1, defined: bool = True) -> list[dict[str, Any]]:
        """The statements of a session: the defined ones, or the others."""
        return [one for one in self.sessions[number].statements if is_defined(one) is defined]

    def verbs(self, number: int = -1) -> list[str]:
        """The defined verbs of a session, in order."""
        return [verb_of(one) for one in self.said(number)]

    def answers(self, number: int = -1) -> dict[str, dict[str, Any]]:
        """The answers of a session: question -> statement."""
        return {one["object"]["id"].split(":")[-1]: one for one in self.said(number, defined=False)}

    def state(self, number: int = -1) -> dict[str, Any]:
        """What the unit has kept for itself; nothing in it if it has not yet."""
        return dict(json.loads(self.documents.get(self._key(self.sessions[number]), '{"text": ""}')))

    def forget(self) -> None:
        """Lose what the unit has kept for itself."""
        del self.documents[self._key(self.sessions[-1])]

    def abandon(self, number: int = -1) -> None:
        """End a session from the system's side: nothing of it is taken any more."""
        self.sessions[number].is_over = True

    # ---- the record store's side ----

    def handle(self, method: str, target: str, headers: dict[str, str], body: str) -> Answer:
        """Answer one request."""
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.lock:
            self.requests.append(f"{method} {parts.path}")
            if self.away:
                return Answer(503)
            if parts.path == "/fetch":
                return self._fetch(method, int(query["k"]))
            session = self._session(headers)
            if session is None:
                return Answer(401)
            if headers.get("x-experience-api-version") != "1.0.3":
                return self._reject("no version header (xAPI Communication 3.2)")
            handlers: dict[str, Callable[..., Answer]] = {
                "/lrs/activities/state": self._state,
                "/lrs/agents/profile": self._profile,
                "/lrs/statements": self._statements,
            }
            answer = handlers[parts.path](method, session, query, headers, body)
            return Answer(503) if self.unheard else answer

    def _reject(self, *reasons: str, status: int = 400) -> Answer:
        self.violations.extend(reasons)
        return Answer(status, "; ".join(reasons))

    def _fetch(self, method: str, number: int) -> Answer:
        session = self.sessions[number]
        session.fetches += 1
        if method != "POST":
            return self._reject(f"{method} of the fetch address (8.2)")
        if session.fetches > 1:
            return Answer(200, json.dumps({"error-code": "1", "error-text": "It has been given already."}))
        return Answer(200, json.dumps({"auth-token": session.token}))

    def _session(self, headers: dict[str, str]) -> Session | None:
        given = headers.get("authorization", "")
        found = [session for session in self.sessions if given == f"Basic {session.token}"]
        if not found:
            self.violations.append(f"authorization {given!r} (8.2)")
        return found[0] if found and not found[0].is_over else None

    def _profile(self, method: str, session: Session, query: dict[str, str], *_: object) -> Answer:
        if method != "GET" or query["profileId"] != "cmi5LearnerPreferences" or json.loads(query["agent"]) != ACTOR:
            return self._reject(f"{method} of the agent profile {query} (11)")
        return Answer(self.profile_status)

    def _state(
        self, method: str, session: Session, query: dict[str, str], headers: dict[str, str], body: str
    ) -> Answer:
        if query["activityId"] != session.activity or query["registration"] != session.registration:
            return self._reject("a state document of something else (10)")
        if json.loads(query["agent"]) != session.actor:
            return self._reject("a state document of somebody else (10)")
        key = self._key(session, query["stateId"])
        kept = self.documents.get(key)
        if method == "GET" and self.stale and query["stateId"] == "coursewright":
            return Answer(200, self.stale, self._tag(kept))
        if method == "GET":
            return Answer(404) if kept is None else Answer(200, kept, self._tag(kept))
        if query["stateId"] == "LMS.LaunchData":
            return self._reject("the launch data are written (10)")
        if headers.get("if-match", self._tag(kept)) != self._tag(kept) or (
            headers.get("if-none-match") == "*" and kept
        ):
            return Answer(412)
        self.documents[key] = body
        return Answer(204)

    def _key(self, session: Session, document: str = "coursewright") -> tuple[str, str, str]:
        return (session.registration, session.activity, document)

    def _tag(self, text: str | None) -> str:
        return f'"{hashlib.sha1((text or "").encode()).hexdigest()}"' if self.gives_tags else ""

    def _statements(
        self, method: str, session: Session, query: dict[str, str], headers: dict[str, str], body: str
    ) -> Answer:
        given = json.loads(body)
        given = given if isinstance(given, list) else [given]
        if method == "PUT" and query.get("statementId") != given[0]["id"]:
            return self._reject("statementId is another (xAPI Communication 2.1.1)")
        refused = [verb_of(one) for one in given if verb_of(one) in self.refuses]
        wrong = [reason for one in given for reason in malformed(one)]
        if wrong:
            return self._reject(*wrong)
        if refused:
            return Answer(400, "not today")
        return self._take(session, given)

    def _take(self, session: Session, given: list[dict[str, Any]]) -> Answer:
        """All or none; a statement that is there already is not taken twice, and conflicts if it says else."""
        known = {one["id"]: one for each in self.sessions for one in each.statements}
        if any(one["id"] in known and (self.strict or known[one["id"]] != one) for one in given):
            self.conflicts += 1
            return Answer(409)
        before = list(session.statements)
        earlier = [
            one
            for each in self.sessions
            if each is not session and each.registration == session.registration
            for one in each.statements
        ]
        for one in given:
            if one["id"] in known:
                continue
            reasons = list(forbidden(one, session, earlier))
            if reasons:
                session.statements[:] = before
                return self._reject(*reasons, status=403)
            session.statements.append(one)
        return Answer(200, json.dumps([one["id"] for one in given]))


def handler_for(store: LearningRecordStore) -> type[BaseHTTPRequestHandler]:
    """The server's handler, with the answers that let a page of another origin in (CORS)."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            is_asking = self.command == "OPTIONS"
            answer = Answer(204) if is_asking else store.handle(self.command, self.path, headers, body)
            store.gate.wait(PATIENCE if self.command == "POST" else 0)
            with suppress(BrokenPipeError, ConnectionResetError):  # the tab has been closed
                self.send(answer)

        def send(self, answer: Answer) -> None:
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in COMMON_HEADERS.items():
                self.send_header(name, value)
            if answer.etag:
                self.send_header("ETag", answer.etag)
            if answer.status != 204:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.answer()

        def do_PUT(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def do_OPTIONS(self) -> None:
            self.answer()

    return Handler


@contextmanager
def store_on_a_free_port() -> Iterator[LearningRecordStore]:
    """Run a store that knows nobody."""
    store = LearningRecordStore()
    store.gate.set()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_for(store)) as server:
        server.daemon_threads = True
        store.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield store
        store.gate.set()
        server.shutdown()
        thread.join()
