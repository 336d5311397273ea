"""What the page shows of a group besides its messages: the topics that are there to be opened."""

from bot.demo.bot_api.world import Chat, Json


def topics_of(chat: Chat) -> list[Json]:
    """Every topic that was not deleted; none where the group is no forum."""
    if not chat.is_forum:
        return []
    return [
        {"id": topic.id, "name": topic.name, "closed": topic.closed}
        for topic in chat.topics.values()
        if not topic.deleted
    ]
