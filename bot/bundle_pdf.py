"""Lays a case bundle out on pages. Fonts are those that come with matplotlib: DejaVu has every Kazakh letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.desk.bundle import Bundle
from bot.wording import Wording
from dialogs.deadlines import CITATIONS
from dialogs.messages import Arg, Text, text

MARGIN = 18
GREY = 110


def draw(bundle: Bundle, wording: Wording) -> bytes:
    """The bundle as a PDF in the language of its patient."""
    import matplotlib
    from fpdf import FPDF

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_font("text", "", str(fonts / "DejaVuSans.ttf"))
    pdf.add_font("text", "B", str(fonts / "DejaVuSans-Bold.ttf"))
    pdf.add_font("code", "", str(fonts / "DejaVuSansMono.ttf"))
    pdf.add_page()
    page = _Page(pdf, bundle, wording)
    page.write()
    return bytes(pdf.output())


class _Page:
    """Writes the parts of a bundle, one under the other."""

    def __init__(self, pdf: Any, bundle: Bundle, wording: Wording) -> None:
        self._pdf = pdf
        self._bundle = bundle
        self._plain = bundle.plain
        self._wording = wording

    def write(self) -> None:
        """Everything, in reading order."""
        plain, case = self._plain, self._plain["case"]
        self._line(self._say(text("bundle-title", number=case["number"])), 16, "B")
        self._line(
            f"{plain['operator']['name']} · {plain['operator']['email']} · {plain['made_at']}", 9, grey=True
        )
        self._part(text("bundle-request"), self._request())
        self._part(text("bundle-receipt"), self._receipt())
        self._part(text("bundle-timeline"), ())
        self._timeline()
        self._part(text("bundle-log"), ())
        self._log()

    def _request(self) -> Iterable[str]:
        case, request = self._plain["case"], self._plain["request"]
        status = case["status"].replace("_", "-")
        yield self._say(text(f"kind-{case['kind']}"))
        yield self._say(text("review-whom", whom=text(f"whom-{case['for']}")))
        yield self._say(text("card-status", status=text(f"status-{status}")))
        if case["outcome"]:
            yield self._say(Text(case["outcome"]))
        if case["phone"]:
            yield case["phone"]
        for one in request["fields"]:
            field = self._say(text(f"field-{one['field']}"))
            yield f"{field}: {one['old'] or '—'} → {one['value']}"
        yield from (words for words in (request["name"], request["words"]) if words)

    def _receipt(self) -> Iterable[str]:
        yield self._say(text("bundle-received", at=_moment(self._plain["case"]["received_at"])))
        for clock in self._plain["clocks"]:
            cited = CITATIONS.get(clock["article"])
            article = f" ({self._say(text(f'article-{cited}'))})" if cited else ""
            named = self._say(text(f"clock-{clock['name']}"))
            yield self._say(text("bundle-due", name=named, at=_moment(clock["due"]))) + article
        for pause in self._plain["pauses"]:
            yield self._say(text("bundle-pause", began=_moment(pause["from"]), ended=_moment(pause["to"])))
        yield self._say(text("receipt-edition", edition=self._plain["edition"]))
        yield self._plain["receipt"]["code"]
        yield self._say(text("bundle-head", head=self._plain["receipt"]["audit_head"]))

    def _timeline(self) -> None:
        for entry, by in self._bundle.story:
            self._line(f"{self._say(text(f'timeline-{entry.what}', at=entry.at))}  [{by}]", 10)
            if entry.detail:
                self._line(self._say(Text(entry.detail)), 10, indent=6)
            if entry.words:
                self._line(entry.words, 10, indent=6, grey=True)
        left_out = self._plain["internal_notes_left_out"]
        if left_out:
            self._line(self._say(text("bundle-left-out", count=left_out)), 9, grey=True)

    def _log(self) -> None:
        log = self._plain["log"]
        whole = text("bundle-whole", count=log["rows_in_log"])
        broken = text("bundle-broken", seq=log["first_broken_row"] or 0)
        self._line(self._say(whole if log["whole"] else broken), 10)
        self._line(log["head"], 8, family="code")
        for row in log["rows"]:
            self._line(
                f"{row['seq']:>6}  {row['act']:<24} {row['by']:<10} {row['hash'][:32]}", 8, family="code"
            )

    # --- pieces

    def _say(self, said: Text) -> str:
        return self._wording.label(said, self._bundle.language)

    def _part(self, title: Text, lines: Iterable[str]) -> None:
        self._pdf.ln(4)
        self._line(self._say(title), 12, "B")
        for line in lines:
            self._line(line, 10)

    def _line(
        self,
        words: str,
        size: float,
        style: str = "",
        *,
        family: str = "text",
        indent: float = 0,
        grey: bool = False,
    ) -> None:
        self._pdf.set_font(family, style, size)
        self._pdf.set_text_color(GREY if grey else 0)
        self._pdf.set_x(MARGIN + indent)
        self._pdf.multi_cell(0, size * 0.52, words, new_x="LMARGIN", new_y="NEXT", align="L")


def _moment(written: str | None) -> Arg:
    """A moment as each language tells it; a dash for one that has not come."""
    return datetime.fromisoformat(written) if written else "—"
