"""Operations that change accounts.

Nothing here commits: the view or the command does so at its end.
"""

from partyhub.accounts.operations.attempts import Attempt, settle_attempt, take_attempt
from partyhub.accounts.operations.events import COMMAND_LINE, AccountError, Source, record_event
from partyhub.accounts.operations.sessions import (
    MOST_SESSIONS,
    revoke_session,
    revoke_sessions,
    sign_in,
    start_session,
    touch_session,
)
from partyhub.accounts.operations.set_up import create_first_administrator, issue_setup_code
from partyhub.accounts.operations.users import (
    change_password,
    change_user,
    check_password,
    choose_preferences,
    create_user,
    disable,
    disable_user,
    enable,
    list_users,
    renew_hash,
    reset_password,
    unlock,
)

__all__ = [
    "COMMAND_LINE",
    "MOST_SESSIONS",
    "AccountError",
    "Attempt",
    "Source",
    "change_password",
    "change_user",
    "check_password",
    "choose_preferences",
    "create_first_administrator",
    "create_user",
    "disable",
    "disable_user",
    "enable",
    "issue_setup_code",
    "list_users",
    "record_event",
    "renew_hash",
    "reset_password",
    "revoke_session",
    "revoke_sessions",
    "settle_attempt",
    "sign_in",
    "start_session",
    "take_attempt",
    "touch_session",
    "unlock",
]
