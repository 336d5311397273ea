"""The policy's room: a published text read, checked and made into an edition; the built-in edition."""

from dialogs.policy import Comparison, Edition


def as_json(edition: Edition, comparison: Comparison) -> dict[str, object]:
    """What `qupia policy import --json` prints: `sections` is their count, the lists hold clause numbers."""
    return {
        "version": edition.version,
        "sha256": edition.sha256,
        "sections": len(edition.sections),
        "clauses": list(edition.numbers()),
        "empty": list(edition.empty()),
        "added": list(comparison.added),
        "changed": list(comparison.changed),
        "removed": list(comparison.removed),
    }
