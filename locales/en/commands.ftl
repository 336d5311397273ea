# What the commands in the menus do.

command-menu = Main menu
command-settings = Settings
command-stop = Stop the messages
command-verify = Check a receipt code
command-queue = Unfinished requests
command-mine = My requests
command-overdue = Overdue requests
command-find = Find a request
command-case = Show a request's card
command-stats = Figures
command-holiday = Days off and working days
command-help = Help
