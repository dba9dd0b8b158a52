"""Pages that ended, rest, were switched off or stand behind a door, in words and forms that hosters and sites use."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world.answers import answer
from tests.world.pages import TEXT, bare, page
from tests.world.scenes_unseen_danger import notice
from tests.world.scenes_unseen_gone import framed, notices, site
from tests.world.server import Behaviour
from tests.world.stage import Scene, scenes, serving, variants

LOST = {
    "second-lost-en": notices("en", ("Oh no! We can't seem to find what you're looking for", "The address may have changed. Use the menu to go on."), ("Sorry, this content is no longer available", "It was removed by the editors."), ("The page has moved or does not exist", "Please check the address.")),
    "second-lost-hy": notices("hy", ("Ձեր փնտրած էջը չկա", "Հնարավոր է, որ այն տեղափոխվել կամ ջնջվել է։"), ("Էջը հասանելի չէ", "Ստուգեք հասցեն և փորձեք կրկին։")),
    "second-lost-ru": notices("ru", ("Страница не существует", "Возможно, вы перешли по устаревшей ссылке."), ("Мы не нашли то, что вы искали", "Страница удалена или перемещена."), ("Страница удалена", "Воспользуйтесь поиском по сайту.")),
    "second-lost-fr": notices("fr", ("La page que vous cherchez est introuvable", "Elle a peut-être été déplacée."), ("Ce contenu n'existe plus", "Retournez à l'accueil.")),
    "second-lost-uk": notices("uk", ("Сторінку не знайдено", "Спробуйте скористатися пошуком."), ("Сторінка, яку ви шукаєте, не існує", "Її могли перенести.")),
    "second-lost-tr": notices("tr", ("Sayfa bulunamadı", "Bağlantı hatalı olabilir."), ("Aradığınız sayfa kaldırılmış", "Ana sayfadan devam edin.")),
    "second-lost-ar": notices("ar", ("الصفحة غير موجودة", "تحقق من الرابط وحاول مرة أخرى."), ("عذراً، هذه الصفحة لم تعد موجودة", "عد إلى الصفحة الرئيسية.")),
    "second-lost-de": notices("de", ("Seite nicht gefunden", "Bitte prüfen Sie die Adresse."), ("Diese Seite ist leider nicht mehr verfügbar", "Sie wurde verschoben oder gelöscht.")),
    "second-lost-es": notices("es", ("Página no encontrada", "Compruebe la dirección."), ("El contenido que busca ya no está disponible", "Puede que haya sido eliminado.")),
    "second-lost-pl": notices("pl", ("Nie znaleziono strony", "Sprawdź, czy adres jest poprawny."), ("Przepraszamy, szukana strona nie istnieje", "Być może została usunięta.")),
    "second-lost-of-builders": variants(
        framed("Page Not Found — Charity", "", "Sorry, the page you were looking for was either not found or does not exist."),
        framed("Charity", "It looks like nothing was found at this location.", "Maybe try a search?"),
        framed("Nothing Found | Charity", "Nothing Found", "Perhaps searching can help."),
        framed("Charity", "Oops! That page can’t be found.", "Try one of the links below."),
        answer(200, bare("Charity", "<div id=app><h2>This screen doesn't exist.</h2><a href='/'>Go to home screen!</a></div>")),
    ),
    "second-lost-campaign": variants(
        framed("Charity", "Campaign not found", "The campaign may have been deleted by its organiser."), framed("Charity", "This form is no longer available", "The donation form was deactivated."),
        framed("Charity", "This project does not exist or is not published", ""), framed("Фонд", "Проект не найден", "", lang="ru"), framed("Fundacja", "Nie znaleziono zbiórki", "", lang="pl"),
    ),
}  # fmt: skip
ENDED = {
    "second-ended-en": notices("en", ("This fundraiser has closed", "It is not possible to give to it any more."), ("Donations closed", "Thank you, we have reached our target and the appeal is finished."), ("Our appeal is now over", "We are unable to accept any more donations through this page.")),
    "second-ended-hy": notices("hy", ("Դրամահավաքը փակված է", "Գումարն ամբողջությամբ հավաքվել է, շնորհակալություն։"), ("Արշավը փակված է", "Այլևս նվիրատվություն չենք ընդունում։")),
    "second-ended-ru": notices("ru", ("Сбор завершён", "Нужная сумма собрана, спасибо!"), ("Акция завершена", "Пожертвования больше не принимаются.")),
    "second-ended-fr": notices("fr", ("La collecte est terminée", "Il n'est plus possible de faire un don."), ("Cette campagne est close", "Merci pour votre générosité.")),
    "second-ended-uk": notices("uk", ("Збір коштів завершено", "Потрібну суму зібрано."), ("Кампанію завершено", "Пожертви більше не приймаються.")),
    "second-ended-tr": notices("tr", ("Bu kampanya sona ermiştir", "Bağış kabul edilmemektedir."), ("Bağış kampanyası tamamlandı", "Hedefe ulaşıldı, teşekkürler.")),
    "second-ended-ar": notices("ar", ("تم إغلاق الحملة", "لم يعد بالإمكان التبرع."), ("اكتملت الحملة", "تم جمع المبلغ المطلوب، شكراً لكم.")),
    "second-ended-de": notices("de", ("Die Spendenaktion ist beendet", "Es kann nicht mehr gespendet werden."), ("Kampagne abgeschlossen", "Das Spendenziel wurde erreicht, vielen Dank.")),
    "second-ended-es": notices("es", ("La campaña ha finalizado", "Ya no es posible donar."), ("Recaudación cerrada", "Hemos alcanzado la meta. ¡Gracias!")),
    "second-ended-pl": notices("pl", ("Zbiórka została zakończona", "Nie można już dokonać wpłaty."), ("Kampania zakończona", "Cel został osiągnięty, dziękujemy.")),
}  # fmt: skip
PAUSED = {
    "second-paused": variants(
        *(
            framed(f"{heading} - Charity", heading, body, lang=lang)
            for lang, heading, body in (
                ("en", "Donations are paused", "We have stopped taking gifts for now and will let you know when we start again."),
                ("en", "We are not accepting donations at the moment", "Please come back later."),
                ("ru", "Приём пожертвований приостановлен", "Мы сообщим, когда снова сможем принимать помощь."),
                ("uk", "Приймання пожертв тимчасово призупинено", "Дякуємо за розуміння."),
                ("hy", "Նվիրատվությունների ընդունումը ժամանակավորապես դադարեցված է", "Շնորհակալություն ըմբռնման համար։"),
                ("fr", "Les dons sont suspendus", "Nous n'acceptons pas de dons pour le moment."),
                ("de", "Spenden derzeit nicht möglich", "Wir nehmen im Moment keine Spenden an."),
                ("es", "Donaciones en pausa", "En este momento no aceptamos donaciones."),
                ("pl", "Przyjmowanie darowizn wstrzymane", "Obecnie nie przyjmujemy wpłat."),
                ("tr", "Bağış alımı durduruldu", "Şu anda bağış kabul etmiyoruz."),
                ("ar", "تم إيقاف استقبال التبرعات مؤقتاً", "لا نقبل التبرعات حالياً."),
            )
        )
    ),
    "second-organization-closed": variants(
        framed("Charity has closed", "Charity has closed its doors", "After twelve years our organization was dissolved. We can no longer take donations."),
        framed("Фонд закрыт", "Фонд прекратил деятельность", "Мы больше не собираем пожертвования.", lang="ru"),
        framed("Association dissoute", "Notre association a cessé ses activités", "Elle n'accepte plus de dons.", lang="fr"),
    ),
}  # fmt: skip
RESTING = {
    "second-resting": variants(
        *(
            answer(200, bare(heading, f"<h1>{heading}</h1><p>{body}</p>", lang=lang))
            for lang, heading, body in (
                ("en", "Down for maintenance", "We are performing upgrades and expect to be back online within the hour."),
                ("en", "We're making some improvements", "Our website will be back soon."),
                ("hy", "Կայքը վերանորոգվում է", "Շուտով կվերադառնանք։"),
                ("ru", "Сайт временно недоступен", "Проводятся технические работы. Скоро вернёмся."),
                ("uk", "Технічні роботи", "Сайт тимчасово недоступний."),
                ("fr", "Site en maintenance", "Nous revenons très vite."),
                ("de", "Wir sind gleich zurück", "Unsere Website wird gerade gewartet."),
                ("es", "Estamos en mantenimiento", "La web estará disponible en breve."),
                ("pl", "Strona w trakcie konserwacji", "Wrócimy wkrótce."),
                ("tr", "Sitemiz bakımda", "Çok yakında geri döneceğiz."),
                ("ar", "الموقع قيد الصيانة", "سنعود قريباً، شكراً لصبركم."),
            )
        )
    ),
    "second-under-construction": variants(
        *(
            answer(200, bare(heading, f"<h1>{heading}</h1>", lang=lang))
            for lang, heading in (
                ("ru", "Сайт в разработке"), ("uk", "Сайт у розробці"), ("fr", "Site en construction"), ("de", "Hier entsteht eine neue Internetpräsenz"),
                ("es", "Sitio en construcción"), ("pl", "Strona w budowie"), ("tr", "Yapım aşamasında"), ("hy", "Կայքը պատրաստման փուլում է"), ("ar", "الموقع قيد الإنشاء"), ("en", "Website coming soon"),
            )
        )
    ),
}  # fmt: skip


def panel(title: str, words: str, status: int = 200) -> Behaviour:
    return answer(status, bare(title, f"<h1>{title}</h1><p>{words}</p>"))


HOSTERS = {
    "second-panels-suspended": variants(
        panel("Website disabled", "This website has been disabled. Contact the administrator of the server."),
        panel("This Account has been suspended.", "Contact your hosting provider for more information."),
        panel("Site suspended", "This site has stepped out for a bit. Please contact the owner."),
        panel("Service Suspended", "The bandwidth or the payment for this hosting account has run out."),
        panel("Bandwidth Limit Exceeded", "The server is temporarily unable to service your request due to the site owner reaching his bandwidth limit."),
        panel("Сайт отключён", "Работа сайта приостановлена. Если вы его владелец, войдите в панель управления."),
        panel("Хостинг отключён", "Действие услуги хостинга для этого сайта приостановлено."),
        panel("Ce site est désactivé", "L'hébergement de ce site a été suspendu. Contactez votre hébergeur."),
        panel("Website gesperrt", "Dieser Webauftritt ist vorübergehend gesperrt. Bitte kontaktieren Sie den Provider."),
        panel("Hosting wygasł", "Usługa hostingu tej strony wygasła. Prosimy o kontakt z administratorem."),
        panel("Կայքն անջատված է", "Հոսթինգի ծառայությունը դադարեցված է։"),
        panel("الحساب معلق", "تم تعليق هذا الحساب. اتصل بمزود الاستضافة."),
    ),
    "second-default-pages": variants(
        panel("Web Server's Default Page", "This page is generated by a hosting panel. If you see this page, the website is not set up yet."),
        panel("Welcome to your website!", "This is the default index page of your website. This file may be deleted or overwritten."),
        panel("Success! Your new web server is ready to use.", "Replace this page with your own index file."),
        panel("Сайт успешно создан", "Это стандартная страница хостинга. Загрузите файлы сайта в папку."),
        panel("Domain Default page", "If you are the owner of this website, upload your content."),
        panel("It works!", ""),
        panel("Test Page for the HTTP Server", "This page is used to test the proper operation of the server after it has been installed."),
        panel("Félicitations ! Votre hébergement est prêt.", "Cette page par défaut sera remplacée par votre site."),
    ),
    "second-listing-of-files": variants(
        answer(200, bare("Index of /donate", "<h1>Index of /donate</h1><pre><a href='../'>Parent Directory</a>\n<a href='a.txt'>a.txt</a></pre>")),
        answer(200, bare("Directory listing for /donate", "<h1>Directory listing for /donate</h1><ul><li><a href='a'>a</a></ul>")),
    ),
    "second-errors-of-programs": variants(
        answer(200, "Warning: mysqli_connect(): (HY000/1045): Access denied for user in config.php on line 12"),
        answer(200, bare("Service unavailable", "<h1>Error 503 Backend fetch failed</h1><p>Guru Meditation: XID: 1</p>")),
        answer(200, bare("Exception", "<h1>Whoops, looks like something went wrong.</h1>")),
        answer(200, bare("Runtime Error", "<h1>Server Error in '/' Application.</h1>")),
        answer(200, bare("Ошибка", "<h1>Ошибка соединения с базой данных</h1>")),
        answer(200, bare("Charity", "<p>There has been a critical error on this website.</p>")),
    ),
}  # fmt: skip
DOORS = {
    "second-consent-only": variants(
        answer(200, bare("Before you continue", "<h1>We value your privacy</h1><p>We and our partners store information on your device.</p><button>Accept all</button>")),
        answer(200, bare("Cookies", "<h1>Vos préférences</h1><p>Accepter ou refuser les cookies pour accéder au site.</p>", lang="fr")),
    ),
    "second-login-only": variants(
        *(
            answer(200, bare(title, f"<h1>{title}</h1><form method=post action=/auth><input name=u><input type=password name=p></form>", lang=lang))
            for lang, title in (("uk", "Вхід"), ("tr", "Giriş yap"), ("ar", "تسجيل الدخول"), ("pl", "Zaloguj się"), ("en", "Log in to continue"))
        )
    ),
    "second-captive-portal": variants(
        answer(200, bare("Wi-Fi", "<h1>Welcome to the guest network</h1><form action='/hotspot'><input name=room><button>Connect</button></form>")),
        answer(200, bare("Hotspot login", "<h1>Accept the terms to use the internet</h1><button>Continue</button>")),
    ),
    "second-not-in-your-country": variants(
        answer(200, bare("Not available", "<h1>This website is not available in your country</h1>")), answer(200, bare("Недоступно", "<h1>Сайт недоступен в вашем регионе</h1>", lang="ru")),
    ),
    "second-law": variants(answer(451, bare("Unavailable For Legal Reasons", "<h1>Blocked by order of a court</h1>")), answer(451, "")),
    "second-age-gate": variants(answer(200, bare("Age check", "<h1>Are you over 18?</h1><button>Yes</button><button>No</button>"))),
    "second-language-choice": variants(answer(200, bare("Charity", "<ul><li><a href='/hy'>Հայերեն</a><li><a href='/ru'>Русский</a><li><a href='/en'>English</a></ul>"))),
    "second-empty-shell": variants(
        answer(200, '<!doctype html><html><head><title>Charity</title><script src="/static/js/main.a1b2c3.js"></script></head><body><div id="root"></div></body></html>'),
        answer(200, '<!doctype html><html><head><title>App</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="app"></div></body></html>'),
    ),
    "second-frame-of-site-only": variants(answer(200, site("Donate - Charity", ""))),
    "second-another-charity": variants(answer(200, site("Dog shelter", "<h1>Adopt a dog</h1><p>" + "Our dogs wait for a home and for a long walk. " * 20 + "</p>"))),
    "second-words-without-ways": variants(answer(200, page(form="", account="", text="We are rebuilding how you can give. " + TEXT[:120]))),
}  # fmt: skip


def _behind(status: int) -> Scene:
    return serving(notice("Сбор закрыт", "Спасибо всем!", lang="ru", status=status))


scenes(LOST | ENDED | PAUSED | RESTING | HOSTERS | DOORS | {"second-ended-behind-203": _behind(203)})
