"""Languages that a consent is explained in, and the words that explain it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    ("nb", _("bokmål")),
    ("nn", _("nynorsk")),
    ("se", _("nordsamisk")),
    ("en", _("engelsk")),
    ("pl", _("polsk")),
    ("lt", _("litauisk")),
    ("ro", _("rumensk")),
    ("ar", _("arabisk")),
    ("so", _("somali")),
    ("sq", _("albansk")),
    ("ru", _("russisk")),
    ("es", _("spansk")),
    ("fr", _("fransk")),
    ("uk", _("ukrainsk")),
    ("ti", _("tigrinja")),
    ("fa", _("persisk")),
    ("ckb", _("sorani")),
    ("xx", _("et annet språk")),
]
EXPLAINED = _(
    "Hva som deles, med hvem, hvorfor og hvor lenge. At det er frivillig, at svaret ikke påvirker permisjon "
    "eller prøveløslatelse, og at samtykket kan trekkes når som helst."
)
