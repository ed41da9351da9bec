"""The English sentences of error codes, by code. Each says what happened and what to do; none blames anybody."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.barcodes.words import SENTENCES as BARCODES
from app.core.texts import marked

_STARTING: Final = {
    "config_not_found": marked("There is no file {file}; correct the path after --config, or leave it out."),
    "config_not_readable": marked("The file {file} cannot be read: {problem}."),
    "config_not_toml": marked("The file {file} is not valid TOML: {problem}."),
    "config_unknown_section": marked("{file} has a section [{section}] that does not exist; did you mean {hint}?"),
    "config_unknown_key": marked("{file} has a key {key} that does not exist; did you mean {hint}?"),
    "config_wrong_type": marked("{key} in the configuration must be a {wanted}, but it is a {got}."),
    "config_out_of_range": marked("{key} is {got}; it must be from {low} to {high}."),
    "config_not_a_choice": marked("{key} is {got}; it must be one of: {choices}."),
    "config_password_in_file": marked(
        "The database password stands in the configuration; put it into the variable {variable} or into a file"
        " named by database.password_file."
    ),
    "bad_database_url": marked(
        "The database URL is not understood; leave it empty for SQLite, or write postgresql://user@host/name."
    ),
    "newer_database": marked(
        "The database was written by a newer version of the program (revision {revision}). Nothing was changed; start"
        " the newer version, or restore a backup made by this one."
    ),
    "data_folder_not_writable": marked(
        "The data folder {folder} cannot be written: {problem}. Nothing was started; allow writing there or choose"
        " another folder by --data."
    ),
    "secret_key_broken": marked(
        "The file {file} does not hold a whole key. Delete it and start again: everybody logs in anew, nothing is lost."
    ),
    "key_readable_by_others": marked(
        "Others on this machine can read the key {file}. Nothing was started. If nobody has read it, run: chmod 600"
        " {file}. Otherwise delete the folder it lies in: a new certificate is made, which every device then installs."
    ),
    "certificate_broken": marked(
        "The certificate in the folder {folder} is broken. Nothing was started; put the files of a backup there, or"
        " delete the folder: a new certificate is made, which every device then installs."
    ),
    "log_not_writable": marked(
        "The log cannot be written to {folder}: {problem}. Allow writing there or choose --data."
    ),
    "not_opened": marked("No shop has been opened here yet. Open it at the PC the server runs on."),
    "already_opened": marked("A shop has already been opened in this database."),
    "step_missing": marked("Something is still to be said before the shop can be opened: {step}."),
    "demo_stays_here": marked(
        "This is the demo shop, whose PINs everybody knows: it answers only on the PC the server runs on."
    ),
    "demo_schema_refused": marked(
        "The database does not let the demo shop have a schema of its own, {schema}: {problem}. Allow it, or start with"
        " --empty and open your own shop."
    ),
    "no_other_shop": marked(
        "This server has no other shop to go to. Start it with another folder: regulars serve --empty --data my-shop."
    ),
}

_DATABASE: Final = {
    "database_busy": marked("The database is busy. Nothing was changed; try again in a moment."),
    "database_away": marked("The database cannot be reached. Nothing was changed; try again when it is back."),
    "database_damaged": marked(
        "The database is damaged, or is none ({problem}). Nothing was changed; put a safe copy in its place."
    ),
    "disk_full": marked(
        "The disk of the server is full. Nothing of this was saved: free some space, then do it again."
    ),
    "data_not_writable": marked(
        "The database cannot be written. Nothing of this was saved: check the disk and the rights of the data folder,"
        " then do it again."
    ),
}

_LOGIN: Final = {
    "not_logged_in": marked(
        "You are not logged in, or your login has ended. Nothing was changed; log in and do it again."
    ),
    "not_secure": marked(
        "Other machines talk to the shop by https only. Nothing was taken; open the address of this server in a"
        " browser, it shows the way."
    ),
    "not_a_till": marked("This browser is not a till. The owner can make it one on the page Tills."),
    "not_from_our_page": marked(
        "This page is older than the login. Nothing was changed; load the page again and repeat what you did."
    ),
    "wrong_host": marked(
        "The server does not answer to this name; call it by its address, or add the name to config.toml."
    ),
    "right_needed": marked("You may not do this: {right}. Somebody who may can allow it here with a PIN."),
    "lent_to_oneself": marked("Somebody else must agree to this. Nothing was changed; ask a colleague for the PIN."),
    "supervisor_lacks_right": marked("{name} may not do this either: {right}. Nothing was changed."),
    "wrong_pin": marked("The PIN is not right. Try again."),
    "nobody_chosen": marked("Choose a name or scan a badge first."),
    "wrong_password": marked("The login or the password is not right. Try again."),
    "wrong_old_pin": marked("The old PIN is not right. Nothing was changed; try again."),
    "wrong_old_password": marked("The old password is not right. Nothing was changed; try again."),
    "not_the_same_twice": marked("The two new ones differ. Nothing was changed; type the new one twice."),
    "secret_not_given": marked("You have none yet; whoever manages staff gives you one."),
    "wrong_recovery_code": marked(
        "The login or the recovery code is not right. Try again; without the code, whoever sits at the server's PC can"
        " set a new password with regulars owner reset."
    ),
    "login_locked": ("Too many wrong tries. Wait {seconds} seconds and try again; somebody else can log in meanwhile."),
    "token_needed": marked("This needs an API token in the Authorization header: Bearer, then the token."),
    "scope_needed": marked("This token does not have the scope {scope}."),
    "no_session": marked("This login has ended."),
    "pairing_not_allowed": marked("Only the owner can make this browser a till."),
}

_STAFF: Final = {
    "pin_not_digits": marked("A PIN is {least} to {most} digits."),
    "password_too_short": marked("A password has {least} characters or more."),
    "password_too_long": marked("A password has {most} characters at most."),
    "name_missing": marked("Give a name of {most} characters at most."),
    "name_taken": marked("There is another one called {name}; choose another name."),
    "login_missing": marked("Give a login: one word to log in to the office with."),
    "unknown_currency_code": marked("There is no such currency; choose one of the list."),
    "login_taken": marked("Somebody else has this login; choose another one."),
    "login_not_plain": marked("A login is one word of {most} characters at most."),
    "badge_taken": marked("Somebody else has this badge."),
    "badge_too_long": marked("A badge has {most} characters at most."),
    "unknown_language": marked("This language is not one of the choices."),
    "unknown_role": marked("This role does not exist any more; load the page again."),
    "unknown_right": marked("There is no right {code}."),
    "no_account": marked("This person does not exist here."),
    "no_role": marked("This role does not exist any more."),
    "role_is_fixed": marked("The role {name} always holds every right and cannot be changed."),
    "role_in_use": marked("The role {name} is still held by {holders}. Give them another role first."),
    "not_a_recovery_code": marked("This is no recovery code; load the page again to get one."),
    "recovery_not_confirmed": marked("Write the recovery code down or print it, then tick the box below it."),
    "not_an_owner": marked("Only somebody who may do everything has a recovery code."),
    "no_owner_login": marked("Nobody who may do everything logs in as {login}."),
    "owner_not_named": marked("Say whose password it is with --login: {logins}."),
    "last_manager": marked(
        "Nobody would be left who may do everything. Nothing was changed; make somebody else an owner first."
    ),
}

_OFFICE: Final = {
    "bad_setting": marked("{label}: this cannot stand there; write it as the words at the field say."),
    "setting_out_of_range": marked("{label}: write a whole number from {low} to {high}."),
    "unknown_setting": marked("There is no such setting."),
    "no_api_token": marked("This token does not exist, or it was revoked."),
    "scope_missing": marked("Choose at least one thing the token may do."),
    "unknown_scope": marked("There is no scope {scope}."),
    "till_missing": marked("A token that writes sales belongs to a till; choose one."),
    "no_till": marked("This till does not exist."),
    "no_shop": marked("This shop does not exist."),
    "no_pairing": marked("This browser is not a till any more."),
    "no_message": marked("This print or message does not exist."),
    "message_settled": marked("Somebody has decided this already; load the page again."),
    "not_a_uid": marked("This is not an identity the program makes (a UUID)."),
    "not_found": marked("There is no such page or thing."),
    "method_not_allowed": marked("This address does not take that kind of request."),
    "too_large": marked(
        "This is more than the server takes at once ({limit_mib} MiB). Nothing was changed; send less."
    ),
    "bad_request": marked("The server could not read this request. Nothing was changed."),
}

_INPUT: Final = {
    "text_unprintable": marked("This text holds a sign that no paper shows. Nothing was changed; write it again."),
    "number_too_large": marked("This number is larger than the books can hold. Nothing was changed; correct it."),
    "not_decimal_text": marked("{got} is not a number; write it like 12.50."),
    "too_many_decimals": marked("{got} has more than {decimals} decimals."),
    "unknown_code": marked("Nothing has the code {code}."),
}

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {**_STARTING, **_DATABASE, **_LOGIN, **_STAFF, **_OFFICE, **_INPUT, **BARCODES}
)
