# Басты мәзір, байланыс және барлық қадамға ортақ батырмалар.

menu-title = Нені қалайсыз? Батырманы таңдаңыз немесе сұрағыңызды жазыңыз.

menu-ask = Сұрақ қою
menu-sections = Саясат бөлімдері
menu-rectify = Деректерді түзету
menu-withdraw = Келісімді қайтарып алу
menu-requests = Өтініштерім
menu-rights = Басқа құқықтар
menu-contacts = Байланыс және жазылу
menu-settings = Баптаулар

menu = Мәзір
back = Артқа
cancel = Бас тарту
continue = Жалғастыру
edit = Өзгерту
send = Жіберу
skip = Өткізіп жіберу
keep = Осылай қалдыру
page-next = Келесі бет
page-back = Алдыңғы бет

contacts-booking =
    <b>{ $name }</b>
    Қабылдауға жазылу және басқа сұрақтар: { $phone }
contacts-data = Дербес деректер жөнінде: { $email }
contacts-policy = Құпиялылық саясаты: { $url }
contacts-complaint = Клиниканың шешімімен келіспесеңіз, e-Otinish (eotinish.kz) арқылы уәкілетті органға — Жасанды интеллект және цифрлық даму министрлігіне, одан кейін сотқа шағым бере аласыз.
