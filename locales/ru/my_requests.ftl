# Мои обращения: список, ход одного обращения, сообщение, отмена.

requests-title = Ваши обращения, начиная с новых:
requests-none = Из этого чата обращений не было.
request-label = № { $number } · { $kind } · { $status }
    .short = № { $number }
request-title =
    <b>№ { $number } · { $kind }</b>
    Состояние: { $status }
request-due = Срок: <b>{ $due }</b>
request-message = Написать сообщение
request-message-question = Что добавить к обращению № { $number }? Напишите, клиника это увидит.
request-message-added = Сообщение добавлено к обращению.
health-warning =
    Похоже, в Вашем сообщении есть слова о здоровье. Здесь такие сведения не нужны, к тому же мессенджер иностранный. Напишите ещё раз без них или отправьте как есть.
    <blockquote>{ $words }</blockquote>
health-send = Отправить как есть
health-not-sent = № { $number }: сообщение не отправлено, похоже, в нём есть слова о здоровье. Напишите без них. Чтобы отправить как есть, откройте обращение и нажмите «{ request-message }».
request-cancel = Отменить обращение
request-cancel-question = Отменить обращение № { $number }? Клиника перестанет его рассматривать.
request-cancel-yes = Да, отменить
request-cancelled = Обращение отменено.
request-ended = Это обращение завершено. Если нужно, подайте новое.
request-gone = Такого открытого обращения у Вас нет.

timeline-words =
    { $entry }
    <blockquote>{ $words }</blockquote>
timeline-detail =
    { $entry }
    { $detail }

timeline-filed = { $at } — обращение зарегистрировано
timeline-joined = { $at } — к обращению добавлено ещё одно Ваше обращение
timeline-message = { $at } — Вы написали
timeline-taken = { $at } — сотрудник взял обращение в работу
timeline-returned = { $at } — возвращено в очередь
timeline-handed-over = { $at } — передано другому сотруднику
timeline-waiting = { $at } — клиника ждёт Вашего ответа, срок приостановлен
timeline-resumed = { $at } — срок снова идёт
timeline-due-moved = { $at } — рабочие дни изменились, срок посчитан заново
timeline-clinic-wrote = { $at } — клиника написала
timeline-clinic-corrected = { $at } — клиника исправила своё сообщение
timeline-documents-seen = { $at } — документы показаны в регистратуре
timeline-authority-checked = { $at } — полномочия проверены
timeline-done = { $at } — исполнено
timeline-refused = { $at } — отказано
timeline-cancelled = { $at } — отменено по Вашему желанию
timeline-note = { $at } — заметка сотрудника
timeline-refusal-proposed = { $at } — предложен отказ
timeline-refusal-declined = { $at } — отказ не утверждён
