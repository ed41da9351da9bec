"""Every error code a person may meet has its sentence, and every fact the sentence names is given."""

import ast
import re
from collections.abc import Iterator

from app.auth.rights import RIGHTS
from app.core.sentences import SENTENCES
from app.core.settings import declared
from app.crm.settings import COUNTRY
from app.places.settings import PAPER_LANGUAGE
from app.web.office.journal_words import ACTS
from app.web.office.setting_words import CHOICES, GROUPS
from app.web.shared.sentences import MORE_SENTENCES
from pos.pricing.messages import ERRORS
from tests.support.sources import application_modules

NAMED_BY_LOCALE = {PAPER_LANGUAGE.key, COUNTRY.key}
"""Settings whose choices are languages and countries: the locale data names them."""
ERROR_CLASSES = {"ShopError", "BadInput", "NotFound", "Conflict", "Forbidden", "ConfigError"}
PRICING = ("pos/pricing/", "loyalty/rules/", "app/core/json")
"""The engine's errors have the sentences of its own contract."""
MADE_AT_RUN_TIME = {
    "app/cli/folder.py": {"server_running", "server_running_use_page"},
    "app/core/barcodes/words.py": {
        "code_check_digit",
        "code_length",
        "code_charset",
        "code_date",
        "code_unknown_ai",
        "code_structure",
    },
    "app/cli/listening.py": {"port_in_use", "port_refused", "address_unknown"},
    # The error codes of device lanes: devices.errors.SENTENCES, which a test of the devices completes.
    "app/web/office/catalogue/tags.py": set(),
    "app/web/shared/card_words.py": set(),
    "app/web/office/devices.py": set(),
    "app/web/office/counter_devices.py": set(),
    "app/web/office/device_log.py": set(),
    "app/cli/devices.py": set(),
    # What a test of a device came to: those, or a refusal that is told again.
    "app/cli/console_door.py": set(),
    # What keeps a weight from being sold, and what is wrong with the scale.
    "app/web/till/weighing.py": {
        "weight_below_zero",
        "weight_moving",
        "weight_nothing",
        "weight_overload",
        "weight_same_goods",
        "weight_too_little",
    },
    "app/web/office/registers.py": set(),
    "app/web/office/mail.py": set(),
    "app/web/office/messages.py": set(),
    "app/web/office/first_day.py": set(),
    # The problems of an import, kept by their codes and told again.
    "app/exchange/store.py": set(),
}


def calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """File and call, for every call of a function, class or method with one of the names."""
    for path, tree in application_modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if called in names:
                    yield path.as_posix(), node


def codes_of(node: ast.expr) -> set[str] | None:
    """The texts an argument can be; None where only the running program knows."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        first, second = codes_of(node.body), codes_of(node.orelse)
        return first | second if first is not None and second is not None else None
    return None


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """File, code and names of the facts of every error that is made."""
    for path, call in calls(ERROR_CLASSES):
        if not call.args:
            continue
        codes = codes_of(call.args[0])
        if codes is None:
            assert path in MADE_AT_RUN_TIME or path.startswith(PRICING), f"{path}: {ast.unparse(call)}"
            codes = MADE_AT_RUN_TIME.get(path, set())
        for code in codes:
            yield path, code, {keyword.arg for keyword in call.keywords if keyword.arg}


def test_every_code_has_a_sentence() -> None:
    missing = {
        f"{path}: {code}"
        for path, code, _ in raised()
        if code not in SENTENCES and code not in MORE_SENTENCES and not (path.startswith(PRICING) and code in ERRORS)
    }
    assert not missing, sorted(missing)


def test_every_fact_a_sentence_names_is_given() -> None:
    wrong = []
    for path, code, facts in raised():
        sentence = ERRORS[code] if path.startswith(PRICING) else SENTENCES.get(code) or MORE_SENTENCES[code]
        unknown = set(re.findall(r"{(\w+)}", sentence)) - facts - {"label"}
        if unknown:
            wrong.append(f"{path}: {code} does not tell {', '.join(sorted(unknown))}")
    assert not wrong, wrong


def test_no_sentence_is_left_over() -> None:
    used = {code for _, code, _ in raised()}
    classes = {"not_logged_in", "not_secure", "not_a_till"}  # errors with a class of their own
    assert SENTENCES.keys() - used - classes == set()


def test_every_act_of_the_journal_has_a_name() -> None:
    missing = {f"{path}: {kind}" for path, kind in acts() if kind not in ACTS}
    assert not missing, sorted(missing)


def acts() -> Iterator[tuple[str, str]]:
    """File and code of every act that may be journaled.

    Where a function is told the code, every text of its file that looks like one counts.
    """
    told = set()
    for path, call in calls({"record"}):
        if ast.unparse(call.func) != "journal.record":
            continue
        kinds = codes_of(call.args[1])
        if kinds is None:
            told.add(path)
        yield from ((path, kind) for kind in kinds or ())
    not_acts = {*RIGHTS, *(setting.key for setting in declared())}
    for file, tree in application_modules():
        if file.as_posix() in told:
            texts = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)} - not_acts
            yield from ((file.as_posix(), text) for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", text))


def test_every_choice_and_group_of_a_setting_has_a_name() -> None:
    for setting in declared():
        assert setting.group in GROUPS, setting.key
        if setting.choices and setting.key not in NAMED_BY_LOCALE:
            assert CHOICES[setting.key].keys() == set(setting.choices), setting.key
