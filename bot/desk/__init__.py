"""The desk: cases registered, shown to staff, worked on and told back to patients, each in the caller's transaction."""
