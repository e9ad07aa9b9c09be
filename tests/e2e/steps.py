"""What a person does in the browser, in the words of the tests."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.harness.browser import assert_accessible, assert_fits, without_javascript

CODE_SECONDS = 30


def submit(page, name):
    """Press the button of the page's own content that is called `name`, and wait for what it brings."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).click()


def look(page):
    """Nothing overflows and axe finds nothing, on the page as it stands.

    Without JavaScript a page is the HTML that axe already saw with it, except for its maps.
    """
    assert_fits(page)
    if page.context not in without_javascript or page.locator("[data-map]").count():
        assert_accessible(page)


def look_at(page, address):
    page.goto(address)
    look(page)


def log_in(page, email, password):
    """With the password. Where a second factor is asked for, it is asked for next."""
    page.context.clear_cookies()
    page.goto("/comptes/connexion/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    submit(page, "Me connecter")


def heading(page):
    """The h1, its French spaces as one types them."""
    return re.sub(r"\s", " ", page.get_by_role("heading", level=1).inner_text())


def tab_to(page, target, most=80):
    """Press Tab until `target` has the focus, and see the focus at every step. Fails after `most` steps."""
    for _step in range(most):
        page.keyboard.press("Tab")
        assert_focus_is_seen(page)
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab do not lead to {target}")


def assert_focus_is_seen(page):
    unseen = page.evaluate(
        """() => {
            const node = document.activeElement;
            if (node === document.body) return null;
            const box = node.getBoundingClientRect(), style = getComputedStyle(node);
            const drawn = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return drawn && box.width > 0 && box.right > 0 && box.bottom > 0 ? null : node.outerHTML.slice(0, 160);
        }"""
    )
    assert unseen is None, f"{page.url}: the focus does not show on {unseen}"


def totp(secret, steps_ahead=0):
    """The code an authenticator application shows for `secret`, now or in a few steps of 30 seconds."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODE_SECONDS + steps_ahead))
