"""The command line: parses options, calls, prints. Data goes to stdout, everything else to stderr."""

import gc
from pathlib import Path

import click

from cli import coding as _coding
from cli import compare as _compare
from cli import corpus as _corpus
from cli import drafting as _drafting
from cli import getting as _getting
from cli import search as _search
from cli import updating as _updating
from cli import wording as _wording
from cli.options import Group

VERSION = "0.1.0"


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


for _command in (
    *_corpus.COMMANDS,
    *_getting.COMMANDS,
    *_updating.COMMANDS,
    *_search.COMMANDS,
    *_coding.COMMANDS,
    *_compare.COMMANDS,
    *_drafting.COMMANDS,
    *_wording.COMMANDS,
):
    main.add_command(_command)

if __name__ == "__main__":
    main()
