from __future__ import annotations

from tests.accounts.conftest import _plain as _plain
from tests.accounts.conftest import sign_in as sign_in
