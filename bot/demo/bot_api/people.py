"""The people of the emulated world, each with an account, a private chat and seats in groups."""

from bot.demo.bot_api.seat import Place, Seat
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Message, User


class _Private:
    def __init__(self, world: Telegram, user_id: int) -> None:
        self._world, self._id = world, user_id

    @property
    def chat(self) -> Chat:
        return self._world.chats[self._id]


class Person(Seat):
    """Somebody with an account: in the private chat with the bot, and ``at`` groups."""

    def __init__(self, world: Telegram, user: User) -> None:
        super().__init__(world, user, _Private(world, user.id))
        self._seats: dict[int, Seat] = {}

    def at(self, place: Place) -> Seat:
        """The same person in a group."""
        return self._seats.setdefault(id(place), Seat(self.world, self.user, place))

    async def starts(self, payload: str = "") -> Message:
        """Press Start (again)."""
        return await self.says(f"/start {payload}".strip())

    async def blocks(self) -> None:
        """Block the bot."""
        self.user.blocked = True
        self.world.private_member(self.user, "kicked", "member")

    async def unblocks(self) -> None:
        """Unblock the bot; the app sends /start only when the person presses Restart."""
        self.user.blocked = False
        self.world.private_member(self.user, "member", "kicked")

    async def goes_offline(self, offline: bool = True) -> None:
        """Ephemeral messages do not reach people who are offline."""
        self.user.offline = offline
