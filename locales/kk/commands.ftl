# Мәзірдегі командалардың түсіндірмесі.

command-menu = Басты мәзір
command-settings = Баптаулар
command-stop = Хабарламаларды тоқтату
command-verify = Өтініш кодын тексеру
command-queue = Аяқталмаған өтініштер
command-mine = Өзімдегі өтініштер
command-overdue = Мерзімі өткен өтініштер
command-find = Өтінішті табу
command-case = Өтініштің карточкасын көрсету
command-stats = Көрсеткіштер
command-holiday = Демалыс және жұмыс күндері
command-help = Анықтама
