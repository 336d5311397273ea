"""Answers people can rely on: the right clause of the policy, or honestly none, in three languages."""

from bot.answers.index import Answer, Answers

__all__ = ["Answer", "Answers"]
