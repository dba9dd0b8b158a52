"""What hosting services and content networks answer for sites that left, expired or never were there."""

from __future__ import annotations

from tests.world.answers import answer
from tests.world.pages import bare
from tests.world.server import Behaviour
from tests.world.stage import scenes, serving, variants

XML = "application/xml"


def told(status: int, title: str, text: str, *headers: tuple[str, str]) -> Behaviour:
    """A service's own small page."""
    return answer(status, bare(title, f"<h1>{title}</h1><p>{text}</p>"), headers)


def bucket_error(code: str, message: str) -> str:
    """The form in which object stores tell of errors."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message>'
        "<BucketName>charity.test</BucketName><RequestId>0</RequestId></Error>"
    )


DANGLING = {
    "bucket-gone": variants(
        answer(
            404, bucket_error("NoSuchBucket", "The specified bucket does not exist"), [("Server", "AmazonS3")],
            content_type=XML,
        ),
        told(404, "404 Not Found", "Code: NoSuchBucket. Message: The specified bucket does not exist."),
    ),
    "fastly-unknown-domain": variants(
        answer(500, "Fastly error: unknown domain: charity.test. Please check it.", content_type="text/plain"),
        answer(404, bare("Fastly error: unknown domain charity.test", "<p>Fastly error: unknown domain</p>")),
    ),
    "vercel-deployment-gone": serving(
        answer(
            404, "The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n",
            [("x-vercel-error", "DEPLOYMENT_NOT_FOUND"), ("Server", "Vercel")], content_type="text/plain",
        )
    ),
    "pages-of-others-gone": variants(
        told(404, "404", "project not found"),
        told(404, "Repository not found", "Repository not found"),
        told(404, "404 error unknown site!", "The gods are wise, but do not know of the site which you seek."),
        told(404, "Do you want to register charity.wordpress.com?", "charity.wordpress.com doesn't exist"),
    ),
}  # fmt: skip
UNSURE = {
    "netlify-site-gone": variants(
        answer(404, "Not Found - Request ID: 01ABCDEF", [("Server", "Netlify")], content_type="text/plain"),
        told(
            404, "Site not found", "You followed a link to a site that doesn't exist on Netlify.", ("Server", "Netlify")
        ),
    ),
    "azure-site-gone": serving(told(404, "404 Web Site not found.", "The custom domain isn't configured in Azure.")),
    "tumblr-gone": serving(
        told(404, "There's nothing here.", "Whatever you were looking for doesn't currently exist at this address.")
    ),
    "wix-unconnected": serving(
        told(404, "Domain not connected", "Looks like this domain isn't connected to a website yet.")
    ),
    "webflow-gone": serving(told(404, "404 - Page not found", "The page you are looking for doesn't exist or moved.")),
    "firebase-gone": serving(
        told(404, "Site Not Found", "Why am I seeing this? There are a few potential reasons; the app isn't deployed.")
    ),
}
EXPIRED = {
    "squarespace-expired": variants(
        told(200, "Website Expired", "This account has expired. If you are the site owner, log in."),
        told(404, "Squarespace - Website Expired", "This website has expired."),
    ),
    "tilda-not-paid": serving(told(200, "Please renew your subscription", "This site is not available now.")),
    "plan-ended": variants(
        told(200, "Site unavailable", "This website's plan has ended. The owner can reactivate it in the dashboard."),
        told(200, "This site is currently unavailable", "If you're the owner, email us on Billing."),
    ),
}
scenes(
    DANGLING
    | UNSURE
    | EXPIRED
    | {
        "bucket-key-gone": serving(
            answer(404, bucket_error("NoSuchKey", "The specified key does not exist."), content_type=XML)
        ),
        "bucket-denied": serving(answer(403, bucket_error("AccessDenied", "Access Denied"), content_type=XML)),
        "cloudflare-52x": variants(
            *(
                answer(
                    code,
                    bare(
                        f"charity.test | {code}: {what}", f"<h1>{what}</h1><p>Error code {code}. Cloudflare Ray ID</p>"
                    ),
                    [("Server", "cloudflare"), ("cf-ray", "0-XXX")],
                )
                for code, what in (
                    (521, "Web server is down"),
                    (522, "Connection timed out"),
                    (523, "Origin is unreachable"),
                    (524, "A timeout occurred"),
                    (525, "SSL handshake failed"),
                    (526, "Invalid SSL certificate"),
                )
            )
        ),
        "default-pages-further": variants(
            told(200, "Welcome to OpenResty!", "If you see this page, the web platform is successfully installed."),
            told(200, "IIS Windows Server", "Internet Information Services"),
            told(200, "Test Page for the HTTP Server", "This page is used to test the proper operation of the server."),
            told(200, "Apache2 Debian Default Page: It works", "It works!"),
            answer(200, "<html><body><h1>It works!</h1></body></html>"),
            told(200, "Web Server's Default Page", "This page is generated by Plesk, the leading hosting platform."),
            told(200, "Caddy works!", "Congratulations! Your web server is working."),
            told(200, "Default Web Site Page", "If you are the owner of this website, please contact your provider."),
        ),
        "new-install": variants(
            told(200, "WordPress &rsaquo; Installation", "Welcome to the famous five-minute installation process!"),
            told(200, "Hello world!", "Welcome to WordPress. This is your first post. Edit or delete it."),
        ),
    }
)
