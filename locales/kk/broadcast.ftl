# Саясаттың жаңа нұсқасы және хабар тарату: қызметкерлер тобына және адамдарға айтылатын сөздер.

# --- Жаңа нұсқа

edition-usage = Саясаттың жаңа мәтінін файл ретінде (.docx, .html, .md немесе .txt, 1 МБ-қа дейін) осы топқа жіберіп, түсіндірмесіне тіл мен күшіне ену күнін жазыңыз: <code>/policy kk 2026-12-01</code>. Күні жазылмаса, бүгін деп есептеледі.
edition-refused = Файл қабылданбады, ештеңе өзгерген жоқ.
edition-refused-line = Файл қабылданбады, ештеңе өзгерген жоқ. Қатесі мына жолда: { $line }.
edition-known = { $version } нұсқасы бұрын жарияланған.
edition-title = <b>Саясат, { $version }</b> ({ $language }). Бөлімдер: { $sections }, тармақтар: { $clauses }.
edition-against = Салыстырылған нұсқа: { $version }.
edition-first = Бұл тілде бұрын ресми мәтін болмаған.
edition-same = Мәтін бұрынғыдай: айырмашылық табылмады.
edition-added = Қосылды ({ $count }): { $list }
edition-changed = Өзгерді ({ $count }): { $list }
edition-removed = Алып тасталды ({ $count }): { $list }
edition-renumbered = Нөмірі ауысты ({ $count }): { $list }
edition-headings = Тақырыбы немесе кіріспесі өзгерген бөлімдер ({ $count }): { $list }
edition-empty = Мазмұны жоқ тармақтар ({ $count }): { $list }
edition-lost = Бұрынғы нұсқаның мына тармақтары туралы сұрақтарға енді жауап табылмайды ({ $count }): { $list }
edition-unheard-of = Адам өз сөзімен сұраса, бот бұл тармақтарды әзірге таба алмайды; олар бөлімдерден және нөмірі бойынша ашылады ({ $count }): { $list }
edition-judge = Өзгеріс қандай? Елеулі өзгеріс болса, бұрын келісім берген адамдардан келісім қайта сұралады.
edition-editorial = Редакциялық
edition-material = Елеулі
edition-changes = Өзгерістерді көрсету
edition-more = Келесі бет
edition-changes-title = { $version }, бет: { $page } / { $pages }. Алып тасталған сөздер сызылған, жаңалары қою қаріппен.
edition-confirm-editorial = { $version } редакциялық өзгеріс ретінде жарияланады. Күшіне енетін күні: { $day }.
edition-confirm-material = { $version } елеулі өзгеріс ретінде жарияланады. Күшіне енетін күні: { $day }. Содан кейін бұрын келісім берген адамдардан келісім қайта сұралады.
edition-publish = Жариялау
edition-published = { $version } жарияланды. Күшіне енетін күні: { $day }. Жариялаған: { $name }. Бұрынғы нұсқалар сақталды.

# --- Файл неге қабылданбады

policy-file-missing = Файл табылмады.
policy-file-format = { $suffix } пішімі оқылмайды: .docx, .html, .md немесе .txt етіп сақтаңыз.
policy-file-large = Файл { $limit_kb } КБ-тан үлкен: суретсіз, саясаттың өзін ғана жіберіңіз.
policy-file-damaged = Файл { $suffix } ретінде ашылмайды: қайта сақтап, жаңа көшірмесін жіберіңіз.
policy-file-encoding = Әріптері танылмады: файлды UTF-8 кодтауымен сақтаңыз.
policy-letters-lost = Сөздердің ішінде әріптердің орнында { $sign } тұр: түпнұсқаны UTF-8 кодтауымен сақтаңыз.
policy-tracked-changes = Құжатта бекітілмеген түзетулер бар: бәрін қабылдап немесе қайтарып, сақтаңыз.
policy-empty = Файлда мәтін жоқ: саясаттың мәтінін жіберіңіз.
policy-binary = Бұл мәтін емес: саясатты .docx немесе UTF-8 .txt етіп сақтаңыз.
policy-not-a-policy = Табылған тармақ саны: { $found }, ал саясатта кемінде { $least } болады. Әр тармақты терілген нөмірден бастаңыз, мысалы 1.1. (мәтін редакторы өзі қоятын нөмірлер есептелмейді).
policy-wrong-language = Мәтін көрсетілген тілге ({ $lang }) ұқсамайды: тілін дұрыс жазыңыз немесе сол тілдегі мәтінді жіберіңіз.
policy-no-heading = Мына бөлімде тақырып жоқ: { $section }. Оны { $section }.1-тармақтан бұрын жеке жолға жазыңыз.
policy-heading-number = Тақырыпта { $found } деп тұр, ал одан кейін { $section }.1-тармақ келеді: екеуін сәйкестендіріңіз.
policy-stray-heading = Бұл тақырыптың астында тармақ жоқ: мәтінін нөмірлеңіз немесе тақырыпты алып тастаңыз.
policy-number-first = Алғашқы тармақ { $number }: саясат 1.1-тармақтан басталады.
policy-number-repeated = { $number }-тармақ бұрын да кездескен (жол: { $first }): әрқайсысына өз нөмірін беріңіз.
policy-number-gap = { $previous }-тармақтан кейін { $number }-тармақ келеді: { $expected }-тармақ жоқ.
policy-number-order = { $previous }-тармақтан кейін { $number }-тармақ келеді: тармақтарды ретімен қойыңыз.

# --- Хабар тарату: топта

broadcast-offer = Не туралы хабар таратасыз?
broadcast-only = Тек құпиялылық саясаты мен дербес деректер туралы жаңалық жазылады: адамдар осыған ғана келісім берді. Жарнаманы, бағаны, акцияны немесе қабылдауға шақыруды бұлай таратуға болмайды.
broadcast-new = Адамдарға хабарлау
broadcast-new-edition = Соңғы нұсқа туралы
broadcast-new-own = Өз сөзіммен
broadcast-preview = Алдын ала көру
broadcast-test = Өзіме жіберу
broadcast-submit = Бекітуге жіберу
broadcast-return = Түзетуге қайтару
broadcast-approve = Бекіту
broadcast-pause = Кідірту
broadcast-resume = Жалғастыру
broadcast-stop = Тоқтату
broadcast-correct = Түзету жіберу
broadcast-report = Есеп (CSV)
broadcast-write-kk = ✎ Қазақша
broadcast-write-ru = ✎ Орысша
broadcast-write-en = ✎ Ағылшынша

broadcast-status-draft = жоба
broadcast-status-submitted = бекітуді күтуде
broadcast-status-approved = бекітілді
broadcast-status-running = жіберіліп жатыр
broadcast-status-paused = кідіртілді
broadcast-status-stopped = тоқтатылды
broadcast-status-done = аяқталды

broadcast-denied-status = № { $id } хабар тарату қазір мына күйде: { $status }.
broadcast-denied-second-person = Бекітуге жіберген адам өзі бекіте алмайды: басқа әкімші керек.
broadcast-denied-wordless = Мәтін толық емес: { $language }.
broadcast-act-done = Орындалды.
broadcast-act-shown = Топта көрсетілді.
broadcast-test-failed = Өзіңізге жіберу мүмкін болмады: алдымен ботпен жеке чат ашып, «Start» батырмасын басыңыз.
broadcast-no-words = Әлі мәтін жоқ.
broadcast-nothing-sent = Әлі ештеңе жіберілген жоқ.
broadcast-test-sent = Жеке чатыңызға жіберілді.
broadcast-ask-words = № { $id } хабар тарату, { $language }: мәтінді осы хабарламаға жауап ретінде жазыңыз.
broadcast-words-kept = № { $id } хабар тарату, { $language }: мәтін сақталды.
broadcast-preview-title = Telegram, { $language }:
broadcast-preview-whatsapp = WhatsApp: соңғы 24 сағатта жазған адамға дәл осы мәтін барады, қалғандарына бекітілген үлгі («Клиниканың құпиялылық саясаты және дербес деректер туралы хабарлама бар») барады.

broadcast-card-title = <b>Хабар тарату № { $id }</b>
broadcast-card-edition = Саясаттың нұсқасы: { $version }
broadcast-card-corrects = № { $id } хабар таратуға түзету
broadcast-card-status = Күйі: { $status }
broadcast-card-written = Мәтін жазылған тілдер: { $languages }
broadcast-card-audience = Қазір алатын адамдар саны: { $count }
broadcast-card-quiet = 21:00 мен 08:00 аралығында жіберілмейді: таңды күтеді.
broadcast-card-bar = { $bar } { $done }/{ $total }
broadcast-card-rate = Секундына { $rate }, қалған минут: { $minutes }
broadcast-card-canary = Алғашқы хабарламалардың ішінде сәтсіздері тым көп ({ $count }). Қарап шығып, жалғастырыңыз немесе тоқтатыңыз.
broadcast-card-quality = WhatsApp клиника нөмірінен жіберуді шектеді. Meta шектеуді алып тастағанша күтіңіз, содан кейін жалғастырыңыз немесе тоқтатыңыз.
broadcast-halted = № { $id } хабар тарату кідіртілді. Алғашқы хабарламалар: { $count }, сәтсіздері: { $wrong }. Себебін қарап, жалғастырыңыз немесе тоқтатыңыз.
broadcast-halted-quality = № { $id } хабар тарату кідіртілді: WhatsApp клиника нөмірінен жіберуді шектеді ({ $code }). WhatsApp Manager-ден нөмірдің сапасын қараңыз, содан кейін жалғастырыңыз немесе тоқтатыңыз.
broadcast-report-title = <b>Хабар тарату № { $id }</b> аяқталды. Барлығы: { $count }

broadcast-fate-waiting = Жіберілмеді: { $count }
broadcast-fate-sent = Жеткізілді: { $count }
broadcast-fate-unreachable = Жетпеді (бот бұғатталған немесе чат жоқ): { $count }
broadcast-fate-opted-out = Хабарлама алудан бас тартқан: { $count }
broadcast-fate-failed = Қате: { $count }
broadcast-fate-unknown = Белгісіз (қайта жіберілмейді): { $count }

paid-on = Telegram-ның ақылы тарату мүмкіндігі қосылды: секундына 1000 хабарламаға дейін, әр хабарлама боттың Stars шотынан төленеді.
paid-off = Telegram-ның ақылы тарату мүмкіндігі өшірілді.
paid-usage = Былай жазыңыз: /paid on немесе /paid off

# --- Адамдарға айтылатыны

broadcast-says-title = Клиниканың құпиялылық саясаты өзгерді. Күшіне енетін күні: { $day }.
broadcast-says-changed = • { $number }-тармақ өзгерді
broadcast-says-added = • { $number }-тармақ қосылды
broadcast-says-removed = • { $number }-тармақ алып тасталды
broadcast-says-renumbered = • { $was }-тармақ енді { $number }-тармақ
broadcast-says-titled = { $what } ({ $title })
broadcast-says-quoted = { $what }: «{ $words }»
broadcast-says-more = Тағы да өзгерген тармақтар: { $count }.
broadcast-says-headings = Тармақтардың мәтіні өзгерген жоқ.
broadcast-says-material = Бұл елеулі өзгеріс: келесі жолы жазғаныңызда бот келісіміңізді қайта сұрайды.
broadcast-says-link = Толық мәтін: { $url }
broadcast-correction = Бұрынғы хабарламаға түзету:
settings-notices-off = Хабарламаларды тоқтату
notice-changed = Сіз келісім бергеннен бері саясатта елеулі өзгеріс болды. Өзгерген тармақтар: { $clauses }. Сондықтан келісіміңізді қайта сұраймыз.
notice-changed-clause = • { $number }-тармақ
