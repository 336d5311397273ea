# Группа сотрудников: карточка, кнопки, ответы.

## Карточка (содержания обращения здесь нет)

card-title = <b>№ { $number }</b> · { $kind }
card-purpose = Согласие: { $purpose }
card-whom = Для кого: { $whom }
card-whom-self = сам заявитель
card-whom-child = его ребёнок или подопечный
card-whom-other = другой человек
card-phone = Телефон: { $phone } ({ $method })
card-no-phone = Телефон: не подтверждён
card-language = Язык: { $language } · { $channel }
card-status = Состояние: { $status }
card-owner = Состояние: { $status } · { $name }
card-due-green = 🟢 Срок: { $due } · { $days ->
    [0] истекает сегодня
    [one] остался { $days } рабочий день
    [few] осталось { $days } рабочих дня
    [many] осталось { $days } рабочих дней
   *[other] осталось { $days } рабочего дня
}
card-due-yellow = 🟡 Прошла половина срока: { $due } · { $days ->
    [0] истекает сегодня
    [one] остался { $days } рабочий день
    [few] осталось { $days } рабочих дня
    [many] осталось { $days } рабочих дней
   *[other] осталось { $days } рабочего дня
}
card-due-red = 🔴 Срок на исходе: { $due } · { $days ->
    [0] истекает сегодня
    [one] остался { $days } рабочий день
    [few] осталось { $days } рабочих дня
    [many] осталось { $days } рабочих дней
   *[other] осталось { $days } рабочего дня
}
card-paused = ⏸ Срок приостановлен: { $due }
card-overdue = 🔴 Срок истёк: { $due }
card-received = Принято: { $at }
card-unheard = 💬 Заявитель написал и ждёт ответа
card-undelivered = ❗ Последнее сообщение не доставлено: позвоните
card-documents-seen = Документы показаны
card-authority-checked = Полномочия проверены
card-refusal-pending = Отказ ждёт утверждения вторым сотрудником
topic-name = № { $number } · { $kind }

channel-telegram = Telegram
channel-whatsapp = WhatsApp

staff-take = Взять
staff-return = Вернуть
staff-hand-over = Передать
staff-take-over = Принять
staff-details = Содержание
staff-ask = Написать заявителю
staff-wait = Ждать ответа
staff-resume = Возобновить
staff-documents-seen = Документы показаны
staff-authority-checked = Полномочия проверены
staff-done = Исполнено
staff-refuse = Отказать
staff-approve = Утвердить отказ
staff-decline = Не утверждать
staff-no-words = Без пояснения
staff-heard = Код назван верно

## Итоги и основания (и на кнопках, и в сообщении заявителю)

outcome-corrected = Данные исправлены
outcome-partly-corrected = Данные исправлены частично
outcome-stopped = Обработка прекращена
outcome-stopped-except-law = Прекращено, кроме обязательного по закону
outcome-copy-given = Копия данных выдана
outcome-nothing-held = Данные не найдены
outcome-blocked = Данные заблокированы
outcome-erased = Данные уничтожены
outcome-erased-except-law = Уничтожено, кроме хранимого по закону
outcome-answered = На вопрос дан ответ
field-outcome-done = Исправлено
field-outcome-partly = Исправлено частично
field-outcome-refused = Не исправлено

ground-not-confirmed = Основания не подтверждены (ст. 24)
ground-retention-by-law = Хранения требует закон (ст. 8, п. 2)
ground-obligation-unfulfilled = Обязательство не исполнено (ст. 8, п. 2)
ground-authority-not-shown = Полномочия не подтверждены (ст. 8)
ground-identity-not-shown = Личность не подтверждена (правило клиники)
ground-not-our-data = Клиника не обрабатывает эти данные
ground-outside-desk = Вопрос не о персональных данных

## Короткий ответ на кнопку

toast-taken = Обращение у Вас.
toast-returned = Обращение возвращено в очередь.
toast-offered = Предложение отправлено в группу. Пока его не приняли, обращение у Вас.
toast-write = Напишите ответом на сообщение в группе.
toast-choose = Выберите в сообщении в группе.
toast-resumed = Рассмотрение продолжено, срок снова идёт.
toast-noted = Отмечено.
toast-done = Обращение завершено, заявителю сообщили.
toast-refused = Отказ утверждён, заявителю сообщили.

denied-taken = Это обращение у другого сотрудника: { $name }
denied-not-owner = Это может сделать только тот, кто взял обращение: { $name }
denied-own-hand-over = Обращение и так у Вас.
denied-status = № { $number }: в нынешнем состоянии это невозможно ({ $status }).
denied-no-refusal = Нет отказа, который ждёт утверждения.
denied-second-person = Тот, кто предложил отказ, не может сам его утвердить.
denied-refusal-pending = Отказ ждёт утверждения. Сначала нужно решить по нему.
denied-documents = Сначала отметьте «{ staff-documents-seen }»: для исправления документы обязательны.
denied-fields = Сначала укажите, что сделано по каждому пункту: снова нажмите «{ staff-done }» на карточке.
denied-all-refused = Если ни один пункт не исправлен, нажмите на карточке «{ staff-refuse }» и укажите основание.
denied-unknown = Эта кнопка больше не работает. Показать карточку заново: /case N
denied-authority = Сначала отметьте «{ staff-authority-checked }».

case-unknown = № { $number }: такого обращения или выбора нет.

## Сообщения в группе

group-patient-wrote = 💬 № { $number }: заявитель написал.
group-patient-cancelled = № { $number }: заявитель отменил обращение.
group-hand-over = № { $number }: { $name } хочет передать это обращение. Кто примет?
group-ask = № { $number }. { $name }, напишите заявителю ответом на это сообщение. Он получит его от имени клиники.
group-wait = № { $number }. { $name }, ответом на это сообщение напишите, чего ждёт клиника. Заявитель получит эти слова, срок приостановится.
group-outcome = № { $number }. { $name }, что сделано?
group-field = № { $number }. { $name }, пункт { $place }, { $field }: что сделано?
group-ground = № { $number }. { $name }, выберите основание отказа:
group-done-words = № { $number }: { $outcome }. { $name }, напишите пояснение для заявителя ответом на это сообщение или завершите без пояснения.
group-refusal-words = № { $number }: { $ground }. { $name }, ответом на это сообщение напишите для заявителя причину отказа.
group-refusal-proposed = № { $number }: { $name } предлагает отказать. Основание: { $ground }. Второй сотрудник должен посмотреть содержание и решить на карточке.
group-refusal-waits = № { $number }: отказ ждёт утверждения вторым сотрудником.
group-refusal-declined = № { $number }: { $name } не утверждает отказ. Рассмотрение продолжается.
group-noted = № { $number }: внутренняя заметка сохранена. Заявитель её не видит.
group-relayed = № { $number }: сообщение отправлено от имени клиники.
group-relayed-later = № { $number }: сообщение уйдёт заявителю не ночью, а утром: { $at }.
group-rewritten = № { $number }: исправление внесено и в сообщение, которое получил заявитель.
group-not-rewritten = № { $number }: в этом мессенджере отправленное сообщение изменить нельзя. Напишите исправление новым сообщением.
group-not-recalled = № { $number }: это сообщение уже отправлено заявителю, внутренней заметкой оно стать не может.
group-not-relayed = № { $number }: сообщение не отправлено, заявителя больше нет в боте. Свяжитесь с ним по телефону.
group-waiting = № { $number }: ждём ответа, срок приостановлен. Заявителю сообщили.

## Содержание (для глаз одного сотрудника)

details-title = <b>№ { $number }, содержание</b>
details-phone = Телефон: { $phone }
details-patient =
    Заявитель, { $at }
    <blockquote>{ $words }</blockquote>
details-clinic =
    Клиника, { $at }
    <blockquote>{ $words }</blockquote>
details-note =
    Внутренняя заметка, { $at }
    <blockquote>{ $words }</blockquote>
details-shown = Содержание показано только Вам. Просмотр записан в журнал.
open-me-first = Сначала откройте личный чат с ботом и нажмите «Start». Затем нажмите «{ staff-details }» ещё раз.

## Подтверждение звонком в клинику

call-card =
    📞 Ждём звонка: { $phone }
    Код: <b>{ $code }</b>
    Нажмите кнопку, только если звонят с этого номера и код назван точно.
call-heard = Номер подтверждён.
call-late = Поздно: код устарел или уже подтверждён.

## Напоминания и утренняя сводка

reminder-half = 🟡 № { $number }: прошла половина срока. { $clock }: { $due }
reminder-most = 🔴 № { $number }: срок на исходе. { $clock }: { $due }
reminder-overdue = 🔴 № { $number }: срок истёк. { $clock }: { $due }
reminder-owner = Обращение взял сотрудник: { $name }
reminder-nobody = Обращение ещё никто не взял.
reminder-administrators = Вниманию администраторов: { $names }
digest-title = <b>Утренняя сводка, { $day }</b>
digest-counts = Никем не взяты: { $open } · на рассмотрении: { $taken } · ждут ответа: { $waiting }
digest-overdue = 🔴 Срок истёк ({ $count }): { $numbers }
digest-due-today = 🟡 Срок истекает сегодня ({ $count }): { $numbers }
digest-unheard = 💬 Заявитель ждёт ответа ({ $count }): { $numbers }
digest-head = Отпечаток журнала действий: <code>{ $head }</code> · записей: { $count }

## Материалы обращения (PDF)

bundle-title = Материалы обращения № { $number }
bundle-request = Обращение
bundle-receipt = Регистрация и сроки
bundle-timeline = Ход обращения
bundle-log = Журнал действий
bundle-received = Принято: { $at }
bundle-due = { $name }: { $at }
bundle-pause = Срок приостанавливался: { $began } — { $ended }
bundle-head = Отпечаток журнала при регистрации: { $head }
bundle-left-out = Внутренние заметки сотрудников не включены, их число: { $count }
bundle-whole = Журнал цел, записей: { $count }. Отпечаток журнала:
bundle-broken = Журнал нарушен, первая неверная запись: { $seq }. Отпечаток журнала:
