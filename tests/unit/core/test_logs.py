"""The log: kept in a file that turns over, short on the screen, without a secret in either."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import logs
from app.core.config import Config, read_config
from app.core.errors import ConfigError

logger = logging.getLogger("tests.logs")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config(data_folder=tmp_path, environment={})


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logs.stop_logging()
    logging.getLogger().setLevel(level)


def logged(config: Config) -> str:
    return (config.log_folder / logs.FILE_NAME).read_text("utf-8")


def test_the_file_has_everything_and_the_screen_the_short_form(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.start_logging(config)
    logger.info("a quiet word")
    logger.error("incident 482-915", exc_info=ZeroDivisionError("broken"))
    text = logged(config)
    assert "INFO tests.logs: a quiet word" in text
    assert "ZeroDivisionError: broken" in text
    assert capsys.readouterr().err == "ERROR: incident 482-915\n"


def test_lines_for_programs_are_json(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[log]\nformat = "json"\nlevel = "warning"\n')
    config = read_config(file, environment={})
    logs.start_logging(config)
    logger.info("below the level")
    logger.error("pin=%s", "1234", exc_info=ZeroDivisionError("broken"))
    (line,) = logged(config).splitlines()
    entry = json.loads(line)
    assert (entry["level"], entry["logger"]) == ("error", "tests.logs")
    assert "1234" not in entry["message"]
    assert "ZeroDivisionError" in entry["trace"]


def test_the_file_turns_over_and_old_ones_go(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 1000)
    logs.start_logging(config)
    for number in range(200):
        logger.warning("line %03d %s", number, "x" * 80)
    files = sorted(config.log_folder.iterdir())
    assert len(files) == 1 + logs.FILES_KEPT
    assert all(file.stat().st_size <= 1200 for file in files)
    assert "line 199" in logged(config)


def test_starting_twice_writes_once(config: Config) -> None:
    logs.start_logging(config)
    logs.start_logging(config)
    logger.warning("once")
    assert logged(config).count("once") == 1


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigError) as caught:
        logs.start_logging(read_config(data_folder=blocked, environment={}))
    assert caught.value.code == "log_not_writable"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://regulars:s3cret@db/shop",
        "password=s3cret",
        "{'password': 's3cret', 'login': 'olga'}",
        '{"pin": "s3cret"}',
        "pin_hash=$argon2id$v=19$m=19456,t=4,p=1$s3cret$s3cret",
        "Authorization: Bearer s3cret",
        "X-CSRF-Token: s3cret",
        "Cookie: s3cret",
        "regulars_session_8080 token: s3cret",
        "got rgl_s3cret from a program",
        "INSERT INTO account VALUES (?)\n[parameters: ('olga', 's3cret')]\n(Background on this error",
        "api_token = s3cret",
        "?pin=s3cret&account_id=3",
        "-----BEGIN PRIVATE KEY-----\ns3cret\ns3cret\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\ns3cret",
    ],
)
def test_no_secret_reaches_the_file(config: Config, text: str) -> None:
    logs.start_logging(config)
    logger.warning("%s", text)
    assert "s3cret" not in logged(config)
    assert logs.HIDDEN in logged(config)


@pytest.mark.parametrize(
    "text", ["sale 17 completed", "a pinned item", "http://127.0.0.1:8080/", "opinion: good", "hash sum"]
)
def test_plain_words_stay(text: str) -> None:
    assert logs.without_secrets(text) == text


def test_a_secret_in_a_stack_trace_is_hidden_too(config: Config) -> None:
    logs.start_logging(config)
    logger.error("failed", exc_info=ValueError("password='s3cret'"))
    assert "s3cret" not in logged(config)
    assert "ValueError" in logged(config)
