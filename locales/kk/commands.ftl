# Мәзірдегі командалардың түсіндірмесі.

command-menu = Басты мәзір
command-settings = Баптаулар
command-stop = Хабарламаларды тоқтату
command-verify = Қолхат кодын тексеру
command-queue = Аяқталмаған өтініштер
command-mine = Менің өтініштерім
command-overdue = Мерзімі өткен өтініштер
command-find = Өтінішті табу
command-case = Өтініштің карточкасын көрсету
command-stats = Көрсеткіштер
command-holiday = Демалыс және жұмыс күндері
command-help = Анықтама
