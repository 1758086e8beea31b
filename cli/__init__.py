"""The command line: parses options, calls, prints. Data goes to stdout, everything else to stderr."""

import gc
import importlib
from pathlib import Path

import click

from cli.options import Group

VERSION = "0.1.0"


# Modules of commands: only that of the command that is given is loaded.
_MODULES = {
    "corpus": ("ingest", "sources", "check", "show", "export"),
    "getting": ("fetch", "registry", "verify", "provenance", "add", "cite"),
    "updating": ("update", "import"),
    "search": ("search", "terms", "collocates", "keyness"),
    "coding": ("code", "explain", "agreement", "correct"),
    "compare": ("compare", "rerun"),
    "drafting": ("wordings", "gap", "brief"),
    "wording": ("diff", "history"),
}


class _Lazy(Group):
    """Finds a command by its name without loading the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for names in _MODULES.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = next((m for m, names in _MODULES.items() if cmd_name in names), None)
        if module is None:
            return None
        commands: tuple[click.Command, ...] = importlib.import_module(f"cli.{module}").COMMANDS
        return next((c for c in commands if c.name == cmd_name), None)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="delicti")
@click.option(
    "--home", type=click.Path(path_type=Path), envvar="DELICTI_HOME", help="Data folder.  [env: DELICTI_HOME]"
)
@click.option("--digest", is_flag=True, help="Use the built-in digest even where law is stored.")
@click.pass_context
def main(ctx: click.Context, home: Path | None, digest: bool) -> None:
    """Compare how criminal laws define trafficking, smuggling of migrants, and organs, tissues, cells.

    Example:  delicti show 'KZ:128(2)(7)'
    """
    gc.set_threshold(100_000)  # a short life: collecting costs more than it frees
    ctx.obj = {"home": home, "digest": digest}


if __name__ == "__main__":
    main()
