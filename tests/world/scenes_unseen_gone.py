"""Pages that are no longer there, in the words of many sites and languages, inside the frame of a whole site."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world.answers import answer, redirect
from tests.world.pages import OUR_IBAN, bare, page
from tests.world.server import Behaviour
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants


def site(title: str, inner: str, *, lang: str = "en", foot: str = "") -> str:
    """A page inside the frame that a real site puts around everything."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<link rel="stylesheet" href="/theme.css"></head><body class="inner"><header><a class="logo" href="/">Charity</a>'
        '<nav><a href="/">Home</a> <a href="/about">About us</a> <a href="/reports">Reports</a></nav>'
        '<form action="/search"><input name="q" type="search"></form></header>'
        f"<main>{inner}</main><footer>Charity, a registered association{foot}</footer></body></html>"
    )


def framed(title: str, heading: str, body: str, *, lang: str = "en", status: int = 200) -> Behaviour:
    """A notice inside the frame of the site."""
    return answer(status, site(title, f"<h1>{heading}</h1><p>{body}</p>", lang=lang))


def notices(lang: str, *texts: tuple[str, str], status: int = 200) -> Scene:
    """Each (heading, body) once inside the site's frame and titled so, and once with nothing around it."""
    within = (framed(f"{heading} | Charity", heading, body, lang=lang, status=status) for heading, body in texts)
    alone = (answer(status, bare(heading, f"<h1>{heading}</h1><p>{body}</p>", lang=lang)) for heading, body in texts)
    return variants(*within, *alone)


LOST = {
    "lost-en": notices(
        "en",
        ("We couldn't find that page", "It may have been renamed, or it never was here."),
        ("This page isn't available", "The link may be broken, or the page may have been removed."),
        ("Whoops, nothing here", "HTTP 404: the address you followed leads to no page of ours."),
        ("Not Found", "The requested URL was not found on this server."),
        ("That page doesn't exist anymore", "Try the search, or start again from the home page."),
    ),
    "lost-hy": notices(
        "hy",
        ("Էջը գտնված չէ", "Ցավոք, Ձեր որոնած էջը գոյություն չունի։"),
        ("404 – Էջ չի գտնվել", "Վերադարձեք գլխավոր էջ։"),
        ("Սխալ 404", "Այսպիսի էջ գոյություն չունի կամ այն հեռացվել է։"),
    ),
    "lost-ru": notices(
        "ru",
        ("Запрашиваемая страница не найдена", "Проверьте адрес или вернитесь на главную."),
        ("К сожалению, такой страницы нет", "Возможно, она переехала или была удалена."),
        ("Упс! Мы не смогли найти эту страницу", "Код ошибки: 404."),
    ),
    "lost-fr": notices(
        "fr",
        ("Page non trouvée", "Désolé, le contenu demandé n'est plus disponible."),
        ("Oups ! Cette page n'existe pas", "Le lien que vous avez suivi est peut-être rompu."),
        ("Erreur 404", "Nous ne trouvons pas la page que vous recherchez."),
    ),
    "lost-uk": notices(
        "uk",
        ("Такої сторінки не існує", "Можливо, її видалено або перенесено."),
        ("Помилка 404", "На жаль, сторінку за цією адресою не знайдено."),
        ("Ой! Ми не змогли знайти цю сторінку", "Поверніться на головну."),
    ),
    "lost-tr": notices(
        "tr",
        ("Üzgünüz, aradığınız sayfayı bulamadık", "Sayfa taşınmış veya silinmiş olabilir."),
        ("404 – Sayfa mevcut değil", "Ana sayfaya dönün."),
    ),
    "lost-ar": notices(
        "ar",
        ("لم يتم العثور على الصفحة", "ربما تم حذف الصفحة أو تغيير عنوانها."),
        ("خطأ 404", "عذراً، الصفحة التي تبحث عنها غير متوفرة."),
    ),
    "lost-de": notices(
        "de",
        ("Diese Seite existiert nicht", "Der Link ist veraltet oder die Adresse falsch geschrieben."),
        ("Hoppla! Die Seite wurde leider nicht gefunden", "Zurück zur Startseite."),
        ("Fehler 404", "Die gewünschte Seite gibt es nicht mehr."),
    ),
    "lost-es": notices(
        "es",
        ("No hemos encontrado la página", "Es posible que el enlace esté roto."),
        ("¡Vaya! Esta página no existe", "Vuelva a la portada."),
        ("Error 404", "No se encuentra la página solicitada."),
    ),
    "lost-pl": notices(
        "pl",
        ("Strona nie została znaleziona", "Sprawdź adres lub wróć na stronę główną."),
        ("Ups! Ta strona nie istnieje", "Mogła zostać przeniesiona lub usunięta."),
    ),
    "lost-it": notices(
        "it",
        ("Pagina non trovata", "La pagina richiesta non esiste o è stata rimossa."),
        ("Ops! Non riusciamo a trovare questa pagina", "Torna alla home."),
    ),
    "lost-pt": notices(
        "pt",
        ("Página não encontrada", "A página que procura foi removida ou mudou de endereço."),
        ("Ops! Esta página não existe", "Volte à página inicial."),
    ),
    "lost-further-languages": variants(
        *(
            framed(heading, heading, body, lang=lang)
            for lang, heading, body in (
                ("nl", "Pagina niet gevonden", "De pagina bestaat niet meer."),
                ("ro", "Pagina nu a fost găsită", "Ne pare rău."),
                ("ka", "გვერდი ვერ მოიძებნა", "შეამოწმეთ მისამართი."),
                ("fa", "صفحه مورد نظر یافت نشد", "متأسفیم."),
                ("el", "Η σελίδα δεν βρέθηκε", "Ελέγξτε τη διεύθυνση."),
                ("zh", "页面不存在", "您访问的页面未找到。"),
                ("ja", "ページが見つかりません", "お探しのページは削除された可能性があります。"),
                ("sv", "Sidan kunde inte hittas", "Den kan ha tagits bort."),
                ("cs", "Stránka nenalezena", "Zkontrolujte adresu."),
            )
        )
    ),
}
ENDED = {
    "ended-en": notices(
        "en",
        ("This campaign has ended", "Thank you for 1,204 gifts. Donations are closed."),
        ("Donations are now closed", "We reached our goal and can't take further gifts for this appeal."),
        ("This fundraiser is over", "The organiser has stopped accepting donations."),
        ("Campaign closed", "This appeal is no longer active."),
    ),
    "ended-ru": notices(
        "ru",
        ("Сбор закрыт", "Средства собраны, спасибо каждому!"),
        ("Кампания завершена", "Приём пожертвований прекращён."),
    ),
    "ended-uk": notices(
        "uk",
        ("Збір завершено", "Дякуємо всім, хто долучився!"),
        ("Збір закрито", "Приймання пожертв припинено."),
    ),
    "ended-hy": notices(
        "hy",
        ("Դրամահավաքն ավարտված է", "Շնորհակալություն բոլոր նվիրատուներին։"),
        ("Արշավն ավարտվել է", "Նվիրատվություններն այլևս չեն ընդունվում։"),
    ),
    "ended-fr": notices(
        "fr",
        ("Cette cagnotte est clôturée", "Merci à tous les participants."),
        ("La campagne est terminée", "Les dons ne sont plus acceptés."),
    ),
    "ended-de": notices(
        "de",
        ("Diese Aktion ist abgeschlossen", "Spenden sind nicht mehr möglich. Danke!"),
        ("Sammlung beendet", "Es werden keine Spenden mehr angenommen."),
    ),
    "ended-others": variants(
        *(
            framed(f"{heading} - Charity", heading, body, lang=lang)
            for lang, heading, body in (
                ("pl", "Zbiórka zakończona", "Dziękujemy za każdą wpłatę."),
                ("es", "Campaña finalizada", "Ya no se aceptan donaciones."),
                ("it", "Raccolta fondi terminata", "Non è più possibile donare."),
                ("pt", "Campanha encerrada", "Já não aceitamos doações."),
                ("tr", "Kampanya sona erdi", "Artık bağış kabul edilmiyor."),
                ("ar", "انتهت الحملة", "لم نعد نقبل التبرعات. شكراً لكم."),
            )
        )
    ),
}
CLOSED_SHOP = (
    framed("Charity shop", "This store is closed", "We are not taking orders at the moment."),
    framed("Charity", "Our shop has closed for good", "Thank you for all your orders over the years."),
)
SUSPENDED = {
    "suspended-en": notices(
        "en",
        ("Account Suspended", "Contact your hosting provider for more information."),
        ("This site has been suspended", "The owner of this website should log in to the control panel."),
        ("Website is no longer available", "This site has been archived or suspended for a violation of our terms."),
        ("Hosting expired", "The hosting service of this website has expired. If it is yours, please renew."),
    ),
    "suspended-ru": notices(
        "ru",
        ("Сайт заблокирован", "Сайт временно отключён хостинг-провайдером. Обратитесь в поддержку."),
        ("Аккаунт заблокирован", "Услуга хостинга приостановлена за неуплату."),
        ("Сайт не оплачен", "Владельцу сайта необходимо продлить услугу хостинга."),
    ),
    "suspended-others": variants(
        *(
            answer(200, bare(heading, f"<h1>{heading}</h1><p>{body}</p>", lang=lang))
            for lang, heading, body in (
                ("uk", "Сайт призупинено", "Термін дії послуги хостингу закінчився."),
                ("fr", "Site suspendu", "Ce site a été suspendu par son hébergeur."),
                ("de", "Diese Website wurde gesperrt", "Bitte wenden Sie sich an Ihren Hosting-Anbieter."),
                ("es", "Cuenta suspendida", "Este sitio web ha sido suspendido. Contacte con su proveedor."),
                ("pl", "Konto zawieszone", "Ta strona została zawieszona przez dostawcę hostingu."),
                ("tr", "Hesap askıya alındı", "Bu site askıya alınmıştır. Barındırma firmanızla görüşün."),
                ("it", "Account sospeso", "Questo sito è stato sospeso. Contatti il suo provider."),
                ("pt", "Conta suspensa", "Este site foi suspenso. Contate o suporte da hospedagem."),
            )
        )
    ),
    "suspended-campaign": notices(
        "en",
        ("This fundraiser is under review", "Donations are paused while our team looks at it."),
        ("Campaign suspended", "This page was taken down by the platform."),
    ),
}
RESTING = {
    "resting-en": notices(
        "en",
        ("Briefly unavailable for scheduled maintenance. Check back in a minute.", ""),
        ("Site under maintenance", "Charity is currently under maintenance. We should be back shortly."),
        ("We'll be right back", "Our team is upgrading the website. Thank you for your patience."),
        ("Scheduled downtime", "The website is offline for an upgrade until 18:00."),
    ),
    "resting-others": variants(
        *(
            answer(200, bare(heading, f"<h1>{heading}</h1><p>{body}</p>", lang=lang))
            for lang, heading, body in (
                ("hy", "Տեխնիկական աշխատանքներ", "Կայքը ժամանակավորապես անհասանելի է։"),
                ("ru", "Сайт на реконструкции", "Ведутся профилактические работы, приносим извинения."),
                ("uk", "Сайт на технічному обслуговуванні", "Скоро повернемося."),
                ("de", "Wartungsarbeiten", "Unsere Seite ist wegen Wartungsarbeiten vorübergehend nicht erreichbar."),
                ("es", "Sitio en mantenimiento", "Volvemos pronto."),
                ("tr", "Bakım çalışması", "Sitemiz bakımdadır, kısa süre sonra geri döneceğiz."),
                ("ar", "الموقع تحت الصيانة", "سنعود قريباً."),
                ("pl", "Przerwa techniczna", "Trwają prace serwisowe. Zapraszamy wkrótce."),
                ("it", "Sito in manutenzione", "Torneremo presto online."),
                ("pt", "Site em manutenção", "Voltaremos em breve."),
            )
        )
    ),
}


@scene("suspended-by-redirect")
def _suspended_redirect(stage: Stage) -> None:
    stage.serve(redirect("/cgi-sys/suspendedpage.cgi"))
    stage.serve(answer(200, bare("Account Suspended", "<h1>Account Suspended</h1>")), path="/cgi-sys/suspendedpage.cgi")


SEARCH_EMPTY = site(
    "You searched for donate | Charity", "<h1>Nothing found</h1><p>No results match your search.</p><form></form>"
)
BROKEN = (
    answer(200, bare("Database Error", "<h1>Error establishing a database connection</h1>")),
    answer(200, "<br />\n<b>Fatal error</b>: Uncaught Error: Call to a member function get() on null in index.php"),
    answer(200, bare("charity.test | 522: Connection timed out", "<h1>Connection timed out</h1><p>Error code 522</p>")),
    answer(200, bare("Application error", "<h1>Application error</h1><p>Internal server error (500)</p>")),
)
scenes(
    LOST
    | ENDED
    | SUSPENDED
    | RESTING
    | {
        "lost-keeps-title": serving(framed("Donate - Charity", "Page not found", "Try the search.")),
        "lost-footer-keeps-account": serving(
            answer(200, site("Page not found - Charity", "<h1>Page not found</h1>", foot=f"<br>IBAN {OUR_IBAN}"))
        ),
        "lost-in-body-only": serving(
            answer(200, site("Charity", '<div class="notice">The page you are looking for could not be found.</div>'))
        ),
        "lost-as-plain-text": serving(answer(200, "404 page not found\n", content_type="text/plain; charset=utf-8")),
        "lost-as-json": serving(
            answer(200, '{"statusCode":404,"error":"Not Found"}', content_type="application/json"),
        ),
        "lost-in-entities": serving(
            answer(200, bare("&#80;age&nbsp;not&#x20;found", "<h1>&#80;age&nbsp;<span>not</span> f&#111;und</h1>"))
        ),
        "lost-in-capitals": variants(
            framed("PAGE NOT FOUND", "ERROR 404", "PAGE NOT FOUND"),
            framed("СТРАНИЦА НЕ НАЙДЕНА", "ОШИБКА 404", "ТАКОЙ СТРАНИЦЫ НЕТ", lang="ru"),
            framed("SAYFA BULUNAMADI", "HATA 404", "SAYFA BULUNAMADI", lang="tr"),
        ),
        "lost-as-picture": serving(
            answer(200, site("Charity", '<img src="/404.svg" alt="404"><a href="/">Back to the home page</a>'))
        ),
        "lost-to-empty-search": lambda stage: (
            stage.serve(redirect("/?s=donate")),
            stage.serve(answer(200, SEARCH_EMPTY), path="/"),
        ),
        "shop-closed": variants(*CLOSED_SHOP),
        "shop-unavailable": variants(
            answer(200, bare("Charity", "<h1>Sorry, this shop is currently unavailable</h1>")),
            answer(200, bare("Store unavailable", "<h2>This store is unavailable</h2>")),
        ),
        "opening-soon": variants(
            framed("Charity – Opening Soon", "Opening soon", "Be the first to know when we launch."),
            answer(200, bare("Coming Soon", "<h1>Coming soon</h1><p>Our new website is on its way.</p>")),
            answer(200, bare("Under construction", "<h1>Under construction</h1>")),
        ),
        "broken-behind-200": variants(*BROKEN),
        "whitespace-only": serving(answer(200, " \r\n\t\n" * 40)),
        "empty-frame-only": serving(answer(200, "<!doctype html><html><head></head><body></body></html>")),
        "all-in-a-comment": serving(answer(200, "<html><body><!-- " + page() + " --></body></html>")),
    }
)
