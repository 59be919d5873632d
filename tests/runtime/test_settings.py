from pathlib import Path

import pytest

from runtime.settings import Settings, SettingsError, variable

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def problems(project: Path, environ: dict[str, str], *, serving: bool = True) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.load(project, environ, serving=serving)
    return caught.value.problems


def test_nothing_set_is_a_development_project_with_the_embedded_server(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, {})
    assert settings.env == "development"
    assert not settings.production
    assert settings.database_url is None
    assert settings.signing_key_file == tmp_path / ".charter/keys/signing.pem"
    assert settings.audit_signing_key_file == tmp_path / ".charter/keys/audit_signing.pem"


def test_values_are_typed(tmp_path: Path) -> None:
    settings = Settings.load(
        tmp_path,
        {
            "CHARTER_DATABASE_URL": "postgresql://app:geheim@db/charter",
            "CHARTER_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "CHARTER_CORS_ORIGINS": "https://app.example.com,http://localhost:3000",
            "CHARTER_WORKERS": "4",
            "CHARTER_LOG_LEVEL": "WARNING",
            "CHARTER_SIGNING_KEY_FILE": "keys/mine.pem",
            "CHARTER_AUDIT_SIGNING_KEY_FILE": "/run/secrets/audit.pem",
        },
    )
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://app:geheim@db/charter"
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.cors_origins == ("https://app.example.com", "http://localhost:3000")
    assert (settings.workers, settings.log_level) == (4, "warning")
    assert settings.signing_key_file == tmp_path / "keys/mine.pem"
    assert settings.audit_signing_key_file == Path("/run/secrets/audit.pem")
    assert "geheim" not in repr(settings)


def test_an_empty_value_is_not_set(tmp_path: Path) -> None:
    assert (
        Settings.load(tmp_path, {"CHARTER_DATABASE_URL": "", "CHARTER_WORKERS": " "}).workers == 1
    )


def test_the_environment_wins_over_the_env_file_whose_values_are_literal(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# settings\n"
        "CHARTER_WORKERS=2\n"
        "export CHARTER_POOL_SIZE=7\n"
        "CHARTER_DATABASE_URL='postgresql://app:a$HOME@db/charter'\n"
        "OTHER=1\n"
    )
    settings = Settings.load(tmp_path, {"CHARTER_WORKERS": "3"})
    assert (settings.workers, settings.pool_size) == (3, 7)
    assert settings.database_url is not None
    assert "a$HOME" in settings.database_url.get_secret_value()


def test_every_problem_is_told_at_once_and_none_tells_a_secret(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHARTER_LOG_LEVEL=info\n'oops\nCHARTER_ENV\n")
    found = problems(
        tmp_path,
        {
            "CHARTER_WORKRES": "2",
            "CHARTER_BANANA": "x",
            "CHARTER_WORKERS": "0",
            "CHARTER_ENV": "staging",
            "CHARTER_DATABASE_URL": "mysql://app:geheim@db/charter",
            "CHARTER_TRUSTED_PROXIES": "10.0.0.1/8,banana",
        },
    )
    assert found == [
        ".env:2: this is no NAME=value",
        ".env:3: this is no NAME=value",
        "CHARTER_BANANA is no setting: see .env.example for those there are",
        "CHARTER_WORKRES is no setting: did you mean CHARTER_WORKERS?",
        "CHARTER_ENV: input should be 'development' or 'production'",
        "CHARTER_DATABASE_URL: must begin with postgresql://",
        "CHARTER_TRUSTED_PROXIES: must be addresses or networks such as 10.0.0.0/8",
        "CHARTER_WORKERS: input should be greater than or equal to 1",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHARTER_DATABASE_URL", "postgresql://app@db:port/charter?sslmod=require"),
        ("CHARTER_CORS_ORIGINS", "app.example.com"),
        ("CHARTER_CORS_ORIGINS", "https://app.example.com/path"),
        ("CHARTER_CORS_ORIGINS", "*, https://app.example.com"),
        ("CHARTER_POOL_SIZE", "many"),
        ("CHARTER_LOG_LEVEL", "loud"),
        ("CHARTER_VALKEY_URL", "http://cache"),
        ("CHARTER_OIDC_ISSUER", "http://login.example.com"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    (found,) = problems(tmp_path, {name: value}, serving=False)
    assert found.startswith(f"{name}: ")


def test_a_setting_that_is_not_served_yet_is_refused_not_ignored(tmp_path: Path) -> None:
    environ = {"CHARTER_SMTP_URL": "smtp://mail.example.com"}
    assert problems(tmp_path, environ) == [
        "CHARTER_SMTP_URL is understood, but not served by this version; unset it"
    ]
    assert Settings.load(tmp_path, environ, serving=False).smtp_url is not None


def test_production_demands_keys_and_database(tmp_path: Path) -> None:
    assert problems(tmp_path, {"CHARTER_ENV": "production"}) == [
        "CHARTER_DATABASE_URL is demanded in production",
        "CHARTER_SIGNING_KEY_FILE is demanded in production",
        "CHARTER_AUDIT_SIGNING_KEY_FILE is demanded in production",
    ]
    assert problems(tmp_path, {"CHARTER_ENV": "production"}, serving=False) == [
        "CHARTER_MIGRATION_DATABASE_URL or CHARTER_DATABASE_URL is demanded in production"
    ]


def test_production_reads_its_key_files(tmp_path: Path) -> None:
    environ = {
        "CHARTER_ENV": "production",
        "CHARTER_DATABASE_URL": "postgresql:///charter",
        "CHARTER_SIGNING_KEY_FILE": "signing.pem",
        "CHARTER_AUDIT_SIGNING_KEY_FILE": "audit.pem",
    }
    (tmp_path / "signing.pem").touch()
    assert problems(tmp_path, environ) == [
        f"CHARTER_AUDIT_SIGNING_KEY_FILE: the file {tmp_path}/audit.pem cannot be read"
    ]
    (tmp_path / "audit.pem").touch()
    assert Settings.load(tmp_path, environ).production


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("postgresql://app@db.example.com/charter", False),
        ("postgresql://app@db.example.com/charter?sslmode=prefer", False),
        ("postgresql://app@db.example.com/charter?sslmode=require", True),
        ("postgresql://app@db.example.com/charter?sslmode=verify-full", True),
        ("postgresql://app@localhost,db.example.com/charter", False),
        ("postgresql://app@localhost,127.0.0.1,[::1]/charter", True),
        ("postgresql://app@localhost/charter?hostaddr=10.0.0.7", False),
        ("postgresql://app@%2Fvar%2Frun%2Fpostgresql/charter", True),
        ("postgresql:///charter?service=main", False),
    ],
)
def test_production_refuses_a_network_connection_in_clear(
    tmp_path: Path, url: str, accepted: bool
) -> None:
    environ = {"CHARTER_ENV": "production", "CHARTER_MIGRATION_DATABASE_URL": url}
    if accepted:
        Settings.load(tmp_path, environ, serving=False)
    else:
        (found,) = problems(tmp_path, environ, serving=False)
        assert "sslmode=require" in found
    Settings.load(tmp_path, environ | {"CHARTER_ENV": "development"}, serving=False)


def test_production_takes_the_host_that_libpq_would_take(tmp_path: Path) -> None:
    environ = {
        "CHARTER_ENV": "production",
        "CHARTER_DATABASE_URL": "postgresql:///charter",
        "PGHOST": "db.example.com",
    }
    assert len(problems(tmp_path, environ, serving=False)) == 1
    Settings.load(tmp_path, environ | {"PGSSLMODE": "require"}, serving=False)


def test_the_example_lists_every_setting_with_a_line_of_its_own() -> None:
    lines = EXAMPLE.read_text().splitlines()
    listed = {
        line.removeprefix("#").partition("=")[0]: lines[number - 1]
        for number, line in enumerate(lines)
        if line.startswith("#CHARTER_")
    }
    assert set(listed) == {variable(name) for name in Settings.model_fields}
    assert all(above.startswith("# ") for above in listed.values())


def test_the_values_of_the_example_are_accepted(tmp_path: Path) -> None:
    uncommented = EXAMPLE.read_text().replace("#CHARTER_", "CHARTER_")
    (tmp_path / ".env").write_text(uncommented)
    assert Settings.load(tmp_path, {}, serving=False).oidc_audience == "charter"
