# Пояснения к командам в меню.

command-menu = Главное меню
command-settings = Настройки
command-stop = Больше не присылать сообщения
command-verify = Проверить код обращения
command-queue = Незавершённые обращения
command-mine = Обращения у меня
command-overdue = Просроченные обращения
command-find = Найти обращение
command-case = Показать карточку обращения
command-stats = Показатели
command-holiday = Выходные и рабочие дни
command-help = Справка
