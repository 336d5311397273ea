"""A group of the emulated world: who is in it, what happens to it."""

from bot.demo.bot_api.people import Person
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import RIGHTS, Chat, Member, User

ALL_RIGHTS = frozenset(RIGHTS)


class Group:
    """A group that keeps its handle also when Telegram gives it another id."""

    def __init__(self, world: Telegram, chat: Chat) -> None:
        self._world = world
        self._chat = chat
        self.first_id = chat.id

    @property
    def chat(self) -> Chat:
        """The chat as it is now."""
        return self._chat

    @property
    def id(self) -> int:
        """The chat id as it is now."""
        return self._chat.id

    @property
    def _creator(self) -> User:
        found = next((number for number, one in self._chat.members.items() if one.status == "creator"), None)
        return self._world.users[found] if found else self._world.bot

    def seat(
        self, user: User, status: str, *, rights: frozenset[str] = ALL_RIGHTS, anonymous: bool = False
    ) -> None:
        """Put somebody in without anybody being told: how the group was before the story begins."""
        given = rights if status in ("administrator", "creator") else frozenset()
        self._chat.members[user.id] = Member(status, given, anonymous)

    async def adds(self, person: Person, *, by: Person | None = None) -> None:
        """Somebody joins or is added."""
        actor = by.user if by else person.user
        self._join(person.user, actor)

    async def loses(self, person: Person, *, by: Person | None = None) -> None:
        """Somebody leaves, or is removed ``by`` an administrator."""
        self._world.set_member(
            self._chat, person.user, Member("kicked" if by else "left"), by.user if by else person.user
        )
        actor = by.user if by else person.user
        self._world.announce(self._chat, actor, {"left_chat_member": person.user.json()})

    async def promotes(
        self, person: Person, *, rights: frozenset[str] = ALL_RIGHTS, anonymous: bool = False
    ) -> None:
        """Somebody becomes an administrator, or an administrator of another kind."""
        member = Member("administrator", rights, anonymous)
        self._world.set_member(self._chat, person.user, member, self._creator)

    async def demotes(self, person: Person) -> None:
        """An administrator becomes a member."""
        self._world.set_member(self._chat, person.user, Member("member"), self._creator)

    async def adds_bot(self, *, by: Person | None = None, rights: frozenset[str] | None = None) -> None:
        """The bot is added; with ``rights`` as an administrator."""
        actor = by.user if by else self._creator
        member = Member("member") if rights is None else Member("administrator", rights)
        self._world.set_member(self._chat, self._world.bot, member, actor)
        self._joined(self._world.bot, actor)

    async def removes_bot(self) -> None:
        """The bot is thrown out; it hears of it once, as my_chat_member."""
        self._world.post(self._chat, self._creator, {"left_chat_member": self._world.bot.json()})
        self._world.set_member(self._chat, self._world.bot, Member("kicked"), self._creator)

    async def promotes_bot(self, rights: frozenset[str] = ALL_RIGHTS) -> None:
        """The bot becomes an administrator with these rights, or loses some."""
        self._world.set_member(self._chat, self._world.bot, Member("administrator", rights), self._creator)

    async def demotes_bot(self) -> None:
        """The bot becomes a member."""
        self._world.set_member(self._chat, self._world.bot, Member("member"), self._creator)

    async def upgrades(self) -> int:
        """The basic group becomes a supergroup; returns the new id."""
        if self._chat.type != "group":
            raise ValueError("only a basic group can be upgraded")
        old, world = self._chat, self._world
        new = world.add_group(old.title or "", supergroup=True, forum=False)
        new.members, new.keyboards = dict(old.members), dict(old.keyboards)
        world.announce(old, self._creator, {"migrate_to_chat_id": new.id})
        old.migrated_to, self._chat = new.id, new
        world.announce(new, self._creator, {"migrate_from_chat_id": old.id})
        return new.id

    async def turns_topics(self, on: bool = True) -> None:
        """Topics are switched on or off in the group's settings."""
        self._chat.is_forum = on
        self._world.changes.tell()

    async def closes_topic(self, topic_id: int) -> None:
        """A person closes a topic."""
        self._chat.topics[topic_id].closed = True
        self._world.announce(self._chat, self._creator, {"forum_topic_closed": {}}, topic_id)

    async def deletes_topic(self, topic_id: int) -> None:
        """A person deletes a topic with everything in it; the bot is not told."""
        self._world.drop_topic(self._chat, self._chat.topics[topic_id])

    def _join(self, user: User, actor: User) -> None:
        self._world.set_member(self._chat, user, Member("member"), actor)
        self._joined(user, actor)

    def _joined(self, user: User, actor: User) -> None:
        self._world.announce(self._chat, actor, {"new_chat_members": [user.json()]})
