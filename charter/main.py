"""`charter`: every command by its word."""

from __future__ import annotations

from charter.commands import (
    adopt,
    audit,
    check,
    exchange,
    generate,
    init,
    migrate,
    openapi,
    plan,
    policy,
    serve,
    user,
    watch,
)
from charter.commands import jobs as jobs_commands
from charter.commands import seed as seed_commands
from charter.shell import Root, new_group

app = new_group(
    "From a YAML model to a served, governed and audited REST API on PostgreSQL.",
    name="charter",
    cls=Root,
)

app.command("init")(init.init)
app.command("adopt")(adopt.adopt)
app.command("check")(check.check)
app.command("generate")(generate.generate)
app.command("explain")(check.explain)
app.command("plan")(plan.plan)
app.add_typer(migrate.app, name="migrate")
app.command("serve")(serve.serve)
app.command("run")(serve.run)
app.command("watch")(watch.watch)
app.command("seed")(seed_commands.seed)
app.add_typer(user.app, name="user")
app.add_typer(policy.app, name="policy")
app.add_typer(audit.app, name="audit")
app.command("import")(exchange.import_rows)
app.command("export")(exchange.export_rows)
app.add_typer(openapi.app, name="openapi")
app.add_typer(jobs_commands.app, name="jobs")


def main() -> None:
    """The entry point of the shell command."""
    app(prog_name="charter")


if __name__ == "__main__":
    main()
