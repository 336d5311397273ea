# Новая редакция политики и рассылка: слова для группы сотрудников и для людей.

# --- Новая редакция

edition-usage = Пришлите новый текст политики файлом (.docx, .html, .md или .txt, до 1 МБ) в эту группу, а в подписи укажите язык и дату вступления в силу: <code>/policy kk 2026-12-01</code>. Без даты — сегодня.
edition-refused = Файл не принят, ничего не изменилось.
edition-refused-line = Файл не принят, ничего не изменилось. Ошибка в строке { $line }:
edition-known = Редакция { $version } уже опубликована.
edition-title = <b>Политика, { $version }</b> ({ $language }). Разделов: { $sections }, пунктов: { $clauses }.
edition-against = Сравнение с редакцией { $version }.
edition-first = Официального текста на этом языке ещё не было.
edition-same = Текст прежний: отличий не найдено.
edition-added = Добавлены ({ $count }): { $list }
edition-changed = Изменены ({ $count }): { $list }
edition-removed = Исключены ({ $count }): { $list }
edition-renumbered = Сменили номер ({ $count }): { $list }
edition-headings = Разделы с новым заголовком или вступлением ({ $count }): { $list }
edition-empty = Пункты без содержания ({ $count }): { $list }
edition-lost = На вопросы об этих пунктах прежней редакции ответа больше не будет ({ $count }): { $list }
edition-unheard-of = Если спросить своими словами, бот эти пункты пока не находит; их открывают в разделах и по номеру ({ $count }): { $list }
edition-judge = Какое это изменение? При существенном согласие будет запрошено заново у тех, кто давал его раньше.
edition-editorial = Редакционное
edition-material = Существенное
edition-changes = Показать изменения
edition-more = Следующая страница
edition-changes-title = { $version }: страница { $page } из { $pages }. Исключённое зачёркнуто, новое выделено.
edition-confirm-editorial = { $version } будет опубликована как редакционное изменение. Вступает в силу: { $day }
edition-confirm-material = { $version } будет опубликована как существенное изменение. Вступает в силу: { $day } После этого согласие будет запрошено заново у тех, кто давал его раньше.
edition-publish = Опубликовать
edition-published = { $version } опубликована. Вступает в силу: { $day } Кто опубликовал: { $name }. Прежние редакции сохранены.

# --- Почему файл не принят

policy-file-missing = Файл не найден.
policy-file-format = Формат { $suffix } не читается: сохраните как .docx, .html, .md или .txt.
policy-file-large = Файл больше { $limit_kb } КБ: пришлите только политику, без картинок.
policy-file-damaged = Файл не открывается как { $suffix }: сохраните его ещё раз и пришлите новую копию.
policy-file-encoding = Буквы не разобрать: сохраните файл в UTF-8.
policy-letters-lost = Внутри слов вместо букв стоит { $sign }: сохраните исходный текст в UTF-8.
policy-tracked-changes = В документе есть непринятые правки: примите или отклоните все и сохраните.
policy-empty = В файле нет текста: пришлите текст политики.
policy-binary = Это не текст: сохраните политику как .docx или .txt в UTF-8.
policy-not-a-policy = Найдено пунктов: { $found }, а в политике их не меньше { $least }. Начинайте каждый пункт с набранного номера, например 1.1. (номера, которые ставит сам редактор, не считаются).
policy-wrong-language = Текст не похож на указанный язык ({ $lang }): назовите язык верно или пришлите текст на нём.
policy-no-heading = У раздела { $section } нет заголовка: поставьте его отдельной строкой перед пунктом { $section }.1.
policy-heading-number = В заголовке стоит { $found }, а за ним идёт пункт { $section }.1: согласуйте номера.
policy-stray-heading = Под этим заголовком нет пунктов: пронумеруйте его текст или уберите заголовок.
policy-number-first = Первый пункт — { $number }: политика начинается с 1.1.
policy-number-repeated = Пункт { $number } уже есть в строке { $first }: дайте каждому свой номер.
policy-number-gap = За пунктом { $previous } идёт { $number }: пропущен { $expected }.
policy-number-order = За пунктом { $previous } идёт { $number }: расставьте пункты по порядку.

# --- Рассылка: в группе

broadcast-offer = О чём рассылка?
broadcast-only = Пишите только новости о политике конфиденциальности и персональных данных: на другое люди согласия не давали. Рекламу, цены, акции и приглашения на приём так рассылать нельзя.
broadcast-new = Сообщить людям
broadcast-new-edition = О последней редакции
broadcast-new-own = Своими словами
broadcast-preview = Предпросмотр
broadcast-test = Отправить себе
broadcast-submit = На утверждение
broadcast-return = Вернуть на правку
broadcast-approve = Утвердить
broadcast-pause = Приостановить
broadcast-resume = Продолжить
broadcast-stop = Остановить
broadcast-correct = Исправить
broadcast-report = Отчёт (CSV)
broadcast-write-kk = ✎ Казахский
broadcast-write-ru = ✎ Русский
broadcast-write-en = ✎ Английский

broadcast-status-draft = черновик
broadcast-status-submitted = ждёт утверждения
broadcast-status-approved = утверждена
broadcast-status-running = идёт
broadcast-status-paused = приостановлена
broadcast-status-stopped = остановлена
broadcast-status-done = завершена

broadcast-denied-status = Рассылка № { $id } сейчас в таком состоянии: { $status }.
broadcast-denied-second-person = Кто отправил на утверждение, сам не утверждает: нужен другой администратор.
broadcast-denied-wordless = Не хватает текста: { $language }.
broadcast-act-done = Сделано.
broadcast-act-shown = Показано в группе.
broadcast-test-failed = Отправить Вам не удалось: сначала откройте личный чат с ботом и нажмите «Start».
broadcast-no-words = Текста ещё нет.
broadcast-nothing-sent = Ещё ничего не отправлено.
broadcast-test-sent = Отправлено в Ваш личный чат.
broadcast-ask-words = Рассылка № { $id }, { $language }: напишите текст ответом на это сообщение.
broadcast-words-kept = Рассылка № { $id }, { $language }: текст сохранён.
broadcast-preview-title = Telegram, { $language }:
broadcast-preview-whatsapp = WhatsApp: кто писал в последние 24 часа, получит этот же текст, остальные — утверждённый шаблон («Есть сообщение о политике конфиденциальности клиники и о персональных данных»).

broadcast-card-title = <b>Рассылка № { $id }</b>
broadcast-card-edition = Редакция политики: { $version }
broadcast-card-corrects = Исправление рассылки № { $id }
broadcast-card-status = Состояние: { $status }
broadcast-card-written = Текст есть на языках: { $languages }
broadcast-card-audience = Получат сейчас: { $count }
broadcast-card-quiet = С 21:00 до 08:00 не отправляется: ждёт утра.
broadcast-card-bar = { $bar } { $done }/{ $total }
broadcast-card-rate = В секунду: { $rate }, осталось минут: { $minutes }
broadcast-card-canary = Среди первых слишком много неудач ({ $count }). Посмотрите и продолжите или остановите.
broadcast-card-quality = WhatsApp ограничил отправку с номера клиники. Дождитесь, пока Meta снимет ограничение, затем продолжите или остановите.
broadcast-halted = Рассылка № { $id } приостановлена: из первых сообщений ({ $count }) неудачных: { $wrong }. Посмотрите причину и продолжите или остановите.
broadcast-halted-quality = Рассылка № { $id } приостановлена: WhatsApp ограничил отправку с номера клиники ({ $code }). Посмотрите качество номера в WhatsApp Manager, затем продолжите или остановите.
broadcast-report-title = <b>Рассылка № { $id }</b> завершена. Всего: { $count }

broadcast-fate-waiting = Не отправлено: { $count }
broadcast-fate-sent = Доставлено: { $count }
broadcast-fate-unreachable = Недоступны (бот заблокирован или чата нет): { $count }
broadcast-fate-opted-out = Отказались: { $count }
broadcast-fate-failed = Ошибка: { $count }
broadcast-fate-unknown = Неизвестно (повторно не отправляется): { $count }

paid-on = Платная рассылка Telegram включена: до 1000 сообщений в секунду, каждое оплачивается из Stars бота.
paid-off = Платная рассылка Telegram выключена.
paid-usage = Напишите /paid on или /paid off

# --- Что говорится людям

broadcast-says-title = Изменилась политика конфиденциальности клиники. Вступает в силу: { $day }
broadcast-says-changed = • Изменён пункт { $number }
broadcast-says-added = • Добавлен пункт { $number }
broadcast-says-removed = • Исключён пункт { $number }
broadcast-says-renumbered = • Пункт { $was } теперь { $number }
broadcast-says-titled = { $what } ({ $title })
broadcast-says-quoted = { $what }: «{ $words }»
broadcast-says-more = Изменены и другие пункты: { $count }.
broadcast-says-headings = Тексты пунктов не изменились.
broadcast-says-material = Это существенное изменение: когда Вы напишете в следующий раз, бот заново спросит Ваше согласие.
broadcast-says-link = Полный текст: { $url }
broadcast-correction = Исправление прежнего сообщения:
settings-notices-off = Больше не присылать
notice-changed = С тех пор как Вы дали согласие, политика существенно изменилась. Изменились пункты: { $clauses }. Поэтому мы спрашиваем согласие заново.
notice-changed-clause = • Пункт { $number }
