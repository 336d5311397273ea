# Two messengers of one person: joining and parting them.

join-offer = The same number is proven in { $platform } too. Join the two chats? Then each shows the requests of both, and the answer comes to the chat where a request was filed. You can part them at any time: “{ menu-settings }”, “{ settings-holdings }”.
join-yes = Join the chats
join-no = Keep them apart
joined = The chats are joined: “{ menu-requests }” now shows those from { $platform } too. Messages of the bot are turned on and off in each chat by itself.
join-gone = There is nothing to join any more: in the other messenger this number is not proven now.
kept-apart = The chats are apart: each shows its own requests only.
messages-each-apart = This holds for this chat only. In { $platform } messages are turned on and off there.
holdings-joined = Joined: with your chat in { $platform }, each shows the requests of both.
forget-elsewhere = <b>Not touched:</b> your chat in { $platform }. What is kept there stays until you ask to be forgotten there too. The chats will no longer be joined.
told-joined = This chat was joined with your chat in { $platform }, where the same number is proven. Each now shows the requests of both. If it was not you, press “{ join-no }” and tell the clinic.
