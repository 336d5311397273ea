# Хабар тарату: қызметкерлерге арналған батырмалар.

broadcast-preview = Алдын ала көру
broadcast-test = Өзіме жіберу
broadcast-submit = Бекітуге жіберу
broadcast-approve = Бекіту
broadcast-pause = Кідірту
broadcast-resume = Жалғастыру
broadcast-stop = Тоқтату
