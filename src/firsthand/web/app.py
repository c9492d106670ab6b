"""The workbench as an application: its pages and changes, what stands around each, and the one place where an error becomes a page."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any, get_origin
from urllib.parse import urlencode

import jinja2
import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from firsthand.errors import DecidedMeanwhile, FirsthandError, InquiryBusy, NoSuchRecord, WrongUse
from firsthand.inquiry import browse, gather
from firsthand.inquiry.open import Inquiry
from firsthand.judgements import Judgement
from firsthand.vocabulary import atlas
from firsthand.web import draw
from firsthand.web.guard import PAPER, Guard, Key
from firsthand.web.page import Ask, Change, Done, Page, Shown
from firsthand.web.pages import (
    allegations,
    answers,
    contradictions,
    copies,
    crimes,
    custody,
    decisions,
    documents,
    estimates,
    findings,
    flaws,
    judge,
    overview,
    reader,
    review,
    search,
    sights,
    speakers,
)
from firsthand.web.words import LANGUAGES, Words
from firsthand.web.work import State, Work, drop

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *documents.PAGES,
    *reader.PAGES,
    *allegations.PAGES,
    *answers.PAGES,
    *sights.PAGES,
    *review.PAGES,
    *contradictions.PAGES,
    *speakers.PAGES,
    *copies.PAGES,
    *crimes.PAGES,
    *estimates.PAGES,
    *findings.PAGES,
    *decisions.PAGES,
    *flaws.PAGES,
    *custody.PAGES,
    *search.PAGES,
)
"""Every page, in the order of the navigation."""

CHANGES: tuple[Change, ...] = (*judge.CHANGES, *overview.CHANGES, *reader.CHANGES, *review.CHANGES, *findings.CHANGES)
"""Everything that can be changed."""

AROUND = ("lang", "theme", "done")
"""What any address may carry beside what its page is asked: language, theme, the decision that was just recorded."""

FILES = 10_000
"""Files that can be dropped at once."""

Carry = Callable[[Mapping[str, str], FormData], Done]
"""What a form does: its fields, and the whole of it where there are files."""

STATUS: tuple[tuple[type[FirsthandError], int], ...] = (
    (NoSuchRecord, 404),
    (DecidedMeanwhile, 409),
    (InquiryBusy, 409),
    (WrongUse, 400),
)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around every page: whose inquiry, in which language and theme, where one is, and what was `done` just now."""

    inquiry: str
    who: str
    path: str
    query: str
    nav: str
    pages: tuple[tuple[str, str, str], ...]
    languages: Mapping[str, str]
    theme: str
    form: str
    searchable: bool
    busy: State
    done: Judgement | None = None

    @property
    def here(self) -> str:
        """The address of this page."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def with_(self, **changed: object) -> str:
        """The address of this page with other values in its query; one that is "" is left out."""
        held = {**dict(QueryParams(self.query)), **{k: str(v) for k, v in changed.items()}}
        left = urlencode({k: v for k, v in held.items() if v != ""})
        return f"{self.path}?{left}" if left else self.path


class Wrong(Shown, frozen=True):
    """What could not be done, and what one can do. `again` is the form that was sent, where sending it again makes sense."""

    what: str
    cure: str
    status: int
    action: str = ""
    again: Mapping[str, str] = {}


class Workbench:
    """The pages and changes of one inquiry, entered with one key."""

    def __init__(
        self,
        inquiry: Inquiry,
        key: Key,
        work: Work | None = None,
        pages: Sequence[Page] = PAGES,
        changes: Sequence[Change] = CHANGES,
    ) -> None:
        inquiry.prepare()
        self._inquiry = inquiry
        self._work = work
        self._key = key
        self._pages = pages
        self._changes = changes
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("firsthand.web", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(draw=draw, atlas=_rings)
        self._static = dict(_static())

    def app(self) -> ASGIApp:
        """The application."""
        routes = [Route("/static/{name}", self._file), Route("/work.json", self._far)]
        routes += [Route(p, self._form(do), methods=["POST"]) for p, do in (("/work", self._run), ("/add", self._add))]
        routes += [Route(path, self._send(make)) for path, make in (*reader.FILES.items(), *findings.FILES.items())]
        for page in self._pages:
            routes += [Route(_json(page.path), self._tell(page)), Route(page.path, self._show(page))]
        routes += [Route(c.path, self._form(self._changing(c)), methods=["POST"]) for c in self._changes]
        wrong: Any = {HTTPException: self._missing, Exception: self._fault}
        return Guard(Starlette(routes=routes, exception_handlers=wrong), self._key)

    def warm(self) -> None:
        """Do what pages would wait for when they are first asked for: at the start, and after each run."""
        for page in self._pages:
            self._templates.get_template(page.template)
        atlas.outlines()
        atlas.position("")
        self._inquiry.ask(gather.warm)

    # ---- looking ---------------------------------------------------------------------------------------------------

    def _show(self, page: Page) -> Any:
        def show(request: Request) -> Response:
            try:
                shown = page.make(self._inquiry, asked(page.asks, request))
            except FirsthandError as error:
                return self._wrong(request, error)
            response = self._page(request, page.template, shown, page.nav)
            for name in ("lang", "theme"):
                if name in request.query_params:
                    response.set_cookie(name, request.query_params[name][:8], samesite="strict", httponly=True)
            return response

        return show

    def _tell(self, page: Page) -> Any:
        def tell(request: Request) -> Response:
            try:
                return _said(page.make(self._inquiry, asked(page.asks, request)))
            except FirsthandError as error:
                return _said(_told(error), _status(error))

        return tell

    def _page(self, request: Request, template: str, shown: Shown, nav: str = "", status: int = 200) -> Response:
        words = Words(request.query_params.get("lang") or request.cookies.get("lang", "en"))
        around = self._around(request, nav)
        html = self._templates.get_template(template).render(page=shown, around=around, t=words)
        return Response(html, status, media_type="text/html")

    def _around(self, request: Request, nav: str) -> Around:
        done = request.query_params.get("done", "")
        theme = request.query_params.get("theme") or request.cookies.get("theme", "")
        query = urlencode([(k, v) for k, v in request.query_params.multi_items() if k not in AROUND])
        return Around(
            inquiry=self._inquiry.name,
            who=self._inquiry.settings.who,
            path=request.url.path,
            query=query,
            nav=nav,
            pages=tuple((p.nav, p.path, p.key) for p in self._pages if p.nav and "{" not in p.path),
            languages=LANGUAGES,
            theme=theme if theme in ("light", "dark") else "",
            form=self._key.form,
            searchable=any(p.path == "/search" for p in self._pages),
            busy=self._work.state if self._work else State(),
            done=self._inquiry.ask(browse.judgement, done) if done else None,
        )

    def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._static:
            raise HTTPException(404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(self._static[name], media_type=kind, headers={"cache-control": "max-age=0, must-revalidate"})

    # ---- changing --------------------------------------------------------------------------------------------------

    def _form(self, carry: Carry) -> Any:
        """Serve the forms that `carry` carries out: with their token, and with every error as a page or as JSON, as it was asked for."""

        async def sent(request: Request) -> Response:
            form = await request.form(max_files=FILES, max_fields=FILES)
            try:
                return await run_in_threadpool(self._carried, carry, request, form)
            finally:
                await form.close()

        return sent

    def _carried(self, carry: Carry, request: Request, form: FormData) -> Response:
        sent = {k: v for k, v in form.items() if isinstance(v, str)}
        back = _local(sent.pop("back", "/"))
        plain = "application/json" in request.headers.get("accept", "")
        try:
            if not self._key.genuine(sent.pop("token", "")):
                raise WrongUse("this form is not of this run of the workbench", "load the page again")
            done = carry(sent, form)
        except FirsthandError as error:
            return _said(_told(error), _status(error)) if plain else self._wrong(request, error, {**sent, "back": back})
        if plain:
            return _said(done)
        return RedirectResponse(_noticed(done.then or back, done), 303)

    def _changing(self, change: Change) -> Carry:
        def carry(sent: Mapping[str, str], _: FormData) -> Done:
            done = change.make(self._inquiry, filled(change.asks, sent))
            if change.follows and self._work:
                self._work.soon()
            return done

        return carry

    # ---- the line --------------------------------------------------------------------------------------------------

    def _far(self, _: Request) -> Response:
        return _said(self._work.state if self._work else State())

    def _run(self, sent: Mapping[str, str], _: FormData) -> Done:
        """Start the line, on a place of this machine too, or stop it."""
        if self._work is None:
            raise WrongUse("nothing is run from this workbench", "run firsthand assess")
        if sent.get("do") == "stop":
            self._work.stop()
        else:
            place = sent.get("place", "").strip()
            self._work.start("assess", [Path(place).expanduser()] if place else [])
        return Done(then="/")

    def _add(self, _: Mapping[str, str], form: FormData) -> Done:
        """Take the files that were dropped, and start the line on them."""
        files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        if not files or self._work is None:
            raise WrongUse("no file was chosen", "choose files or drop them on the page")
        for file in files:
            with drop(self._inquiry.folder, file.filename or "").open("xb") as kept:
                shutil.copyfileobj(file.file, kept)
        with suppress(InquiryBusy):  # the run under way does not take them, the next one does
            self._work.start("assess")
        return Done(then="/")

    def _send(self, make: Callable[[Inquiry, Mapping[str, str]], tuple[bytes, str]]) -> Any:
        """Serve a file that is made of what the inquiry holds."""

        def send(request: Request) -> Response:
            try:
                data, kind = make(self._inquiry, request.path_params)
            except FirsthandError as error:
                return self._wrong(request, error)
            paper = {"content-security-policy": PAPER} if kind == "text/html" else {}
            return Response(data, media_type=kind, headers=paper)

        return send

    # ---- what is wrong ---------------------------------------------------------------------------------------------

    def _wrong(self, request: Request, error: FirsthandError, sent: Mapping[str, str] | None = None) -> Response:
        again: Mapping[str, str] = {}
        if isinstance(error, DecidedMeanwhile) and sent:
            again = {k: v for k, v in sent.items() if k != "seen"}
        told = msgspec.structs.replace(_told(error), action=request.url.path, again=again)
        return self._page(request, "wrong.html.j2", told, status=told.status)

    def _missing(self, request: Request, error: HTTPException) -> Response:
        what = "there is no such page" if error.status_code == 404 else str(error.detail)
        told = Wrong(what=what, cure="go to the overview", status=error.status_code)
        if request.url.path.endswith(".json"):
            return _said(told, told.status)
        return self._page(request, "wrong.html.j2", told, status=told.status)

    def _fault(self, request: Request, error: Exception) -> Response:
        kind = type(error).__name__
        told = Wrong(what=f"the program has a fault ({kind})", cure="see the terminal; nothing was changed", status=500)
        return self._page(request, "wrong.html.j2", told, status=500)


def _rings() -> list[Sequence[tuple[float, float]]]:
    """The outlines of all countries, for the map."""
    return [ring for rings in atlas.outlines().values() for ring in rings]


def asked(type_: type[Ask], request: Request) -> Ask:
    """What a page is asked. Raises WrongUse where a name or a value is none that it takes."""
    lists = {f.name for f in msgspec.structs.fields(type_) if get_origin(f.type) is tuple}
    query = request.query_params
    given: dict[str, Any] = {k: query.getlist(k) if k in lists else query[k] for k in query if k not in AROUND}
    return _typed(type_, {**given, **request.path_params})


def filled(type_: type[Ask], sent: Mapping[str, str]) -> Ask:
    """What a form says. Raises WrongUse where a name or a value is none that it takes."""
    return _typed(type_, sent)


def _typed(type_: type[Ask], values: Mapping[str, Any]) -> Ask:
    try:
        return msgspec.convert(dict(values), type_, strict=False)
    except msgspec.ValidationError as error:
        raise WrongUse(
            f"the address or the form asks for what is not there: {error}", "follow a link of the page"
        ) from error


def _json(path: str) -> str:
    return "/overview.json" if path == "/" else f"{path}.json"


def _said(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _status(error: FirsthandError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def _told(error: FirsthandError) -> Wrong:
    return Wrong(what=error.what, cure=error.cure, status=_status(error))


def _local(address: str) -> str:
    """An address of ours, as it was sent in a form; the overview for any other."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside else "/"


def _noticed(address: str, done: Done) -> str:
    """The address, with the decision that was recorded, so that the page there can say so."""
    if done.judgement is None:
        return address
    before, mark, anchor = address.partition("#")
    path, _, query = before.partition("?")
    held = {**dict(QueryParams(query)), "done": done.judgement.id}
    return f"{path}?{urlencode(held)}{mark}{anchor}"


def _static() -> list[tuple[str, bytes]]:
    """The files that pages load, the house's style among them."""
    folder = resources.files("firsthand.web").joinpath("static")
    found = [(f.name, f.read_bytes()) for f in folder.iterdir() if f.is_file()]
    house = resources.files("firsthand.reports").joinpath("templates", "report.css")
    return [*found, ("house.css", house.read_bytes())]
