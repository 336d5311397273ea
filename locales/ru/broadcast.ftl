# Рассылка: кнопки для сотрудников.

broadcast-preview = Предпросмотр
broadcast-test = Отправить себе
broadcast-submit = На утверждение
broadcast-approve = Утвердить
broadcast-pause = Приостановить
broadcast-resume = Продолжить
broadcast-stop = Остановить
