# Өтініштерім: тізім, бір өтініштің барысы, хабарлама, тоқтату.

requests-title = Өтініштеріңіз, жаңасынан бастап:
requests-none = Бұл чаттан берілген өтініш жоқ.
request-label = № { $number } · { $kind } · { $status }
    .short = № { $number }
request-title =
    <b>№ { $number } · { $kind }</b>
    Күйі: { $status }
request-due = Мерзімі: <b>{ $due }</b>
request-message = Хабарлама жазу
request-message-question = № { $number } өтінішке не қосасыз? Жазыңыз, клиника көреді.
request-message-added = Хабарламаңыз өтінішке қосылды.
health-warning =
    Хабарламаңызда денсаулық туралы сөз бар сияқты. Мұнда ондай мәлімет керек емес, оның үстіне мессенджер шетелдік. Денсаулық туралы сөзді алып тастап, қайта жазыңыз немесе сол күйінде жіберіңіз.
    <blockquote>{ $words }</blockquote>
health-send = Сол күйінде жіберу
health-not-sent = № { $number }: хабарламаңыз жіберілмеді, онда денсаулық туралы сөз бар сияқты. Ондай сөзсіз қайта жазыңыз. Сол күйінде жіберу үшін өтінішті ашып, «{ request-message }» батырмасын басыңыз.
request-cancel = Өтінішті тоқтату
request-cancel-question = № { $number } өтінішті тоқтатайық па? Клиника оны әрі қарай қарамайды.
request-cancel-yes = Иә, тоқтату
request-cancelled = Өтініш тоқтатылды.
request-ended = Бұл өтініш аяқталған. Қажет болса, жаңасын беріңіз.
request-gone = Мұндай ашық өтінішіңіз жоқ.

timeline-words =
    { $entry }
    <blockquote>{ $words }</blockquote>
timeline-detail =
    { $entry }
    { $detail }

timeline-filed = { $at } — өтініш тіркелді
timeline-joined = { $at } — өтінішке тағы бір өтінішіңіз қосылды
timeline-message = { $at } — Сіз жаздыңыз
timeline-taken = { $at } — қызметкер қарауға алды
timeline-returned = { $at } — кезекке қайтарылды
timeline-handed-over = { $at } — басқа қызметкерге берілді
timeline-waiting = { $at } — клиника жауабыңызды күтеді, мерзім тоқтатыла тұрды
timeline-resumed = { $at } — мерзім қайта жүрді
timeline-due-moved = { $at } — жұмыс күндері өзгеріп, мерзім қайта есептелді
timeline-clinic-wrote = { $at } — клиника жазды
timeline-clinic-corrected = { $at } — клиника хабарламасын түзетті
timeline-documents-seen = { $at } — құжаттар тіркеу бөлімінде көрсетілді
timeline-authority-checked = { $at } — өкілеттік тексерілді
timeline-done = { $at } — орындалды
timeline-refused = { $at } — бас тартылды
timeline-cancelled = { $at } — өз қалауыңызбен тоқтатылды
timeline-note = { $at } — қызметкер жазба қалдырды
timeline-refusal-proposed = { $at } — бас тарту ұсынылды
timeline-refusal-declined = { $at } — бас тарту бекітілмеді
