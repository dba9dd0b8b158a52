"""The accounts of the people who keep the list."""

import click

from aidroute.cli.console import EX_FOUND, fail, now, opened, out, print_json, say
from aidroute.domain.review import MAINTAINER, ROLES
from aidroute.services import one_time_links, signing_in
from aidroute.services.signing_in import Account, BadAccount, NewAccount, WeakPassword
from aidroute.settings import Settings, load_settings


@click.group()
def user() -> None:
    """Look after the accounts of maintainers."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name that the public ledger shows.")
@click.option("--role", type=click.Choice(sorted(ROLES)), default=MAINTAINER, show_default=True)
@click.option("--password", help="Asked for when not given; a password on the command line is seen by others.")
@click.option("--link", "by_link", is_flag=True, help="Print a one-time link by which the person sets a password.")
def user_add(email: str, name: str, role: str, password: str | None, *, by_link: bool) -> None:
    """Add a person who may sign in.

    A change of where money goes needs two of them: one who proposes it and another who accepts it.

    \b
    aidroute user add anna@example.org --name "Anna Example"
    aidroute user add ben@example.org --name "Ben Example" --role administrator --link
    """
    settings = load_settings()
    if password is None and not by_link:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with opened(settings) as database:
        try:
            account = signing_in.add(database, NewAccount(email, name, role), password, now())
        except (BadAccount, WeakPassword) as refused:
            fail(f"Nobody was added: {in_words(refused)}.", EX_FOUND)
    say.print(f"{account.person.name} may sign in as {account.email}.", markup=False)
    if password is None:
        _print_link(account, settings)


@user.command("link")
@click.argument("email")
@click.option("--reset", is_flag=True, help="Take the present password away now, and end every session.")
def user_link(email: str, *, reset: bool) -> None:
    """Print a one-time link by which a person sets a new password, within 24 hours.

    Hand it over on a way you trust: whoever has it has the account.

    \b
    aidroute user link anna@example.org
    aidroute user link anna@example.org --reset
    """
    settings = load_settings()
    with opened(settings) as database:
        try:
            account = signing_in.named(database, email)
            if reset:
                account = signing_in.forget_password(database, email, now())
        except BadAccount as refused:
            fail(f"No link was made: {in_words(refused)}.", EX_FOUND)
    _print_link(account, settings)


def _print_link(account: Account, settings: Settings) -> None:
    """The link is the result: it goes where it can be piped, and into no log."""
    token = one_time_links.issue(account, settings.secret_key, now())
    click.echo(f"{settings.base_url}/maintain/welcome/{token}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def user_list(*, as_json: bool) -> None:
    """List everybody who has an account.

    \b
    aidroute user list
    """
    with opened() as database:
        accounts = signing_in.accounts(database)
    if as_json:
        print_json([_as_json(each) for each in accounts])
        return
    for each in accounts:
        closed = "" if each.person.is_active else " (closed)"
        out.print(f"{each.email}  {each.person.name}  {', '.join(sorted(each.person.roles))}{closed}", markup=False)


def _as_json(account: Account) -> dict[str, object]:
    return {
        "email": account.email,
        "name": account.person.name,
        "roles": sorted(account.person.roles),
        "is_active": account.person.is_active,
        "created_at": account.created_at.isoformat(),
    }


@user.command("close")
@click.argument("email")
def user_close(email: str) -> None:
    """Close an account: the person is signed out everywhere and cannot sign in again.

    \b
    aidroute user close anna@example.org
    """
    _set_active(email, active=False)


@user.command("open")
@click.argument("email")
def user_open(email: str) -> None:
    """Open a closed account again.

    \b
    aidroute user open anna@example.org
    """
    _set_active(email, active=True)


def _set_active(email: str, *, active: bool) -> None:
    with opened() as database:
        try:
            account = signing_in.set_active(database, email, active=active, now=now())
        except BadAccount as refused:
            fail(f"Nothing was changed: {in_words(refused)}.", EX_FOUND)
    say.print(f"The account {account.email} is {'open' if active else 'closed'}.", markup=False)


def in_words(refused: BadAccount | WeakPassword) -> str:
    """Why an account was not made or changed."""
    if isinstance(refused, WeakPassword):
        return f"the password is not taken ({refused.problem.value.replace('_', ' ')})"
    sentences = {
        "bad_email": "this is no e-mail address",
        "bad_name": "this name cannot be shown in the ledger",
        "bad_role": "there is no such role",
        "taken": "somebody has this e-mail address already",
        "taken_name": "somebody has this name already, and the ledger tells people apart by name",
        "unknown": "nobody has this e-mail address",
    }
    return f"{sentences.get(refused.problem, refused.problem.replace('_', ' '))}: {refused.text}"
