# Қызметкерлер тобы: карточка, батырмалар, жауаптар.

## Карточка (өтініштің мазмұны мұнда жазылмайды)

card-title = <b>№ { $number }</b> · { $kind }
card-purpose = Келісім: { $purpose }
card-whom = Кім үшін: { $whom }
card-whom-self = өзі
card-whom-child = баласы не қамқорлығындағы адам
card-whom-other = басқа адам
card-phone = Телефон: { $phone } ({ $method })
card-no-phone = Телефон: расталмаған
card-language = Тілі: { $language } · { $channel }
card-status = Күйі: { $status }
card-owner = Күйі: { $status } · { $name }
card-due-green = 🟢 Мерзімі: { $due } · { $days ->
    [0] бүгін аяқталады
    [one] { $days } жұмыс күні қалды
   *[other] { $days } жұмыс күні қалды
}
card-due-yellow = 🟡 Мерзімнің жартысы өтті: { $due } · { $days ->
    [0] бүгін аяқталады
    [one] { $days } жұмыс күні қалды
   *[other] { $days } жұмыс күні қалды
}
card-due-red = 🔴 Мерзімге аз қалды: { $due } · { $days ->
    [0] бүгін аяқталады
    [one] { $days } жұмыс күні қалды
   *[other] { $days } жұмыс күні қалды
}
card-paused = ⏸ Мерзім тоқтатыла тұрды: { $due }
card-overdue = 🔴 Мерзімі өтті: { $due }
card-received = Қабылданды: { $at }
card-unheard = 💬 Өтініш беруші жазды, жауап күтіп отыр
card-undelivered = ❗ Соңғы хабарлама жетпеді: қоңырау шалыңыз
card-documents-seen = Құжаттар көрсетілді
card-authority-checked = Өкілеттік тексерілді
card-refusal-pending = Бас тарту екінші қызметкердің бекітуін күтуде
topic-name = № { $number } · { $kind }

channel-telegram = Telegram
channel-whatsapp = WhatsApp

staff-take = Өзіме алу
staff-return = Қайтару
staff-hand-over = Басқаға беру
staff-take-over = Қабылдап алу
staff-details = Мазмұны
staff-ask = Өтініш берушіге жазу
staff-wait = Жауап күту
staff-resume = Қарауды жалғастыру
staff-documents-seen = Құжат көрсетілді
staff-authority-checked = Өкілеттігі тексерілді
staff-done = Орындалды
staff-refuse = Бас тарту
staff-approve = Бас тартуды бекіту
staff-decline = Бекітпеу
staff-no-words = Түсініктемесіз
staff-heard = Код дұрыс айтылды

## Нәтижелер мен негіздер (батырмада да, өтініш берушіге хабарда да)

outcome-corrected = Деректер түзетілді
outcome-partly-corrected = Деректер ішінара түзетілді
outcome-stopped = Өңдеу тоқтатылды
outcome-stopped-except-law = Заң талап ететіннен басқасы тоқтатылды
outcome-copy-given = Деректер көшірмесі берілді
outcome-nothing-held = Деректер табылмады
outcome-blocked = Деректер бұғатталды
outcome-erased = Деректер жойылды
outcome-erased-except-law = Заң бойынша сақталатыннан басқасы жойылды
outcome-answered = Сұраққа жауап берілді
field-outcome-done = Түзетілді
field-outcome-partly = Ішінара түзетілді
field-outcome-refused = Түзетілмеді

ground-not-confirmed = Негіз құжатпен расталмады (24-бап)
ground-retention-by-law = Сақтауды заң талап етеді (8-бап, 2-т.)
ground-obligation-unfulfilled = Міндеттеме орындалмаған (8-бап, 2-т.)
ground-authority-not-shown = Өкілеттік расталмады (8-бап)
ground-identity-not-shown = Жеке басы расталмады (клиника ережесі)
ground-not-our-data = Бұл деректерді клиника өңдемейді
ground-outside-desk = Сұрақ дербес деректер туралы емес

## Батырмаға қысқа жауап

toast-taken = Өтініш Сізде.
toast-returned = Өтініш кезекке қайтарылды.
toast-offered = Ұсыныс топқа жіберілді. Біреу алғанша өтініш Сізде.
toast-write = Топтағы хабарламаға жауап ретінде жазыңыз.
toast-choose = Топта шыққан хабарламадан таңдаңыз.
toast-resumed = Қарау жалғасты, мерзім қайта жүрді.
toast-noted = Белгіленді.
toast-done = Өтініш аяқталды, өтініш берушіге хабарланды.
toast-refused = Бас тарту бекітілді, өтініш берушіге хабарланды.

denied-taken = Бұл өтініш басқа қызметкерде: { $name }
denied-not-owner = Бұл әрекетті тек өтінішті алған қызметкер жасай алады: { $name }
denied-own-hand-over = Өтініш онсыз да Сізде.
denied-status = № { $number }: қазіргі күйінде бұлай істеуге болмайды ({ $status }).
denied-no-refusal = Бекітуді күтіп тұрған бас тарту жоқ.
denied-second-person = Бас тартуды ұсынған адам оны өзі бекіте алмайды.
denied-refusal-pending = Бас тарту бекітуді күтіп тұр. Алдымен сол шешілуі керек.
denied-documents = Алдымен «{ staff-documents-seen }» деп белгілеңіз: түзету үшін құжатты көру міндетті.
denied-fields = Алдымен әр дерек бойынша не істелгенін көрсетіңіз: карточкадағы «{ staff-done }» батырмасын қайта басыңыз.
denied-all-refused = Ешбір дерек түзетілмесе, карточкадағы «{ staff-refuse }» батырмасын басып, негізін көрсетіңіз.
denied-unknown = Бұл батырма енді жұмыс істемейді. Карточканы қайта шығару: /case N
denied-authority = Алдымен «{ staff-authority-checked }» деп белгілеңіз.

case-unknown = № { $number }: мұндай өтініш не таңдау жоқ.

## Топтағы хабарлар

group-patient-wrote = 💬 № { $number }: өтініш беруші жазды.
group-patient-cancelled = № { $number }: өтініш беруші өтінішін тоқтатты.
group-hand-over = № { $number }: { $name } бұл өтінішті әріптесіне бергісі келеді. Кім алады?
group-ask = № { $number }. { $name }, өтініш берушіге айтарыңызды осы хабарламаға жауап ретінде жазыңыз. Ол мұны клиника атынан алады.
group-wait = № { $number }. { $name }, не күтілетінін осы хабарламаға жауап ретінде жазыңыз. Жазғаныңыз өтініш берушіге жіберіледі, мерзім тоқтатыла тұрады.
group-outcome = № { $number }. { $name }, не істелді?
group-field = № { $number }. { $name }, { $field } (реті: { $place }): не істелді?
group-ground = № { $number }. { $name }, бас тартудың негізін таңдаңыз:
group-done-words = № { $number }: { $outcome }. { $name }, өтініш берушіге түсініктемені осы хабарламаға жауап ретінде жазыңыз немесе түсініктемесіз аяқтаңыз.
group-refusal-words = № { $number }: { $ground }. { $name }, бас тартудың себебін өтініш берушіге арнап осы хабарламаға жауап ретінде жазыңыз.
group-refusal-proposed = № { $number }: { $name } бас тартуды ұсынды. Негізі: { $ground }. Екінші қызметкер мазмұнын қарап, карточкада шешім қабылдауы керек.
group-refusal-waits = № { $number }: бас тарту екінші қызметкердің бекітуін күтуде.
group-refusal-declined = № { $number }: { $name } бас тартуды бекітпеді. Өтініш қарала береді.
group-noted = № { $number }: ішкі жазба сақталды. Өтініш беруші оны көрмейді.
group-relayed = № { $number }: хабарлама клиника атынан жіберілді.
group-relayed-later = № { $number }: хабарлама өтініш берушіге түнде емес, таңертең жіберіледі: { $at }.
group-rewritten = № { $number }: түзетуіңіз өтініш берушіге жіберілген хабарламаға да енгізілді.
group-not-rewritten = № { $number }: өтініш берушіге жіберілген хабарлама бұл мессенджерде өзгермейді. Түзетуді жаңа хабарламамен жазыңыз.
group-not-recalled = № { $number }: бұл хабарлама өтініш берушіге жіберіліп қойған, оны ішкі жазбаға айналдыру мүмкін емес.
group-not-relayed = № { $number }: хабарлама жіберілмеді, өтініш беруші ботта енді жоқ. Телефонмен хабарласыңыз.
group-waiting = № { $number }: жауап күтілуде, мерзім тоқтатыла тұрды. Өтініш берушіге хабарланды.

## Мазмұны (бір қызметкердің көзіне ғана)

details-title = <b>№ { $number }, мазмұны</b>
details-phone = Телефон: { $phone }
details-patient =
    Өтініш беруші, { $at }
    <blockquote>{ $words }</blockquote>
details-clinic =
    Клиника, { $at }
    <blockquote>{ $words }</blockquote>
details-note =
    Ішкі жазба, { $at }
    <blockquote>{ $words }</blockquote>
details-shown = Мазмұны тек Сізге көрсетілді. Бұл журналға жазылды.
open-me-first = Алдымен ботпен жеке чат ашып, «Start» батырмасын басыңыз. Содан кейін «{ staff-details }» батырмасын қайта басыңыз.

## Клиникаға қоңырау арқылы растау

call-card =
    📞 Қоңырау күтіледі: { $phone }
    Код: <b>{ $code }</b>
    Осы нөмірден қоңырау шалып, кодты дәл айтса ғана батырманы басыңыз.
call-heard = Нөмір расталды.
call-late = Кеш: код ескірген немесе бұрын расталған.

## Еске салу және таңғы есеп

reminder-half = 🟡 № { $number }: мерзімнің жартысы өтті. { $clock }: { $due }
reminder-most = 🔴 № { $number }: мерзімге аз қалды. { $clock }: { $due }
reminder-overdue = 🔴 № { $number }: мерзімі өтті. { $clock }: { $due }
reminder-owner = Өтініш мына қызметкерде: { $name }
reminder-nobody = Өтінішті әлі ешкім алмаған.
reminder-administrators = Әкімшілер назарына: { $names }
digest-title = <b>Таңғы есеп, { $day }</b>
digest-counts = Ешкім алмағаны: { $open } · қаралып жатқаны: { $taken } · жауап күтіп тұрғаны: { $waiting }
digest-overdue = 🔴 Мерзімі өткені ({ $count }): { $numbers }
digest-due-today = 🟡 Мерзімі бүгін аяқталатыны ({ $count }): { $numbers }
digest-unheard = 💬 Жауап күтіп отырған өтініш берушілер ({ $count }): { $numbers }
digest-head = Әрекеттер журналының таңбасы: <code>{ $head }</code> · жазба саны: { $count }

## Өтініш құжаттары (PDF)

bundle-title = № { $number } өтініш бойынша құжаттар
bundle-request = Өтініш
bundle-receipt = Тіркеу және мерзімдер
bundle-timeline = Өтініш тарихы
bundle-log = Әрекеттер журналы
bundle-received = Қабылданды: { $at }
bundle-due = { $name }: { $at }
bundle-pause = Мерзім тоқтатыла тұрды: { $began } — { $ended }
bundle-head = Тіркеу кезіндегі журнал таңбасы: { $head }
bundle-left-out = Қызметкерлердің ішкі жазбалары қосылмады, саны: { $count }
bundle-whole = Журнал бүтін, жазба саны: { $count }. Журнал таңбасы:
bundle-broken = Журнал бүтін емес, бірінші сәйкес келмейтін жазба: { $seq }. Журнал таңбасы:
