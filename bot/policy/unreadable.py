"""Why a policy file could not be taken, said so that the clinic can mend it."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "policy-file-missing": "there is no such file: check the path",
    "policy-file-format": "{suffix} files are not read: save it as .docx, .html, .md or .txt",
    "policy-file-large": "the file is over {limit_kb} KB: send the policy alone, without pictures",
    "policy-file-damaged": "the file does not open as {suffix}: save it again and send the new copy",
    "policy-file-encoding": "the letters cannot be made out: save the file as UTF-8",
    "policy-letters-lost": "letters were replaced by {sign} inside words: save the original as UTF-8",
    "policy-tracked-changes": "the document has tracked changes: accept or reject all of them and save it",
    "policy-empty": "the file has no text: send the text of the policy",
    "policy-binary": "this is not text: save the policy as .docx or as .txt in UTF-8",
    "policy-not-a-policy": (
        "found {found} clauses and a policy has at least {least}: "
        "begin each with a typed number such as 1.1. (numbers a word processor adds do not count)"
    ),
    "policy-wrong-language": "the text does not look like {lang}: name its language or send the {lang} text",
    "policy-no-heading": (
        "section {section} has no heading: "
        "put it on a line of its own before clause {section}.1, written like the other headings"
    ),
    "policy-heading-number": (
        "the heading says {found} but clause {section}.1 follows it: make the two numbers agree"
    ),
    "policy-stray-heading": "this heading has no clauses under it: number its text or remove the heading",
    "policy-number-first": "the first clause is {number}: a policy begins with 1.1",
    "policy-number-repeated": "clause {number} already stands on line {first}: give each its own number",
    "policy-number-gap": "clause {number} follows {previous}: {expected} is missing",
    "policy-number-order": "clause {number} follows {previous}: put the clauses in order",
}
"""One English line per reason; the keys are also the message ids of the staff group's translations."""


class Unreadable(ValueError):
    """The text was refused whole; `line` counts from 1 (0: the whole file), `why_key` is in `WHY`."""

    def __init__(self, line: int, why_key: str, details: Mapping[str, str | int] | None = None) -> None:
        self.line = line
        self.why_key = why_key
        self.details = dict(details or {})
        super().__init__(str(self))

    def __str__(self) -> str:
        why = WHY[self.why_key].format(**self.details)
        return f"line {self.line}: {why}" if self.line else why
